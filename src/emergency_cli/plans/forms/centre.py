"""The form of `centre.yaml`."""

from pydantic import model_validator

from emergency_cli.core.plan.centre import Layout, Titled
from emergency_cli.core.plan.facts import Part
from emergency_cli.plans.forms.base import Form, Id, ListOf, Period, SpanText, TextForm, in_one_language, member


class ReportingForm(Form):
    """How long after what a bulletin is due. Local rules differ and none is verified; empty: “not verified”."""

    initial: Period = member("发现之后多久初报", "The first report, after noticing.", None)
    follow_up: Period = member("上一次报告之后多久续报", "A follow-up, after the last report.", None)
    final: Period = member("处置结束之后多久终报", "The final report, after the end of the response.", None)


class OverviewForm(Form):
    """A heading in the languages that want one; a language that is left out has none, bare words are for all."""

    zh: str = member("中文", "In Chinese.", "")
    en: str = member("英文", "In English.", "")

    @model_validator(mode="before")
    @classmethod
    def _whole(cls, value: object) -> object:
        return in_one_language(value) if isinstance(value, str) else value


class DocumentForm(Form):
    """How a document of this office is called, and what stands above its parts."""

    title: TextForm | None = member(
        "标题：{what} 是发生了什么，{number} 是第几次续报",
        "Its title: `{what}` is what happened, `{number}` that of a follow-up.",
        None,
    )
    overview: OverviewForm | None = member(
        "总结第一段上面的标题；不写哪种语言，哪种语言就没有",
        "What stands above the first paragraph of the summary; a language that is left out has nothing there.",
        None,
    )
    headings: dict[Part, TextForm] = member(
        "各部分的标题", "The headings of its parts: `occurrence`, `response`, `outcome`, `losses`, `lessons` …", {}
    )


class ClausesForm(Form):
    """The clauses of the official plan, as it numbers them."""

    known: ListOf[str] = member(
        "预案的全部条款；写了才核对",
        "All of them, such as `Section 4.2`; without them `check` cannot tell whether a clause exists.",
        (),
    )
    limits: dict[str, SpanText] = member(
        "哪一条规定了几分钟", "Clause -> the span of time that it sets, such as `5m`.", {}
    )
    cautions: ListOf[str] = member(
        "哪几条本身写了提醒或禁止",
        "Clauses that themselves warn or forbid: under these, `warn` and `never` need no `basis`.",
        (),
    )


class IncidentClassForm(TextForm):
    """A class of incidents as the law has it."""

    by_case: bool = member(
        "true：只有方案写明这种情况属于这一类时，文书才写",
        "`true`: documents name it only where the plan says of the case that was answered that it is one.",
        False,
    )


class CentreForm(Form):
    """What the hall itself decides."""

    languages: ListOf[str] = member(
        "预案用哪几种语言，一种就够",
        "The languages of the texts, one or several of `zh` and `en`; a plan in any one language is its code alone "
        "(`de`), with bare texts.",
        ("zh", "en"),
    )
    clauses: ClausesForm = member("预案的条款", "The clauses of the official plan.", ClausesForm())
    urgencies: dict[str, TextForm] = member(
        "预案里说缓急的词，各种语言怎么写", "The words of the plan for how soon, and how each language says them.", {}
    )
    classes: dict[Id, IncidentClassForm] = member(
        "法律规定的突发事件类别", "The classes of incidents that the law has. Without any, no playbook names one.", {}
    )
    menu: ListOf[Id] = member(
        "菜单里各方案的先后", "Playbooks in the order of the menu; others follow, the general procedure last.", ()
    )
    layout: Layout = member(
        "文书版式：gb-t-9704 党政机关公文格式，a4 或 letter 普通信函",
        "How Word documents look: `gb-t-9704`, official documents in China; a plain letter on `a4` paper or on US "
        "`letter` paper.",
        "a4",
    )

    intervals: dict[Id, Period] = member(
        "每一项平时准备多久检查一次",
        "Item -> how long a check of it is valid. The items are those under `preparedness` of all playbooks, by their "
        "`id`. Empty: not set.",
        {},
    )
    numbers: Period = member(
        "电话号码多久核对一次",
        "How long a check of somebody's phone numbers (`checked` in the roster) is valid. Empty: not set.",
        None,
    )
    reporting: ReportingForm = member("信息报告时限", "How soon each bulletin is due.", ReportingForm())
    personal_data: Period = member(
        "结案之后多久销毁个人信息",
        "How long after an incident is closed its personal data is due for destruction. Empty: not set.",
        None,
    )
    documents: dict[Titled, DocumentForm] = member(
        "各种文书的标题和各部分标题",
        "Titles and headings of documents: `initial`, `follow-up` and `final` (the bulletins), `summary`, `drill`, and "
        "`brief-end`, the one page after a false alarm, a mistake or a matter below the plan.",
        {},
    )
