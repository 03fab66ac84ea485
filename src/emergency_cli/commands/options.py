"""What verbs have in common: their options and arguments, each declared once, and what their help pages end with.

A verb is a function whose first parameter is the session; the others are its options and arguments. The type of the
session says which shared options the verb takes beside its own: they reach it as `session.request`.
"""

from collections.abc import Callable
from typing import Annotated, Any, TypeVar

import msgspec
from typer import Argument, Option

from emergency_cli.commands import complete
from emergency_cli.core.text import Message
from emergency_cli.errors import Exit
from emergency_cli.session import Session

F = TypeVar("F", bound=Callable[..., None])

# --- options that become session.request -----------------------------------------------------------------------------

SHARED: dict[str, Any] = {
    "incident": Annotated[
        str | None,
        Option("-i", "--incident", metavar="ID", help="Part of the incident's id.", autocompletion=complete.incidents),
    ],
    "at": Annotated[str | None, Option("--at", metavar="TIME", help="When it happened, like 14:54.")],
    "by": Annotated[str | None, Option("--by", metavar="NAME", help="Who is recording.")],
    "paper": Annotated[bool, Option("--paper", help="Copied from paper: --at is the time written there.")],
}

# --- the session, with the shared options of a verb ------------------------------------------------------------------


class Takes(msgspec.Struct, frozen=True):
    """The shared options of a verb, and whether what is typed is recorded: where it cannot be, it goes on paper.

    A name is that of the parameter with which it is.
    """

    options: tuple[str, ...]
    records: bool | str = True


Recording = Annotated[Session, Takes(("incident", "at", "by"))]  # records something in an incident
Copyable = Annotated[Session, Takes(("incident", "at", "by", "paper"))]  # the same, and it may be copied from paper
Looking = Annotated[Session, Takes(("incident",), records=False)]  # looks at an incident
Giving = Annotated[Session, Takes(("incident", "at", "by"), records="issued_to")]  # writes a document, or gives one out
Acting = Annotated[Session, Takes(("at", "by"))]  # records something; which incident is said otherwise, or none is
Beginning = Annotated[Session, Takes(("by",), records=False)]  # happens now; what it records is typed afterwards
Naming = Annotated[Session, Takes(("incident", "by"), records=False)]  # the same, in an incident that is named
FromPaper = Annotated[Session, Takes(("incident", "by"), records=False)]  # the same; the times come from paper

# --- options of many verbs -------------------------------------------------------------------------------------------

Json = Annotated[bool, Option("--json", help="Print JSON.")]
Reason = Annotated[str | None, Option("--reason", metavar="TEXT", help="The reason.")]
Noticed = Annotated[
    str | None, Option("--noticed", metavar="TIME", help="When it was noticed, like 14:54 or '11-22 14:54'.")
]
Zone = Annotated[str | None, Option("--zone", metavar="ZONE", help="The service zone.", autocompletion=complete.zones)]
Place = Annotated[str | None, Option("--place", metavar="TEXT", help="Where exactly.")]
Drill = Annotated[bool, Option("--drill", help="A drill, marked as such everywhere.")]
New = Annotated[bool, Option("--new", help="A new incident even if one of this type is open.")]
Remark = Annotated[str | None, Option("--text", metavar="TEXT", help="A remark.")]
Facts = Annotated[
    list[str] | None,
    Option(
        "--fact",
        "-f",
        metavar="FACT=VALUE",
        help="An answer that belongs to it; may be repeated.",
        autocompletion=complete.facts,
    ),
]
Contacts = Annotated[
    list[str] | None,
    Option(
        "--contact",
        "-c",
        metavar="PARTY=OUTCOME",
        help="Who was told: reached, called or no-answer; may be repeated.",
        autocompletion=complete.calls,
    ),
]

# --- options of documents --------------------------------------------------------------------------------------------

# What a document of a record may be written as, a page that is none, and a card; the first is the usual one.
DOCUMENTS = ("docx", "html", "md", "json")
PAGES = ("docx", "html", "md")
CARDS = ("html", "docx")


def _format(*names: str) -> Any:
    """The option that chooses a format; it is read by `export.writing.format_named`."""
    return Option(
        "--format",
        metavar="|".join(names),
        help="The format; by default, what the file name ends in.",
        autocompletion=complete.words(*names),
    )


Format = Annotated[str | None, _format(*DOCUMENTS)]
PageFormat = Annotated[str | None, _format(*PAGES)]
CardFormat = Annotated[str | None, _format(*CARDS)]
To = Annotated[str | None, Option("--to", metavar="FILE", help="The file to write; - is standard output.")]
Force = Annotated[bool, Option("--force", help="Replace an existing file.")]
Mask = Annotated[bool, Option("--mask", help="Without personal values, as what is issued is.")]
WithPersonal = Annotated[
    bool, Option("--with-personal", help="Leave personal values in what is issued; the recipient needs them.")
]
Template = Annotated[
    str | None, Option("--template", metavar="FILE", help="Your office's Word template, for its styles.")
]
IssuedTo = Annotated[
    list[str] | None,
    Option(
        "--issued-to",
        metavar="NAME",
        help="Record it as given out to NAME, without personal values; may be repeated.",
        autocompletion=complete.parties,
    ),
]
ApprovedBy = Annotated[
    str | None,
    Option(
        "--approved-by",
        metavar="NAME",
        help="Who approved it; it is no longer a draft.",
        autocompletion=complete.parties,
    ),
]

# --- arguments -------------------------------------------------------------------------------------------------------

_TYPE = Argument(metavar="TYPE", help="Incident type, by any of its names: fire, smoke.", autocompletion=complete.types)
Type = Annotated[str, _TYPE]
AnyType = Annotated[str | None, _TYPE]
Id = Annotated[str | None, Argument(metavar="ID", help="Part of the incident's id.", autocompletion=complete.incidents)]
Step = Annotated[
    str | None,
    Argument(
        metavar="STEP",
        help="fire/call-119, or the part after the slash; without it the next step.",
        autocompletion=complete.steps,
    ),
]


# --- help pages ------------------------------------------------------------------------------------------------------


class Page(msgspec.Struct, frozen=True):
    """What a verb's help ends with: a line that works, and the exit codes besides 0 and 2."""

    example: str | Message
    exits: tuple[Exit, ...] = ()
    more: str = ""


_PAGES: dict[str, Page] = {}


def verb(example: str | Message, *exits: Exit, help: str = "") -> Callable[[F], F]:  # noqa: A002 - as Typer names it
    """Say what a verb's help shows beside its options; `help` is what the line of the overview leaves out."""

    def keep(function: F) -> F:
        _PAGES[f"{function.__module__}:{function.__name__}"] = Page(example, exits, help)
        return function

    return keep


def page_of(function: Callable[..., None]) -> Page:
    """What was said by `verb`."""
    return _PAGES[f"{function.__module__}:{function.__name__}"]
