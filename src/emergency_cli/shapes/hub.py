"""The hub as data: how it was made, what was sent, what it holds."""

from __future__ import annotations

from typing import Annotated

from emergency_cli.shapes import Answer, Part


class HubMade(Answer):
    """`hub init`: the tables of a hub are there and up to date."""

    database: Annotated[str, "in which database"]
    tables: Annotated[int, "the version of the tables"]


class HubHall(Answer):
    """`hub add-hall`: a hall may send now."""

    hall: Annotated[str, "its name"]
    address: Annotated[str, "what its desks set EMERGENCY_HUB to; the password in it is shown this once"]


class RefusedData(Part):
    """A line that the hub did not take."""

    incident: Annotated[str, "of which incident"]
    entry: Annotated[str, "which entry, as desk/n"]
    why: Annotated[str, "in the language of this run"]


class HubSent(Answer):
    """`hub send`: what became of it; exit code 5 where a line was refused."""

    lines: Annotated[int, "how many were new to the hub"]
    incidents: Annotated[list[str], "of which incidents"]
    refused: Annotated[list[RefusedData], "what it did not take"]


class HubStatus(Answer):
    """`hub status`: how this hall stands with its hub."""

    place: Annotated[str, "where the hub is, without name and password"]
    hall: Annotated[str | None, "as which hall this machine sends; null for who reads all of them"]
    halls: Annotated[list[str], "the halls that may be seen from here"]
    lines: Annotated[int, "how many lines of this hall the hub has"]
    last: Annotated[str | None, "when the last of them arrived, by the clock of the hub"]
    unsent: Annotated[dict[str, int], "lines here that the hub does not have, by incident"]
    missing: Annotated[dict[str, int], "lines of this hall at the hub that are not here, by incident"]
