"""The form of a file in `playbooks/`."""

from typing import Annotated

from pydantic import BeforeValidator

from emergency_cli.plans.forms.base import Form, Id, ListOf, TextForm, member
from emergency_cli.plans.forms.facts import FactForm, When
from emergency_cli.plans.forms.sources import BASIS, CLAUSE, COVERS, OUR, READINGS, BasisForm
from emergency_cli.plans.forms.steps import StepForm


class AliasForm(Form):
    """Another name of a playbook; a bare name, or one that also says which case it is."""

    name: str = member("叫法", "What it is called.")
    sets: dict[str, str] = member(
        "这个叫法同时回答了哪些问题", "The answers that this name already implies: `{fact: answer}`.", {}
    )


def _named(value: object) -> object:
    return {"name": value} if isinstance(value, str) else value


class SuggestionForm(Form):
    """When these answers are given, another playbook is offered."""

    when: When = member("条件", "The condition, see [Conditions](#conditions).")
    playbook: Id = member("另一套方案的代号", "The id of the other playbook.")
    sets: dict[str, str] = member(
        "启用时同时填好的要素", "Facts of the other playbook that are answered when it is taken up.", {}
    )


class PreparednessForm(Form):
    """Something that must be ready before anything happens."""

    id: Id = member("代号：小写字母、数字、连字符", "Small letters, digits and hyphens; unique in the plan.")
    do: TextForm = member("一句话写清做什么，一条一件事", "What must be ready.")
    owner: Id | None = member("谁负责", "The party responsible for it.", None)
    clause: str | None = member(*CLAUSE, None)
    basis: BasisForm | None = member(*BASIS, None)
    our: TextForm | None = member(*OUR, None)
    readings: ListOf[str] = member(*READINGS, ())
    covers: ListOf[str] = member(*COVERS, ())


class PlaybookForm(Form):
    """One incident type's procedure."""

    id: Id = member(
        "代号：小写字母、数字、连字符", "Small letters, digits, hyphens; the name of the file without `.yaml`."
    )
    title: TextForm = member(
        "名称，中英文都要写", "Its name; every text for people is in both languages, `{zh: …, en: …}`."
    )
    short: TextForm | None = member(
        "文书标题里用的名词，没人填发生了什么时用，如 火情",
        "The noun for titles of documents where nobody said what happened: `{zh: 火情, en: a fire}`.",
        None,
    )
    aliases: ListOf[Annotated[AliasForm, BeforeValidator(_named)]] = member(
        "大家平时怎么叫，都列上",
        "Other names; `{name: …, sets: {fact: answer}}` if a name also says which case it is.",
        (),
    )
    clause: str | None = member(*CLAUSE, None)
    class_: Id = member(
        "哪一类突发事件：centre.yaml 的 classes 之一，或 any",
        "The class of incident that the law puts it in: one of `classes` of `centre.yaml`, or `any`.",
        "any",
    )
    without: ListOf[Id] = member(
        "这种情况用不着通用程序的哪些步骤，写它们的 same 名称",
        "What the general procedure need not do where this is all there is and nobody is known to be in danger: "
        "the `same` names of its steps, like `people-safe`.",
        [],
    )
    trigger: TextForm = member(
        "什么情况用这一套；只给人看，不作判断条件", "When to use it, in words; shown, never tested."
    )
    our: TextForm | None = member(*OUR, None)
    readings: ListOf[str] = member(*READINGS, ())
    facts: dict[Id, FactForm] = member("这一套要问的要素", "The questions that this playbook adds.", {})
    steps: ListOf[StepForm] = member("要做的事，一条一件", "What to do.")
    suggests: ListOf[SuggestionForm] = member(
        "符合条件时，提示同时启用另一套", "Other playbooks to offer when certain answers are given.", ()
    )
    preparedness: ListOf[PreparednessForm] = member("平时要备好的", "What must be ready beforehand.", ())
