"""The one page of what was no response: a false alarm, a mistake, a matter below the plan or of another incident."""

from collections.abc import Iterator

from msgspec.structs import replace

from emergency_cli.core.events import Ended, Noted
from emergency_cli.core.plan.facts import Part
from emergency_cli.core.report.document import Material, Paragraph, Prose, Section, Sentence
from emergency_cli.core.report.prose import answered, sentence, sentences
from emergency_cli.core.report.sentences import deed
from emergency_cli.core.report.summaries.body import Story, in_turn
from emergency_cli.core.report.summaries.drill import rehearsed
from emergency_cli.core.report.summaries.overview import happened
from emergency_cli.core.text import counted, msg

# As many sentences of the course as one page has room for.
_MOST = 12
_TURNED_OUT: tuple[Part, ...] = ("casualties", "losses", "lessons")


def one_page(material: Material, story: Story) -> Section:
    """What was noticed, what was done, how it turned out; of harm and losses only what somebody said."""
    done = sorted((*story.response, *noted(material)), key=lambda told: told.entries[-1].event.occurred)
    if (left := len(done) - _MOST) > 0:
        more = counted(left, msg("the record holds one more act"), msg("the record holds {count} more acts"))
        done = [*done[:_MOST], sentence([more])]
    known = (sentences(material, answered(material, part)) for part in _TURNED_OUT)
    turned_out = [*in_turn(material, story.end), *_other(material), *(each for told in known for each in told)]
    began = rehearsed(material) if material.incident.drill else happened(material)
    told = ([*began, *sentences(material, answered(material, "occurrence"))], done, turned_out)
    return Section("overview", None, (Prose("overview", tuple(Paragraph(tuple(each)) for each in told if each)),))


def noted(material: Material) -> Iterator[Sentence]:
    """What was noted: why it came to nothing often stands nowhere else."""
    for entry in material.story:
        event = entry.event
        said = isinstance(event, Noted) and not event.key and entry.hash not in material.incident.retracted
        told = deed(material.incident, replace(entry, event=replace(event, key=True))) if said else None
        if told:
            yield told


def _other(material: Material) -> Iterator[Sentence]:
    for end in material.incident.ends:
        if isinstance(end.event, Ended) and end.event.same_as:
            yield sentence([msg("it is told with the incident {incident}", incident=end.event.same_as)], [end])
