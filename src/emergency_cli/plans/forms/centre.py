"""The form of `centre.yaml`."""

from emergency_cli.plans.forms.base import Form, Id, Period, member


class ReportingForm(Form):
    """How long after what a bulletin is due. Local rules differ and none is verified; empty: “not verified”."""

    initial: Period = member("发现之后多久初报", "The first report, after noticing.", None)
    follow_up: Period = member("上一次报告之后多久续报", "A follow-up, after the last report.", None)
    final: Period = member("处置结束之后多久终报", "The final report, after the end of the response.", None)


class CentreForm(Form):
    """What the hall itself decides."""

    intervals: dict[Id, Period] = member(
        "每一项平时准备多久检查一次",
        "Item -> how long a check of it is valid. The items are those under `preparedness` of all playbooks, by their "
        "`id`. Empty: not set.",
        {},
    )
    reporting: ReportingForm = member("信息报告时限", "How soon each bulletin is due.", ReportingForm())
    personal_data: Period = member(
        "结案之后多久销毁个人信息",
        "How long after an incident is closed its personal data is due for destruction. Empty: not set.",
        None,
    )
