"""JSON Schemas of playbook files and of the roster, for editors: made from the forms, so that neither can lag behind.

Plan files are read as text and typed by the form, but an editor types YAML by itself: it sees `0537` and `yes` as a
number and a truth value. So every free text may be any scalar here. Members that the forms do not know are errors, as
in `emergency check`.
"""

from typing import Any

from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue
from pydantic_core import core_schema

from emergency_cli.core.plan.conditions import ANY_OF
from emergency_cli.plans.forms.base import Form, TextForm
from emergency_cli.plans.forms.facts import SaysForm
from emergency_cli.plans.forms.playbook import AliasForm, PlaybookForm
from emergency_cli.plans.forms.roster import RosterForm
from emergency_cli.plans.forms.scenario import ScenarioForm

_DIALECT = "http://json-schema.org/draft-07/schema#"
_SCALAR: JsonSchemaValue = {"type": ["string", "number", "boolean"]}
_TRUTH: JsonSchemaValue = {"enum": [True, False, "yes", "no"]}
_WANTED: JsonSchemaValue = {"anyOf": [_SCALAR, {"type": "array", "items": _SCALAR}]}
_WHEN: JsonSchemaValue = {
    "type": "object",
    "properties": {ANY_OF: {"type": "array", "items": {"type": "object", "additionalProperties": _WANTED}}},
    "additionalProperties": _WANTED,
}


def playbook_schema() -> dict[str, Any]:
    """The schema of a file in `playbooks/`."""
    schema = _schema(PlaybookForm, "Playbook of the emergency plan / 处置方案")
    for holder in ("StepForm", "SuggestionForm"):
        found = schema["$defs"][holder]["properties"]
        found["when"] = {"description": found["when"]["description"], "$ref": "#/$defs/When"}
    return schema | {"$defs": schema["$defs"] | {"When": _WHEN}}


def drill_schema() -> dict[str, Any]:
    """The schema of a file in `drills/`."""
    return _schema(ScenarioForm, "Scenario of a drill / 演练情景")


def roster_schema() -> dict[str, Any]:
    """The schema of `roster.yaml`."""
    return _schema(RosterForm, "Roster of the emergency plan / 通讯录")


def _schema(form: type[Form], title: str) -> dict[str, Any]:
    schema = form.model_json_schema(by_alias=True, schema_generator=_ForEditors)
    for definition in (schema, *schema["$defs"].values()):
        whole = next((each for each in definition.get("anyOf", []) if "properties" in each), definition)
        for value in whole.get("properties", {}).values():
            value.pop("title", None)
    return {"$schema": _DIALECT, **schema, "title": title}


class _ForEditors(GenerateJsonSchema):
    """What an officer may write, which is what the forms read after all scalars became text."""

    def str_schema(self, schema: core_schema.StringSchema) -> JsonSchemaValue:
        found = super().str_schema(schema)
        return found if "pattern" in found else {**found, **_SCALAR}

    def bool_schema(self, schema: core_schema.BoolSchema) -> JsonSchemaValue:  # noqa: ARG002 - all are alike
        return dict(_TRUTH)

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

    def model_schema(self, schema: core_schema.ModelSchema) -> JsonSchemaValue:
        found = super().model_schema(schema)
        cls = schema["cls"]
        if issubclass(cls, TextForm):  # one language will do, and of one language the bare words
            found.pop("required")
        return {"anyOf": [_SCALAR, found]} if issubclass(cls, AliasForm | TextForm | SaysForm) else found
