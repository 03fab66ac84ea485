"""What something in a playbook rests on: a clause of the plan, a law, a practice, our own reading."""

from emergency_cli.plans.forms.base import Form, TextForm, member

CLAUSE = (
    "预案条款，如 四（四）1",
    "The clause of the official plan as it is numbered there, such as 四（四）1 or Section 4.2.",
)
OUR = (
    "我们的理解：预案没写或有两种读法时",
    "Our own reading, where the plan is silent or can be read in two ways.",
)
READINGS = (
    "对应理解清单的哪几条",
    "The numbers of that reading in [readings.md](readings.md), the page for the owner of the plan.",
)
COVERS = (
    "对应条款清单的哪几项",
    "Items of the plan that this covers, for [the coverage table](plan-coverage.md).",
)
BASIS = (
    "预案没写的依据：法律，或通行做法",
    "What it is based on where the plan is silent: `{law: …}` or `{practice: …}`. A clause or a basis is needed.",
)


class BasisForm(Form):
    """What a step rests on that the plan does not say."""

    law: TextForm | None = member("哪部法律、第几条", "Which law and article.", None)
    practice: TextForm | None = member("通行做法是什么", "Which practice.", None)
