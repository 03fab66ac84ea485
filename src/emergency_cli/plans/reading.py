"""From a YAML file to its form: everything that is wrong with it at once, in words an officer knows."""

from collections.abc import Mapping, Sequence
from difflib import get_close_matches
from typing import Any, NamedTuple, TypeVar, get_args

from pydantic import ValidationError

from emergency_cli.core.plan.centre import Centre
from emergency_cli.core.plan.playbook import Playbook
from emergency_cli.core.plan.roster import Roster
from emergency_cli.core.plan.scenario import Scenario
from emergency_cli.core.plan.values import V
from emergency_cli.core.text import Message, msg
from emergency_cli.plans.files import Path_, Source, read_yaml
from emergency_cli.plans.forms.base import Form, members, value_of
from emergency_cli.plans.forms.centre import CentreForm
from emergency_cli.plans.forms.playbook import PlaybookForm
from emergency_cli.plans.forms.roster import RosterForm
from emergency_cli.plans.forms.scenario import ScenarioForm

F = TypeVar("F", bound=Form)
FORMS: Mapping[type, type[Form]] = {
    Playbook: PlaybookForm,
    Roster: RosterForm,
    Centre: CentreForm,
    Scenario: ScenarioForm,
}
NO_ID = msg("{place}: “{value}” is not an id").msgid
# More rounds of leaving out than this, and the file is no list of entries at all.
_ROUNDS = 50


def read_plan_file(raw: bytes, file: str, kind: type[V]) -> tuple[Source, V | None, bool]:
    """Lines and faults of a plan file, its value if it can be understood, and whether it is whole."""
    source = read_yaml(raw, file)
    read = read_form(source, FORMS[kind])
    found = read.form or read.draft
    return source, value_of(found, kind) if found else None, read.form is not None


def what_is_left(raw: bytes, file: str, kind: type[V]) -> tuple[V | None, set[Path_]]:
    """The value of a faulty file without what is faulty, and where something was left out; `None` if nothing is left.

    Left out is the smallest part without which the rest is in order: a number, a member, an entry.
    """
    data, form = read_yaml(raw, file).data, FORMS[kind]
    places: set[Path_] = set()
    for _ in range(_ROUNDS):
        try:
            return value_of(form.model_validate(data), kind), places
        except ValidationError as error:
            faulty = {_to_leave_out(data, each) for each in error.errors(include_url=False)}
        if any(len(place) < 2 for place in faulty):
            return None, places
        places |= faulty
        data = _without(data, faulty, ())
    return None, places


def _to_leave_out(data: Any, error: Mapping[str, Any]) -> Path_:
    """The place in a file that a fault is about, as deep as there is one; where something is missing, what lacks it."""
    place: Path_ = ()
    for part in error["loc"]:
        try:
            data = data[part]
        except (KeyError, IndexError, TypeError):
            break
        place = (*place, part)
    return place


class Read(NamedTuple):
    """What a file came to: its form where nothing is wrong with it, and a draft where it can be understood at all."""

    form: Form | None
    draft: Form | None


def as_form(source: Source, form: type[F]) -> F | None:
    """The form that a file fills in, `None` if anything is wrong with it; the faults are added to the source."""
    read = read_form(source, form)
    return read.form if isinstance(read.form, form) else None


def read_form(source: Source, form: type[Form]) -> Read:
    """The form that a file fills in, and its draft, without what cannot be understood. Faults go to the source."""
    if source.data is None and source.faults:
        return Read(None, None)
    if not isinstance(source.data, dict):
        wide = "：" in str(source.data)
        hint = msg("there is a full-width colon here; use the half-width :") if wide else None
        source.fault((), msg("the file is not a list of “name: value” lines"), hint)
        return Read(None, None)
    try:
        built = form.model_validate(source.data)
    except ValidationError as error:
        found = error.errors(include_url=False)
        _note(source, form, found)
        return Read(None, _draft(source.data, form, found))
    faulty = any(not fault.warning for fault in source.faults)
    return Read(None if faulty else built, built)


def _draft(data: Any, form: type[Form], found: Sequence[Any]) -> Form | None:
    """The form without unknown members and odd conditions; `None` where other things are wrong as well."""
    if not all(each["type"] == "extra_forbidden" or "condition" in str(each["msg"]) for each in found):
        return None
    try:
        return form.model_validate(_without(data, {each["loc"] for each in found}, ()))
    except ValidationError:
        return None


def _without(data: Any, unknown: set[Path_], path: Path_) -> Any:
    match data:
        case dict():
            known = {key: value for key, value in data.items() if (*path, key) not in unknown}
            return {key: _without(value, unknown, (*path, key)) for key, value in known.items()}
        case list():
            kept = [(number, value) for number, value in enumerate(data) if (*path, number) not in unknown]
            return [_without(value, unknown, (*path, number)) for number, value in kept]
        case _:
            return data


def _note(source: Source, form: type[Form], found: Sequence[Any]) -> None:
    seen: set[tuple[int | None, str]] = set()
    for each in found:
        path = _known_prefix(source, each["loc"])
        what, hint = _in_words(each, form, path)
        key = (source.line(path), what.msgid + str(dict(what.values)))
        if key not in seen:
            seen.add(key)
            source.fault(path, what, hint)


def _known_prefix(source: Source, loc: Sequence[str | int]) -> Path_:
    path: Path_ = ()
    for part in loc:
        if (*path, part) in source.lines:
            path = (*path, part)
    return path


def _in_words(error: Mapping[str, Any], form: type[Form], path: Path_) -> tuple[Message, Message | None]:
    name = str(error["loc"][-1]) if error["loc"] else ""
    place, value = _place(path), str(error["input"])[:60]
    match error["type"]:
        case "extra_forbidden":
            return _unknown(name, form, error["loc"])
        case "missing":
            return msg("{place} has no “{name}”", place=place, name=name), msg("add it")
        case "literal_error":
            expected = str(error["ctx"]["expected"]).replace(" or ", ", ")
            return (
                msg("{place}: “{value}” is not allowed here", place=place, value=value),
                msg("use one of {expected}", expected=expected),
            )
        case "string_pattern_mismatch":
            return (
                Message(NO_ID, {"place": place, "value": value}),
                msg("use small letters, digits and hyphens"),
            )
        case "value_error" if "span" in str(error["msg"]):
            hint = msg("write it like 5m or 1h30m")
            return msg("{place}: “{value}” is not a time span", place=place, value=value), hint
        case "value_error" if "a day" in str(error["msg"]):
            hint = msg("write it like 2026-12-01")
            return msg("{place}: “{value}” is not a day of the calendar", place=place, value=value), hint
        case "value_error" if "condition" in str(error["msg"]):
            hint = msg("name an answer or a list of answers; alternatives belong under any-of")
            return msg("{place}: “{value}” is not a condition", place=place, value=value), hint
        case "model_type" | "dict_type" | "tuple_type" | "list_type" | "string_type" | "bool_parsing":
            return (
                msg("{place}: “{value}” has the wrong form", place=place, value=value),
                msg("compare with a neighbouring entry, or see docs/playbooks.md"),
            )
        case _:
            return msg("{place}: {problem}", place=place, problem=str(error["msg"])), None


def _unknown(name: str, form: type[Form], path: Path_) -> tuple[Message, Message]:
    known = list(members(_form_at(form, path[:-1])))
    near = get_close_matches(name, known, 1, 0.6)
    hint = msg("did you mean “{name}”?", name=near[0]) if near else msg("known here: {names}", names=known)
    return msg("{place}: “{name}” is not known here", place=_place(path[:-1]), name=name), hint


def _form_at(form: type[Form], path: Path_) -> type[Form]:
    """The form of what is at a place. Ids and numbers on the way lead to no other form."""
    for part in path:
        info = members(form).get(str(part))
        form = next(_forms_in(info.annotation), form) if info else form
    return form


def _forms_in(annotation: Any) -> Any:
    if isinstance(annotation, type) and issubclass(annotation, Form):
        yield annotation
    for inner in get_args(annotation):
        yield from _forms_in(inner)


def _place(path: Path_) -> str:
    return ".".join(str(part + 1) if isinstance(part, int) else part for part in path) or "—"
