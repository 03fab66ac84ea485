"""The body of the summary under the headings of 五（一）2, in prose: occurrence, response, outcome, losses, lessons."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime

from msgspec import Struct

from emergency_cli.core.address import Address, member_of
from emergency_cli.core.events import CallMade, Ended, FactsSet, Reopened, StepDone, as_moment
from emergency_cli.core.events.prose import in_prose
from emergency_cli.core.events.words import step_name
from emergency_cli.core.incident.steps.rows import Row
from emergency_cli.core.personal import clear
from emergency_cli.core.plan.playbook import GENERAL, ORDERS
from emergency_cli.core.report.cells import class_of, clause_of
from emergency_cli.core.report.document import Coded, Material, Paragraph, Sentence
from emergency_cli.core.report.prose import answered, bare_clause, owed, sentence, sentences
from emergency_cli.core.report.sentences import clause, course, in_one_breath
from emergency_cli.core.report.standing import in_time, late, left_out, not_reached, overtaken, still_open
from emergency_cli.core.terms import STAGES, Stage
from emergency_cli.core.text import Capital, Clauses, Message, counted, msg, whole

# What is still to be done is named step by step up to this many.
_NAMED = 5
# A paragraph is not broken off before it has as many sentences.
_AT_LEAST = 12
# A course of more sentences than this is told in the main.
_LONG = 8
# The summaries of more units than this are left to the timeline.
_UNITS = 1


class Story(Struct, frozen=True):
    """The course of an incident, parted: what was done while it lasted, its end, and the review."""

    response: tuple[Sentence, ...]
    end: tuple[Sentence, ...]
    review: tuple[Sentence, ...]


def story_of(material: Material) -> Story:
    """The whole course; of answers that have a section of their own only how they changed."""
    parted: dict[str, list[Sentence]] = {"response": [], "end": [], "review": []}
    gone = {fact for fact in material.incident.answers if overtaken(material.incident, fact)}
    acts, elsewhere = set[str](), frozenset({*answered(material, "occurrence", "casualties"), *gone})
    for each in course(material, elsewhere):
        passing = _in_vain(each) or _superseded(material, each) or _ordered(each)
        if not (passing or _again(material, each, acts, elsewhere)):
            parted[_place(material, each)].append(each)
    return Story(tuple(parted["response"]), tuple(parted["end"]), tuple(parted["review"]))


def _in_vain(told: Sentence) -> bool:
    """Whether it tells only of calls that nobody answered: the annex has them, with who was reached instead."""
    calls = [entry.event for entry in told.entries if isinstance(entry.event, CallMade)]
    return len(calls) == len(told.entries) > 0 and all(
        one.outcome == "no-answer" for call in calls for one in call.contacts
    )


def _ordered(told: Sentence) -> bool:
    """Whether it tells that a leader's order was carried out: what came of each is in an annex of its own."""
    return all(
        isinstance(event := entry.event, StepDone) and Address.parse(event.step).attachment == ORDERS
        for entry in told.entries
    )


def _superseded(material: Material, told: Sentence) -> bool:
    """Whether it tells only answers that were given anew later, and no reason: a count on its way."""
    answers = material.incident.answers
    return all(
        isinstance(event := entry.event, FactsSet)
        and not event.reason
        and all(fact in answers and answers[fact].entry.hash != entry.hash for fact in event.facts)
        for entry in told.entries
    )


def _again(material: Material, told: Sentence, acts: set[str], elsewhere: frozenset[str]) -> bool:
    """Whether it tells nothing but an act that was told for another playbook: the office was told for both."""
    done = [entry.event for entry in told.entries if isinstance(entry.event, StepDone)]
    steps = [step for event in done if (step := material.incident.step(event.step))]
    if len(steps) != 1 or len(told.entries) != 1 or not (act := steps[0].same):
        return False
    known = act in acts
    acts.add(act)
    new = (fact for fact in done[0].facts if fact not in elsewhere)
    return known and not done[0].contacts and not any(clause(material.incident, fact) for fact in new)


def _place(material: Material, told: Sentence) -> str:
    incident = material.incident
    events = [entry.event for entry in told.entries]
    taken_back = [incident.originals.get(event.target.hash) for event in events if isinstance(event, Reopened)]
    if events and all(isinstance(event, Ended | Reopened) for event in events):
        return "end" if all(back and isinstance(back.event, Ended) for back in taken_back) else "response"
    return "review" if _stage(material, told) == "review" else "response"


def _stage(material: Material, told: Sentence) -> Stage | None:
    """The stage of the step that a sentence tells."""
    steps = (material.incident.step(getattr(entry.event, "step", None) or "") for entry in told.entries)
    return next((step.stage for step in steps if step), None)


# --- the five parts --------------------------------------------------------------------------------------------------


def occurrence(material: Material) -> list[Paragraph]:
    """When it was noticed, where it was and how it came about, and what the plan calls it."""
    told = sentences(material, answered(material, "occurrence"))
    return _paragraphs([*_began(material), *told, *_kind(material)])


def _began(material: Material) -> Iterator[Sentence]:
    incident, opening = material.incident, material.incident.opening
    if opening and incident.opened:
        said = msg("the incident was noticed at {time}", time=in_prose(incident, opening.noticed))
        if opening.began:
            times = {"began": in_prose(incident, opening.began), "time": in_prose(incident, opening.noticed)}
            said = msg("the incident began at {began} and was noticed at {time}", **times)
        yield sentence([said], [incident.opened])


def _kind(material: Material) -> Iterator[Sentence]:
    """The clause that it falls under, and its class."""
    incident = material.incident
    if (playbook := incident.playbook) and playbook.id != GENERAL:
        cited, named = clause_of(incident), class_of(incident, material.centre.classes)
        said = msg("it falls under “{type}” of the plan", type=playbook.title)
        if isinstance(cited, Coded):
            said = msg("it falls under “{type}”, clause {clause} of the plan", clause=cited.says, type=playbook.title)
            if str(cited.code)[:1].isalpha() and str(cited.code).isascii():  # Section 4.2 says itself what it is
                said = msg("it falls under “{type}”, {clause} of the plan", clause=cited.says, type=playbook.title)
        if isinstance(named, Coded):
            said = msg("{what} ({reason})", what=said, reason=named.says)
        yield sentence([said])


def response(material: Material, story: Story) -> list[Paragraph]:
    """What was done, in story order, then how much of the plan that was."""
    told = [list(each.sentences) for each in deeds(material, story)] or [[]]
    told[-1] += [*in_numbers(material), *_exceptions(material)]
    return _paragraphs(*told)


def deeds(material: Material, story: Story) -> list[Paragraph]:
    """What was done, in story order, and what else is known of it."""
    known = [fact for fact in answered(material, "response") if not _is_told(material, fact, story.response)]
    course_ = [in_one_breath(each) for each in _by_stage(material, _in_the_main(material, story.response))]
    course_[-1] += sentences(material, known)
    return _paragraphs(*course_)


def _in_the_main(material: Material, told: Sequence[Sentence]) -> Sequence[Sentence]:
    """All of a short course; of a long one what is more than a step done as planned, which the timeline tells."""
    if len(told) <= _LONG:
        return told
    elsewhere = frozenset(answered(material, "occurrence", "casualties"))
    return [each for each in told if not _as_planned(material, each, elsewhere)]


def _as_planned(material: Material, told: Sentence, elsewhere: frozenset[str]) -> bool:
    """Whether a sentence says of a step only that it was done, nobody having to know more, early on least of all."""
    event = told.entries[0].event
    if len(told.entries) != 1 or not isinstance(event, StepDone) or event.reason or event.approval:
        return False
    step = material.incident.step(event.step)
    row = material.board.by_address.get(event.step)
    named = any(one.name or one.outcome != "reached" for one in event.contacts)
    if step is None or step.milestone or step.opening or named or (step.safety and event.actor) or (row and row.late):
        return False
    return not any(clause(material.incident, fact) for fact in event.facts if fact not in elsewhere)


def _changed(material: Material, fact: str) -> bool:
    """Whether an answer had been another one: the course tells no others of what has a part of its own.

    What is in conflict has not changed.
    """
    given = material.incident.given.get(fact, ())  # nobody gave what only follows from other answers
    return not material.incident.answers[fact].conflict and len({clear(value) for value, _ in given}) > 1


def _is_told(material: Material, fact: str, told: Sequence[Sentence]) -> bool:
    """Whether the course says an answer where it was given: none of those that are in conflict."""
    answer = material.incident.answers[fact]
    if answer.conflict:
        return False
    given = answer.entry.hash if fact in answer.entry.event.answers else None
    return any(entry.hash == given for each in told for entry in each.entries)


def _by_stage(material: Material, told: Sequence[Sentence]) -> list[list[Sentence]]:
    """A paragraph for each stage as it is reached; one of very few sentences goes on."""
    found: list[list[Sentence]] = [[]]
    reached = 0
    for each in told:
        stage = _stage(material, each)
        place = STAGES.place(stage) if stage else 0
        if place > reached and len(found[-1]) >= _AT_LEAST:
            found.append([])
        reached = max(reached, place)
        found[-1].append(each)
    return found


def in_numbers(material: Material) -> list[Sentence]:
    """How many steps of the plan were done, and how many limits were kept: what went by the plan is a number."""
    steps: dict[str, list[Row]] = {}
    for row in material.board.rows:
        untouched = row.step.optional and (row.settled_by or row.status not in ("done", "skipped", "could-not"))
        untouched = untouched or (row.step.opening and row.entry is None)  # nobody did it: the program filled it in
        applies = row.status not in ("not-applicable", "waiting")
        if applies and row.stage != "review" and row.attachment.id != ORDERS and not untouched:
            steps.setdefault(row.base, []).append(row)
    done = len([rows for rows in steps.values() if all(row.status == "done" for row in rows)])
    in_vain = any(row.status in ("skipped", "could-not") for rows in steps.values() for row in rows)
    kept = len(in_time(material))
    limits = kept + len(late(material))
    return (
        [sentence([_done_of(len(steps), done), *([_kept_of(limits, kept)] if kept else [])])] if done or in_vain else []
    )


def _done_of(every: int, done: int) -> Message:
    if done == every:
        several = msg("all {count} steps that applied were done")
        return counted(every, msg("the one step that applied was done"), several)
    if not done:
        several = msg("of {count} steps that applied, none was done")
        return counted(every, msg("the one step that applied was not done"), several)
    return counted(done, msg("of {all} steps that applied, one was done", all=every),
                   msg("of {all} steps that applied, {count} were done", all=every))  # fmt: skip


def _kept_of(every: int, kept: int) -> Message:
    if kept == every:
        return counted(every, msg("the one time limit was kept"), msg("all {count} time limits were kept"))
    return counted(kept, msg("of {all} time limits, one was kept", all=every),
                   msg("of {all} time limits, {count} were kept", all=every))  # fmt: skip


def outcome(material: Material, story: Story) -> list[Paragraph]:
    """How it ended and what came of it, or that it goes on; and, but after a drill, what is still to be done."""
    end = story.end if material.incident.state != "responding" else (*story.end, _goes_on(material))
    to_do = [] if material.incident.drill else _to_do(material)
    return _paragraphs([*in_turn(material, end), *to_do])


def in_turn(material: Material, end: Sequence[Sentence]) -> list[Sentence]:
    """The end of the response, behind what came of it by then and before what was known later.

    The course tells none of the answers, though it may tell what they came with.
    """
    first = min((entry.event.occurred for told in end for entry in told.entries), default=None)
    known = answered(material, "outcome")
    by_then = [fact for fact in known if first and _since(material, fact) < first]
    later = [fact for fact in known if fact not in by_then]
    return [*sentences(material, by_then), *end, *sentences(material, later)]


def _since(material: Material, fact: str) -> datetime:
    """When something became so, or became known."""
    answer, spec = material.incident.answers[fact], material.incident.fact_spec(fact)
    moment = as_moment(answer.value) if spec and spec.kind == "time" else None
    return moment or answer.entry.event.occurred


def _goes_on(material: Material) -> Sentence:
    return sentence([msg("as of {time} the response goes on", time=in_prose(material.incident, material.now))])


def _to_do(material: Material) -> Iterator[Sentence]:
    """What is still to be done, once: by name while that is not too much to read."""
    rows = still_open(material) if material.incident.state != "closed" else []
    names = [step_name(material.incident, row.base) for row in rows]
    later = len([row for row in rows if row.stage == "review"])
    if len(names) > _NAMED and 0 < later < len(names):
        said = msg("there are {count} steps of the plan still to be done, {review} of them in the review",
                   count=len(names), review=later)  # fmt: skip
        yield sentence([said])
    elif len(names) > _NAMED:
        yield sentence([msg("there are {count} steps of the plan still to be done", count=len(names))])
    elif names:
        yield sentence([msg("still to be done: {steps}", steps=names)])


def losses(material: Material, story: Story) -> list[Paragraph]:
    """Casualties, then losses; what is owed of the casualties says that it is. What changed is told with the course."""
    facts = answered(material, "casualties", "losses")
    known = [fact for fact in facts if not (_changed(material, fact) and _is_told(material, fact, story.response))]
    return _paragraphs([*sentences(material, known), *owed(material)])


def lessons(material: Material, story: Story) -> list[Paragraph]:
    """What went well and what did not, what was summed up unit by unit, and the measures."""
    facts = [fact for fact in answered(material, "lessons") if not _round(fact)]
    units = [fact for fact in facts if member_of(fact)]
    deeds = [each for each in story.review if not any(entry.event.answers for entry in each.entries)]
    summed_up = sentences(material, units)
    if len(units) > _UNITS:
        entries = [material.incident.answers[fact].entry for fact in units]
        summed_up = [sentence([msg("summaries were handed in by {count} units", count=len(units))], entries)]
    common = sentences(material, [fact for fact in facts if fact not in units])
    return _paragraphs([*summed_up, *common, *_measures(material), *in_one_breath(deeds)])


def _round(fact: str) -> int:
    """The round that an answer belongs to: each round of the review decides on one measure."""
    return whole(member_of(fact) or "") or 0


def measures(material: Material) -> dict[int, list[str]]:
    """The facts of each improvement measure, by the number of its round."""
    found: dict[int, list[str]] = {}
    for fact in answered(material, "lessons"):
        if number := _round(fact):
            found.setdefault(number, []).append(fact)
    return dict(sorted(found.items()))


def _measures(material: Material) -> Iterator[Sentence]:
    incident, begun = material.incident, False
    for number, facts in enumerate(measures(material).values(), 1):
        if says := [said for fact in facts if (said := bare_clause(incident, fact))]:
            entries = [incident.answers[fact].entry for fact in facts]
            measure = Capital(Clauses(tuple(says), whole=True))
            form = msg("({number}) {measure}") if begun else msg("improvement measures: ({number}) {measure}")
            yield sentence([Message(form.msgid, {"number": number, "measure": measure})], entries)
            begun = True


def _exceptions(material: Material) -> list[Sentence]:
    """What the record shows did not go by the plan, in numbers; each of them is in the annex."""
    counted = (
        (msg("{count} done late"), len(late(material))),
        (msg("{count} not done during the response"), len(_left_out(material))),
        (msg("{count} not reached"), len(not_reached(material))),
    )
    said = tuple(Message(form.msgid, {"count": count}) for form, count in counted if count)
    return [sentence([msg("the record shows exceptions ({counts}); see the annex", counts=Clauses(said, close=True))])
            ] if said else []  # fmt: skip


def _left_out(material: Material) -> list[Row]:
    """The steps of the response that were left out or tried in vain: they are among those that applied."""
    return [row for row in left_out(material) if row.stage != "review"]


def _paragraphs(*sentences: Iterable[Sentence]) -> list[Paragraph]:
    return [Paragraph(told) for each in sentences if (told := tuple(each))]
