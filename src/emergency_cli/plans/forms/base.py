"""What all forms share: unknown members are faults, every member is described, one value may be written for a list."""

import re
from datetime import date
from typing import Annotated, Any, TypeVar

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    GetJsonSchemaHandler,
    WithJsonSchema,
    model_validator,
)
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema

from emergency_cli.core.plan.values import ID_LENGTH, ID_PATTERN, V, file_name, format_span, from_plain, parse_span

T = TypeVar("T")


class Form(BaseModel):
    """Base of whatever an officer writes."""

    model_config = ConfigDict(frozen=True, extra="forbid", alias_generator=file_name, defer_build=True)


def member(zh: str, en: str, default: Any = ...) -> Any:
    """A member with its description; without a default it must be there.

    Editors show both languages, docs/playbooks.md the English one.
    """
    return Field(default, description=f"{zh}\n\n{en}")


def value_of(form: Form, kind: type[V]) -> V:
    """The value that a form describes."""
    return from_plain(form.model_dump(mode="json", by_alias=True, exclude_defaults=True), kind)


def members(form: type[Form]) -> dict[str, Any]:
    """What a form knows: the name of a member in the file -> what pydantic knows of it."""
    return {file_name(name): info for name, info in form.model_fields.items()}


Id = Annotated[str, Field(pattern=ID_PATTERN, max_length=ID_LENGTH)]


_CODE = re.compile("[a-z]{2}")


def in_one_language(value: object) -> object:
    """What is written in one language is told in every other as well: `check` knows which ones the plan wants."""
    if isinstance(value, str):
        return {"zh": value, "en": value} if value else value
    if isinstance(value, dict):
        codes = [key for key in value if _CODE.fullmatch(str(key)) and key != "no"]  # of a yes-no fact, not Norwegian
        if len(codes) == 1:
            rest = {key: each for key, each in value.items() if key not in codes}
            return {**rest, "zh": value[codes[0]], "en": value[codes[0]]}
    return value


class TextForm(Form):
    """A text in the languages of the plan: `{zh: …, en: …}`; where the plan has one language, the bare words."""

    zh: str = Field(min_length=1, description="中文\n\nIn Chinese.")
    en: str = Field(min_length=1, description="英文\n\nIn English.")

    @model_validator(mode="before")
    @classmethod
    def _whole(cls, value: object) -> object:
        return in_one_language(value)


class _OneOrMore:
    """One value where a list is wanted is a list of one."""

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        found = handler(schema)
        return {"anyOf": [found["items"], found]}


def _listed(value: object) -> object:
    return [value] if isinstance(value, dict) or (isinstance(value, str) and value) else value


def _listed_or_none(value: object) -> object:
    return () if value == "" else _listed(value)


ListOf = Annotated[tuple[T, ...], BeforeValidator(_listed), _OneOrMore()]
# The same where a name that is written with nothing behind it says that there is none.
ListOrNone = Annotated[tuple[T, ...], BeforeValidator(_listed_or_none), _OneOrMore()]


_SPAN_SCHEMA: JsonSchemaValue = {
    "type": "string",
    "pattern": r"^(?=\d)(\d{1,3}d)?(\d{1,4}h)?(\d{1,5}m)?(\d{1,6}s)?$",
    "examples": ["5m", "1h30m", "2d"],
}


def _span(text: str) -> str:
    """The same span in its one form. Raises ValueError."""
    try:
        return format_span(parse_span(text))
    except ValueError as error:
        raise ValueError("span") from error


def _period(value: object) -> object:
    """Nothing is `None`, and no time at all is not a period. Raises ValueError."""
    if value == "":
        return None
    if isinstance(value, str) and _span(value) == "0s":
        raise ValueError("span")
    return value


def _day(text: str) -> str:
    """A day of the calendar. Raises ValueError."""
    if re.fullmatch(_DAY, text, re.ASCII):
        try:
            return date.fromisoformat(text).isoformat()
        except ValueError:
            pass
    raise ValueError("a day")


_DAY = r"\d{4}-\d{2}-\d{2}"
_DAY_SCHEMA: JsonSchemaValue = {"type": "string", "pattern": f"^{_DAY}$", "examples": ["2026-12-01"]}
Day = Annotated[str, AfterValidator(_day), WithJsonSchema(_DAY_SCHEMA)]
SpanText = Annotated[str, AfterValidator(_span), WithJsonSchema(_SPAN_SCHEMA)]
# A span that may be left empty: not set.
Period = Annotated[SpanText | None, BeforeValidator(_period)]
