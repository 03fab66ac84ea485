"""JSON Schemas of playbook files and of the roster, for editors: taken from the models, so that neither can lag behind.

Plan files are read as text and typed by the model, but an editor types YAML by itself: it sees `0537` and `yes` as a
number and a truth value. So every free text may be any scalar here. Members that the models do not know are errors, as
in `emergency check`.
"""

from typing import Any

from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue
from pydantic_core import core_schema

from emergency_cli.core.plan.facts import ANY_OF, OPERATORS
from emergency_cli.core.plan.members import MEMBERS
from emergency_cli.core.plan.playbook import Alias, Playbook
from emergency_cli.core.plan.roster import Roster

_DIALECT = "http://json-schema.org/draft-07/schema#"
_SCALAR: JsonSchemaValue = {"type": ["string", "number", "boolean"]}
_TRUTH: JsonSchemaValue = {"enum": [True, False, "yes", "no"]}
_DURATION: JsonSchemaValue = {
    "type": "string",
    "pattern": r"^(?=\d)(\d{1,3}d)?(\d{1,4}h)?(\d{1,5}m)?(\d{1,6}s)?$",
    "examples": ["5m", "1h30m", "2d"],
}


def playbook_schema() -> dict[str, Any]:
    """The schema of a file in `playbooks/`."""
    schema = _schema(Playbook, "Playbook of the emergency plan / 处置方案")
    for holder in ("Step", "Suggestion"):
        schema["$defs"][holder]["properties"]["when"] |= {"$ref": "#/$defs/When"}
    return schema | {"$defs": schema["$defs"] | _CONDITIONS}


def roster_schema() -> dict[str, Any]:
    """The schema of `roster.yaml`."""
    return _schema(Roster, "Roster of the emergency plan / 通讯录")


def _schema(model: type[Playbook] | type[Roster], title: str) -> dict[str, Any]:
    schema = model.model_json_schema(by_alias=True, schema_generator=_ForEditors)
    schema["$defs"].pop("Personal", None)
    for name, definition in {model.__name__: schema, **schema["$defs"]}.items():
        whole = next((each for each in definition.get("anyOf", []) if "properties" in each), definition)
        for member, value in whole.get("properties", {}).items():
            value.pop("title", None)
            _describe(value, name, member)
    return {"$schema": _DIALECT, **schema, "title": title}


def _describe(value: JsonSchemaValue, model: str, member: str) -> None:
    words = MEMBERS.get(f"{model}.{member}") or MEMBERS.get(member)
    if words:
        value["description"] = f"{words.zh}\n\n{words.en}"


_ONE_OR_MORE: JsonSchemaValue = {"anyOf": [_SCALAR, {"type": "array", "items": _SCALAR}]}
_COMPARED: JsonSchemaValue = {
    "type": "object",
    "properties": dict.fromkeys(OPERATORS, _ONE_OR_MORE),
    "additionalProperties": False,
}
_TESTS: JsonSchemaValue = {"anyOf": [*_ONE_OR_MORE["anyOf"], _COMPARED]}
_CONDITIONS: dict[str, JsonSchemaValue] = {
    "When": {
        "type": "object",
        "properties": {ANY_OF: {"type": "array", "items": {"type": "object", "additionalProperties": _TESTS}}},
        "additionalProperties": _TESTS,
    }
}


class _ForEditors(GenerateJsonSchema):
    """What an officer may write, which is what the models read after all scalars became text."""

    def str_schema(self, schema: core_schema.StringSchema) -> JsonSchemaValue:
        found = super().str_schema(schema)
        return found if "pattern" in found else {**found, **_SCALAR}

    def bool_schema(self, schema: core_schema.BoolSchema) -> JsonSchemaValue:  # noqa: ARG002 - all are alike
        return dict(_TRUTH)

    def timedelta_schema(self, schema: core_schema.TimedeltaSchema) -> JsonSchemaValue:  # noqa: ARG002 - all are alike
        return dict(_DURATION)

    def nullable_schema(self, schema: core_schema.NullableSchema) -> JsonSchemaValue:
        """A member that is not there is left out, never written as `null`."""
        return self.generate_inner(schema["schema"])

    def default_schema(self, schema: core_schema.WithDefaultSchema) -> JsonSchemaValue:
        """An editor that fills in what is the default anyway only makes files longer."""
        found = super().default_schema(schema)
        found.pop("default", None)
        return found

    def dict_schema(self, schema: core_schema.DictSchema) -> JsonSchemaValue:
        found = super().dict_schema(schema)
        return found if "additionalProperties" in found else {**found, "additionalProperties": False}

    def union_schema(self, schema: core_schema.UnionSchema) -> JsonSchemaValue:
        """Phones stand in plan files as they are; sealed ones only in records."""
        found = super().union_schema(schema)
        choices = [each for each in found.get("anyOf", []) if "Personal" not in str(each.get("$ref"))]
        return choices[0] if len(choices) == 1 else {**found, "anyOf": choices}

    def model_schema(self, schema: core_schema.ModelSchema) -> JsonSchemaValue:
        found = {**super().model_schema(schema), "additionalProperties": False}
        return {"anyOf": [_SCALAR, found]} if schema["cls"] is Alias else found

    def dataclass_schema(self, schema: core_schema.DataclassSchema) -> JsonSchemaValue:
        return {**super().dataclass_schema(schema), "additionalProperties": False}
