"""The form of a scenario in `drills/`."""

from typing import Annotated

from pydantic import Field

from emergency_cli.core.plan.values import ID_PATTERN
from emergency_cli.plans.forms.base import Form, Id, ListOf, SpanText, TextForm, member

_STEP = ID_PATTERN.removeprefix("^").removesuffix("$")
StepOf = Annotated[str, Field(pattern=f"^({_STEP}/)?{_STEP}$", max_length=81)]


class InjectForm(Form):
    """Something that exercise control says in the middle of a drill."""

    id: Id = member("代号：小写字母、数字、连字符", "Small letters, digits and hyphens; unique in the file.")
    at: SpanText = member("演练开始后多久说，如 3m", "How long after the beginning, like `3m`.")
    says: TextForm = member("说什么，一两句话", "What is said, in a sentence or two.")
    expects: dict[Id, str] = member(
        "说了以后应当记下的答案，只用来评估，程序从不代填",
        "The answers that are to be on record after it: fact and answer. For the assessment only; nobody but the "
        "officer ever answers.",
        {},
    )
    within: SpanText | None = member("多久之内记下", "Within how long they are to be on record.", None)


class GoalForm(Form):
    """A step that is to be done."""

    step: StepOf = member(
        "哪一步；别的方案的写全，如 general/activate",
        "Which step of the playbook; of another playbook with its id before a slash: `general/activate`.",
    )
    within: SpanText | None = member("多久之内做完", "Within how long.", None)
    from_: Id | None = member(
        "从哪条导调信息起算，不写就从演练开始起算", "From which inject on; without it, from the beginning.", None
    )
    after: StepOf | None = member("应在哪一步之后做", "After which other step it is to be done.", None)


class ScenarioForm(Form):
    """A drill that is prepared."""

    id: Id = member("代号，就是文件名", "The name of the file.")
    title: TextForm = member("演练科目", "What is rehearsed.")
    playbook: Id = member("演练哪套方案", "Which playbook.")
    scene: TextForm = member("开始时说的情景", "What exercise control says at the beginning.")
    injects: ListOf[InjectForm] = member("导调信息，到时候出现", "What exercise control says later.", ())
    goals: ListOf[GoalForm] = member("演练目标", "What is to be reached.", ())
