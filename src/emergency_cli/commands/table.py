"""Every verb once: its name, where its function is, and the one line that the overview shows without importing it."""

from collections.abc import Iterator

import msgspec

from emergency_cli.core.text import Message, msg


class Verb(msgspec.Struct, frozen=True):
    """A verb, or a part of one (`ready done`). `place` is module and function below `commands`."""

    name: str
    place: str
    line: Message


class Panel(msgspec.Struct, frozen=True):
    """Verbs of one purpose, as help shows them together."""

    title: Message
    verbs: tuple[Verb, ...]


PANELS: tuple[Panel, ...] = (
    Panel(
        msg("To respond"),
        (
            Verb(
                "start",
                "respond.opening.start:start",
                msg("Start an incident: the first card at once, then step by step."),
            ),
            Verb("resume", "respond.opening.resume:resume", msg("Resume an open incident.")),
            Verb("done", "respond.done:done", msg("Tick a step, or the next one.")),
            Verb("skip", "respond.leave:skip", msg("Skip a step, giving a reason.")),
            Verb("could-not", "respond.leave:could_not", msg("Record that a step was tried and could not be done.")),
            Verb("defer", "respond.leave:defer", msg("Defer a step; it comes back before the stage ends.")),
            Verb("set", "respond.set:set_facts", msg("Answer questions, or change answers.")),
            Verb("note", "respond.note:note", msg("Record something in your own words.")),
            Verb("attach", "respond.attach:attach", msg("Add evidence: copy a file in, or record who holds it.")),
            Verb("call", "respond.call:call", msg("Record who was called, and who could not be reached.")),
            Verb("order", "respond.order:order", msg("Record what a leader ordered; it stays open until it is done.")),
            Verb("also", "respond.opening.also:also", msg("Take up another playbook in the same incident.")),
            Verb("handover", "respond.handover:handover", msg("Hand over to another officer, or take over.")),
            Verb("reopen", "respond.reopen:reopen", msg("Take back a tick with its answers, or the end.")),
            Verb("correct", "respond.correct:correct", msg("Correct an entry; the original stays visible.")),
            Verb("end", "respond.end:end", msg("End the response.")),
            Verb("close", "respond.close:close", msg("Close the record.")),
        ),
    ),
    Panel(
        msg("To look"),
        (
            Verb("status", "look.status:status", msg("Show how an incident stands; with --all every step.")),
            Verb("brief", "look.brief:brief", msg("Brief whoever takes over or walks in: one screen, or one page.")),
            Verb("list", "look.list:list_incidents", msg("List the open incidents and those closed last.")),
            Verb(
                "timeline",
                "look.timeline:timeline",
                msg("Show everything on record, in the order in which it happened."),
            ),
            Verb("board", "look.board:board", msg("Watch from a second screen: what is open, late and due.")),
            Verb("stats", "look.stats:stats", msg("Show the numbers of a year: how many, how quick, what was late.")),
            Verb("contacts", "look.contacts:contacts", msg("Show whom to call, in order.")),
            Verb("verify", "look.checking.verify:verify", msg("Check that the record is complete and unaltered.")),
        ),
    ),
    Panel(
        msg("To write"),
        (
            Verb("report", "write.report:report", msg("Write a bulletin: first, follow-up or final report.")),
            Verb("export", "write.export:export", msg("Write the after-action summary.")),
            Verb("paper", "write.paper:paper", msg("Type in a card that was filled in by hand, with its true times.")),
            Verb("card", "write.card:card", msg("Write response cards and the contact sheet, to print.")),
        ),
    ),
    Panel(
        msg("To prepare"),
        (
            Verb("init", "prepare.init:init", msg("Make the hall's own plan; from then on it is the plan in use.")),
            Verb("check", "prepare.check:check", msg("Show every fault in the plan files, with file and line.")),
            Verb("ready", "prepare.ready:ready", msg("Show how ready the hall is: what was checked, what is due.")),
            Verb("ready done", "prepare.ready:check_item", msg("Record that a preparedness item was checked.")),
            Verb("roster", "prepare.roster:list_roster", msg("List the roster: people, units, numbers, zones.")),
            Verb("roster show", "prepare.roster:show", msg("Show one entry, and where else it is named.")),
            Verb(
                "roster set", "prepare.roster:set_entry", msg("Change an entry: numbers, name, post, owner, members.")
            ),
            Verb("roster add", "prepare.roster:add_entry", msg("Add a person, unit, role, service or zone.")),
            Verb("roster duty", "prepare.duty:duty", msg("Show or enter who is on duty on which day.")),
            Verb("roster remove", "prepare.roster:remove_entry", msg("Take an entry out of the roster.")),
            Verb("drill", "prepare.drill:drill", msg("Drill by a scenario, with messages as time passes.")),
            Verb("tour", "prepare.tour:tour", msg("Show the program in a drill that leaves nothing behind.")),
            Verb("playbook", "prepare.playbook:list_playbooks", msg("List the playbooks of the plan.")),
            Verb("playbook show", "prepare.playbook:show", msg("Show one playbook in full.")),
            Verb("playbook new", "prepare.new:new", msg("Write a new playbook, to be changed in an editor.")),
            Verb("playbook graph", "prepare.playbook:graph", msg("Draw one playbook as a flowchart.")),
            Verb(
                "playbook schema",
                "prepare.playbook:schema",
                msg("Print the JSON Schema of the plan files, for editors."),
            ),
        ),
    ),
    Panel(
        msg("To keep the record"),
        (
            Verb("merge", "keep.merge:merge", msg("Import what other desks recorded.")),
            Verb("destroy", "keep.destroy:destroy", msg("Permanently remove personal values or evidence, on record.")),
            Verb("hub", "keep.hub:status", msg("Show how this hall stands with the hub of many halls.")),
            Verb("hub init", "keep.hub:init", msg("Make the tables of a hub in a PostgreSQL database.")),
            Verb("hub add-hall", "keep.hub:add_hall", msg("Let a hall send to the hub: a name and a password.")),
            Verb("hub send", "keep.hub:send", msg("Send what the hub does not have yet.")),
            Verb("hub fetch", "keep.hub:fetch", msg("Fetch what other desks of this hall sent, and merge it.")),
            Verb("hub status", "keep.hub:status", msg("Show how this hall stands with the hub of many halls.")),
            Verb("doctor", "keep.doctor:doctor", msg("Check this machine: disk, clock, terminal, plan, records.")),
            Verb(
                "completion",
                "keep.completion:completion",
                msg("Print the script that completes words with the Tab key."),
            ),
        ),
    ),
)


def verbs() -> Iterator[Verb]:
    """Every verb in the order of the help; the parts of a verb follow it."""
    for panel in PANELS:
        yield from panel.verbs


def parts_of(name: str) -> list[Verb]:
    """The parts of a verb; of `""` the verbs themselves."""
    front = f"{name} " if name else ""
    return [verb for verb in verbs() if verb.name.startswith(front) and " " not in verb.name.removeprefix(front)]
