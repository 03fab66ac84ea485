"""The record and its documents as data: what holds, what was imported, what was written."""

from __future__ import annotations

from typing import Annotated

from emergency_cli.shapes import Answer, FindingData, Part


class CodeData(Part):
    """A check code that somebody holds."""

    code: Annotated[str, "as it was given"]
    entry: Annotated[str | None, "the entry it belongs to; null where there is none here"]
    whole: Annotated[bool, "whether all that the entry had seen is unchanged"]


class PassageData(Part):
    """A place where a document differs from what the record gives."""

    says: Annotated[str, "what is in the document; may be empty"]
    should: Annotated[str, "what the record gives; may be empty"]


class DocumentData(Part):
    """A file that is said to be a document of the incident."""

    file: Annotated[str, "as it was named"]
    entry: Annotated[str | None, "the entry with which it was given out; null where there is none"]
    state: Annotated[
        str,
        "issued (byte for byte), saved-anew (issued; the same text in another file), not-issued (made from this "
        "record, unchanged), differs (bears a code of this record), unknown (bears none) or unreadable",
    ]
    upto: Annotated[str | None, "the last entry that it was built from, where that was looked up by its code"]
    differences: Annotated[list[PassageData], "where it differs"]


class Verified(Answer):
    """`verify`: whether the record is whole; exit code 5 where it is not, or where another one is gone."""

    incident: Annotated[str, "its id"]
    entries: Annotated[int, "how many there are"]
    whole: Annotated[bool, "whether everything holds, codes and documents included"]
    findings: Annotated[list[FindingData], "what is wrong"]
    values: Annotated[dict[str, int], "personal values, by what became of them"]
    codes: Annotated[list[CodeData], "the codes asked about"]
    documents: Annotated[list[DocumentData], "the documents asked about"]
    gone: Annotated[list[str], "incidents that this machine wrote in and whose folder is no longer there"]
    unreached: Annotated[list[str], "entries that none of the given codes covers"]
    code: Annotated[str | None, "the check code of the last entry"]
    unsent: Annotated[
        list[str] | None, "with --hub, the entries that it does not have; null where it was not asked"
    ] = None


class CheckData(Part):
    """One thing that was checked."""

    check: Annotated[str, "its name"]
    state: Annotated[str, "fine, warning or fault"]
    what: Annotated[str, "what was found, in the language of this run"]
    hint: Annotated[str, "what to do; may be empty"]


class Health(Answer):
    """`doctor`: whether this machine can be relied on; exit code 5 where something prevents that."""

    checks: Annotated[list[CheckData], "in the order in which they were made"]


class ImportedData(Part):
    """What was imported of one incident."""

    incident: Annotated[str, "its id"]
    new: Annotated[bool, "whether it was not here before"]
    entries: Annotated[int, "how many entries are new"]
    desks: Annotated[dict[str, int], "the same by desk"]
    values: Annotated[int, "personal values that are new"]
    evidence: Annotated[int, "evidence files that are new"]
    removed: Annotated[int, "what is recorded as destroyed and is now removed here too"]
    conflicts: Annotated[int, "facts that now have two answers, and the end where desks ended it differently"]
    forks: Annotated[list[str], "files of desks that wrote in two places"]
    gone_back: Annotated[list[str], "files that were replaced here by an older copy"]
    left: Annotated[list[str], "what could not be taken"]


class Imported(Answer):
    """`merge`: what was imported."""

    incidents: Annotated[list[ImportedData], "each incident found in the folder"]


class Removed(Answer):
    """`destroy`, run again: what a recorded destruction had left. The first run answers `recorded`."""

    incident: Annotated[str, "its id"]
    removed: Annotated[int, "how many values and files were removed"]


class CodeOf(Part):
    """A check code and what it vouches for."""

    code: Annotated[str, "five groups of four hex digits"]
    entry: Annotated[str, "desk/n"]


class Bulletin(Answer):
    """`report`: a bulletin."""

    incident: Annotated[str, "its id"]
    kind: Annotated[str, "initial, follow-up or final"]
    number: Annotated[int | None, "of a follow-up"]
    draft: Annotated[bool, "whether it was neither given out nor approved"]
    text: Annotated[str | None, "the short text"]
    chunks: Annotated[list[str], "the same, cut as --split asks"]
    characters: Annotated[int, "its length"]
    bytes: Annotated[int, "the same in UTF-8"]
    due: Annotated[str | None, "when it was due"]
    codes: Annotated[list[CodeOf], "the codes by which it can be checked"]
    file: Annotated[str | None, "where the document was written"]
    sha256: Annotated[str | None, "of that file"]
    entry: Annotated[str | None, "the entry with which it was given out"]
    code: Annotated[str | None, "the check code of that entry"]
