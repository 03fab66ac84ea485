"""A question with what may be answered."""

from emergency_cli.core.plan.facts import FactSpec
from emergency_cli.language import Words


def question(spec: FactSpec, words: Words, *, after: int = 0) -> str:
    """A question with what may be answered. Its answers are numbered on `after` the digits that steps have."""
    match spec.kind:
        case "yes-no" if after:
            return words.say("{label} – y yes, n no, or: unknown", label=spec.label)
        case "yes-no":
            return words.say("{label} – 1 yes, 2 no, or: unknown", label=spec.label)
        case "choice" | "choices":
            options = [f"{number} {words(text)}" for number, text in enumerate(spec.choices.values(), after + 1)]
            several = words.say(" (several: 1 3)") if spec.kind == "choices" else ""
            asked = words(spec.label) + several
            answers = "  ".join([*options, words.say("or: unknown")])
            return words.say("{fact}: {answer}", fact=asked, answer=answers)
        case "time":
            return words.say("{label} – like 14:54, . = now, or: unknown", label=spec.label)
        case _:
            return words.say("{label} – or: unknown", label=spec.label)
