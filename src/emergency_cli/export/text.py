"""The report as a short text for phone or chat: a line for each thing known, and one for all that is not yet."""

from collections.abc import Iterator

from emergency_cli.core.report.bulletin import UNVERIFIED
from emergency_cli.core.report.document import Course, Field, Fields, Prose, Report
from emergency_cli.export import say, told
from emergency_cli.language import Words


def export(report: Report, words: Words) -> bytes:
    """The whole text as UTF-8. Tables and annexes are left to the document that follows."""
    return ("\n".join(_lines(report, words)) + "\n").encode("utf-8", "backslashreplace")


def _lines(report: Report, words: Words) -> Iterator[str]:
    yield words(report.title)
    unknown: list[Field] = []
    for key, part in ((section.key, part) for section in report.body for part in section.parts):
        if isinstance(part, Fields):
            unknown += [field for field in part.fields if field.value == UNVERIFIED and key != "reporting"]
            for field in part.fields:
                if field.value not in (None, "", UNVERIFIED):
                    yield words.say("{fact}: {answer}", fact=field.title, answer=say(field.value, words))
        elif isinstance(part, Prose):
            yield from ("".join(says for says, _ in told(each, report, words)) for each in part.paragraphs)
        elif isinstance(part, Course):
            yield from _course(part, words)
    if unknown:
        yield words.say("Still to be verified: {facts}", facts=[field.title for field in unknown])
    yield words.say("As of {day} {clock}", day=words.day(report.built), clock=words.clock(report.built))
    for code, entry in report.codes:
        yield words.say("Check code {code} of {incident}, {entry}", code=code, incident=report.incident, entry=entry)


def _course(course: Course, words: Words) -> Iterator[str]:
    if course.points:
        yield words.say("{title}:", title=course.title)
    for point in course.points:
        at = words.moment(point.at) if point.day else words.clock(point.at)
        yield f"{at} {words(point.says)}"
