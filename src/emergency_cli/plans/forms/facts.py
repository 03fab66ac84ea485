"""The form of a fact, its answers, and of conditions on it."""

from typing import Annotated, Any

from pydantic import AfterValidator, model_validator

from emergency_cli.core.plan.facts import Kind, Part
from emergency_cli.plans.forms.base import Form, Id, ListOf, TextForm, in_one_language, member
from emergency_cli.plans.forms.sources import CLAUSE


def _test(value: object) -> object:
    """An answer, a list of answers, or below `any-of` a list of conditions. Raises ValueError."""
    listed = value if isinstance(value, list) else []
    branches = [each for each in listed if isinstance(each, dict)]
    answers = [*(listed if not branches else []), *(test for branch in branches for test in branch.values())]
    if isinstance(value, str) or (listed and all(_is_wanted(each, deep=bool(branches)) for each in answers)):
        return value
    raise ValueError("condition")


def _is_wanted(value: object, *, deep: bool) -> bool:
    return isinstance(value, str) or (deep and isinstance(value, list) and all(isinstance(each, str) for each in value))


When = dict[str, Annotated[Any, AfterValidator(_test)]]


class ChoiceForm(TextForm):
    """An answer to choose; one that is a case may have its own trigger, class and clause."""

    trigger: TextForm | None = member("什么情况算这一种", "When it is this case, in words.", None)
    short: TextForm | None = member(
        "没人说明发生了什么时，文件标题里怎么称呼这种情况，如 可疑物",
        "The noun for this case in titles of documents, instead of that of the playbook: "
        "`{zh: 可疑物, en: a suspicious object}`.",
        None,
    )
    class_: Id | None = member(
        "这种情况属于哪一类突发事件，centre.yaml 的 classes 里有",
        "The class of the incident in this case; without it that of the playbook.",
        None,
    )
    without: ListOf[Id] = member(
        "这种情况用不着通用程序的哪些步骤，写它们的 same 名称",
        "What the general procedure need not do where this case is all there is and nobody is known to be in danger: "
        "the `same` names of its steps, like `people-safe`.",
        [],
    )
    clause: str | None = member(*CLAUSE, None)
    says: TextForm | None = member(
        "选了它，文书里怎么说：句子里的一个分句，不带句号",
        "The answer as a clause of a sentence, without a full stop; without it the `says` of the fact.",
        None,
    )


class SaysForm(Form):
    """An answer as a clause of a sentence: with `{}` for the answer, or of a yes-no fact one for each answer."""

    @model_validator(mode="before")
    @classmethod
    def _whole(cls, value: object) -> object:
        return in_one_language(value)

    zh: str | None = member("中文，答案的位置写{}", "In Chinese, with `{}` in place of the answer.", None)
    en: str | None = member("英文，答案的位置写{}", "In English, with `{}` in place of the answer.", None)
    yes: TextForm | None = member(
        "是非题答“是”时的分句", "Of a yes-no fact: the clause for yes; without it a yes is not told.", None
    )
    no: TextForm | None = member(
        "是非题答“否”时的分句", "Of a yes-no fact: the clause for no; without it a no is not told.", None
    )
    none: TextForm | None = member(
        "答0、无、没有时的分句，如 无人失联",
        "The clause for 0 or “none”, where a number or a list would read badly: `nobody is missing`.",
        None,
    )
    one: TextForm | None = member(
        "答1时的分句", "Of a number: the clause for 1, such as `one person is missing`.", None
    )


class FactForm(Form):
    """A question."""

    kind: Kind = member(
        "答案是哪一种",
        "`text`, `number`, `yes-no`, `choice` (one of), `choices` (several of), `time`, `zone`, `party`.",
    )
    label: TextForm = member("问题，或者它的名称", "The question, or its name.")
    choices: dict[str, ChoiceForm] = member(
        "可以选的答案",
        "For `choice` and `choices`: id and text of each answer; a case may also have a trigger, a class and a clause.",
        {},
    )
    nothing_to_do: ListOf[str] = member(
        "选了也不用另做什么的答案",
        "Choices that deliberately have no step or suggestion: `[calmed]`. As soon as a condition looks at a "
        "fact, `check` wants each of its choices to lead somewhere or to be listed here.",
        (),
    )
    personal: bool = member(
        "true：个人信息，加密存放，以后可以销毁",
        "`true` for names, numbers, illnesses: the answer is sealed and can be destroyed later without breaking the "
        "record.",
        False,
    )
    hint: TextForm | None = member("怎样才算答案", "What counts as an answer.", None)
    part: Part | None = member(
        "文书在哪一部分写：title 发生了什么（用于标题） place 地点 occurrence 发生情况 cause 原因 casualties 伤亡 "
        "response 处置 outcome 结果 losses 损失 lessons 教训 next 下一步工作 form 文号、起草人等 approval 签发人 "
        "drill 演练的形式、目标、参加人员",
        "Where documents give the answer: `title` (what happened in a few words, for titles), `place`, `occurrence`, "
        "`cause`, `casualties`, `response`, `outcome`, `losses`, `lessons`, `next` (what comes next), `form` (number, "
        "author, reviewer and contact of a document), `approval` (who approved it), `drill` (form, goals, participants "
        "and observers of a drill).",
        None,
    )
    says: SaysForm | None = member(
        "文书里怎么说：句子里的一个分句，不带句号，答案的位置写{}；是非题写 yes 和 no 两句",
        'The answer as a clause of a sentence, without a full stop: `{zh: "已撤出{}人", en: "{} people are out"}`; of '
        "a yes-no fact `{yes: {zh: …, en: …}, no: {zh: …, en: …}}`. Without it documents do not tell the answer in "
        "prose; in lists and conditions a card says the yes.",
        None,
    )
    unit: TextForm | None = member(
        "数字后面的单位，如 人", "What a number counts, wherever the number stands alone: `{zh: 人, en: people}`.", None
    )
    vital: bool = member(
        "true：人命关天，每份报告都写，没答就写待核实",
        "`true`: life safety. In every bulletin, changed or not; only these are “to be verified” where nobody has "
        "answered.",
        False,
    )
    once: bool = member(
        "true：只属于一份文书，如文号、下一步工作，下一份文书再问",
        "`true`: the answer belongs to one document, such as its number or what comes next; it is asked again for the "
        "next one.",
        False,
    )
    when: When | None = member(
        "条件：什么情况下才问、才算没填",
        "The condition under which it is asked and owed, like that of a step: `{injured: yes}`. See "
        "[Conditions](#conditions).",
        None,
    )
    milestone: bool = member(
        "true：时间要素，在过程图上是一个点",
        "`true` for a time that is one of the at most ten points of the picture of the response.",
        False,
    )
    total: Id | None = member(
        "各服务区分别回答的哪个要素，加起来就是它",
        "Of a number that all playbooks share: the fact, answered zone by zone in any playbook, of which it is the "
        "sum. Nobody is missing only once every zone has said so.",
        None,
    )
