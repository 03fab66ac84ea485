"""Every shape of an answer by its name: what docs/json.md is made from, and what the tests hold each answer to."""

import inspect
from collections.abc import Iterator, Mapping
from types import NoneType, UnionType
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

from emergency_cli import shapes as own
from emergency_cli.shapes import Answer, Part, board, hub, incident, plan, record, year

T = TypeVar("T")
_MODULES = (incident, board, plan, record, hub, year, own)
_NAMES = {str: "text", int: "number", bool: "true or false", NoneType: "null", Any: "anything"}


def shapes() -> Mapping[str, type[Answer]]:
    """What can come out of `--json`, by the value of `answer`, in the order of the page."""
    return {str(each.__struct_config__.tag): each for each in _declared(Answer)}


def parts() -> Mapping[str, type[Part]]:
    """The parts of answers by their names."""
    return {each.__name__: each for each in _declared(Part)}


def members(shape: type[Answer | Part]) -> Iterator[tuple[str, str, str]]:
    """Each member with its type as JSON knows it, and what it is."""
    hints = get_type_hints(shape, include_extras=True)
    for name in shape.__struct_fields__:
        yield name, _type(hints[name].__origin__), hints[name].__metadata__[0]


def _declared(base: type[T]) -> Iterator[type[T]]:
    for module in _MODULES:
        for each in vars(module).values():
            mine = inspect.isclass(each) and each.__module__ == module.__name__
            if mine and issubclass(each, base) and each is not base:
                yield each


def _type(meant: Any) -> str:
    origin, inside = get_origin(meant), get_args(meant)
    if origin in (Union, UnionType):
        return " or ".join(_type(each) for each in inside)
    if origin is list:
        return f"list of {_type(inside[0])}"
    if origin is dict:
        return f"object of {_type(inside[1])} by name"
    return _NAMES.get(meant) or f"[{meant.__name__}](#{meant.__name__.lower()})"
