"""The form of `centre.yaml`."""

from emergency_cli.core.plan.centre import Titled
from emergency_cli.core.plan.facts import Part
from emergency_cli.plans.forms.base import Form, Id, Period, TextForm, member


class ReportingForm(Form):
    """How long after what a bulletin is due. Local rules differ and none is verified; empty: “not verified”."""

    initial: Period = member("发现之后多久初报", "The first report, after noticing.", None)
    follow_up: Period = member("上一次报告之后多久续报", "A follow-up, after the last report.", None)
    final: Period = member("处置结束之后多久终报", "The final report, after the end of the response.", None)


class DocumentForm(Form):
    """How a document of this office is called, and what stands above its parts."""

    title: TextForm | None = member(
        "标题：{what} 是发生了什么，{number} 是第几次续报",
        "Its title: `{what}` is what happened, `{number}` that of a follow-up.",
        None,
    )
    headings: dict[Part, TextForm] = member(
        "各部分的标题", "The headings of its parts: `occurrence`, `response`, `outcome`, `losses`, `lessons` …", {}
    )


class CentreForm(Form):
    """What the hall itself decides."""

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
