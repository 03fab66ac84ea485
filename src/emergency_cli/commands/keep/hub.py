"""`emergency hub ...`: a database that keeps the lines of many halls, and is a witness that none was cut off."""

from typing import Annotated

from typer import Argument, Option

from emergency_cli.commands.keep.merge import Taken
from emergency_cli.commands.options import Json, verb
from emergency_cli.core.events import stamp
from emergency_cli.core.text import InProse, Message, counted, msg
from emergency_cli.disk import is_folder, why
from emergency_cli.errors import Exit, Faulty, Misused, NotSaved
from emergency_cli.hub.comparing import compare
from emergency_cli.hub.fetching import fetch as fetched
from emergency_cli.hub.fetching import folder_of
from emergency_cli.hub.memory import Memory
from emergency_cli.hub.sending import Outcome
from emergency_cli.hub.sending import send as sent
from emergency_cli.hub.server import PATIENCE, SCHEMA, Server, named
from emergency_cli.hub.setting_up import add_hall as add
from emergency_cli.hub.setting_up import make_hub
from emergency_cli.session import Session
from emergency_cli.shapes.hub import HubHall, HubMade, HubSent, HubStatus, RefusedData
from emergency_cli.store.folders import READINESS

# Seconds that a look at the machine waits for it.
_MOMENT = 3
Address = Annotated[str | None, Argument(metavar="URL", help="Of the database; by default EMERGENCY_HUB.")]


@verb("emergency hub init postgresql://postgres@localhost/emergency", help="Run it again after an update.")
def init(session: Session, url: Address = None, *, json: Json = False) -> None:
    """Make the tables, roles and views of a hub, or bring older ones up to date."""
    server = Server(url or named(session.world))
    make_hub(server)
    if json:
        session.screen.data(HubMade(database=server.database, tables=SCHEMA))
        return
    session.screen.say(msg("The hub in {database} is ready.", database=server.database), "done")
    session.screen.say(msg("Next, for each hall: emergency hub add-hall NAME"))


@verb("emergency hub add-hall north-hall")
def add_hall(
    session: Session,
    name: Annotated[str, Argument(metavar="NAME", help="What the hall is called.")],
    *,
    anew: Annotated[bool, Option("--new-password", help="Another password for a hall that is there.")] = False,
    json: Json = False,
) -> None:
    """Make a name on the server that can write and read the lines of this hall and nothing else."""
    server = Server(named(session.world))
    server.check_schema()
    address = add(server, name, session.world.random, anew=anew)
    if json:
        session.screen.data(HubHall(hall=name, address=address))
        return
    session.screen.say(msg("The hall {name} may send now. At each of its desks:", name=name), "done")
    session.screen.say(f"EMERGENCY_HUB={address}")
    session.screen.tell(msg("The password is shown only now; keep the line where only the hall can read it."))


@verb("emergency hub send", Exit.FAULTS, help="Every entry is sent by itself; this is for what was recorded before.")
def send(session: Session, *, json: Json = False) -> None:
    """Send every line here that the hub does not have; raises Faulty where it refuses one."""
    server, memory, _ = _connected(session)
    home, found = session.home, list[Outcome]()
    for incident in [*home.ids(), READINESS]:
        folder = folder_of(home, incident)
        if is_folder(folder):
            try:
                found.append(sent(server, session.world.disk, folder, memory))
            except OSError as error:
                raise Misused(msg("{path} cannot be read ({error}).", path=str(folder), error=why(error))) from error
    lines, new = sum(each.lines for each in found), [each.incident for each in found if each.lines]
    refused = [(each.incident, one) for each in found for one in each.refused]
    if json:
        data = [RefusedData(incident=id_, entry=f"{one.desk}/{one.n}", why=session.screen.words(one.why))
                for id_, one in refused]  # fmt: skip
        session.screen.data(HubSent(lines=lines, incidents=new, refused=data))
    elif lines:
        of = counted(len(new), msg("one incident"), msg("{count} incidents"))
        what = counted(lines, msg("one line"), msg("{count} lines"))
        session.screen.say(msg("Sent to the hub: {lines} of {incidents}.", lines=what, incidents=of), "done")
    elif not refused:
        session.screen.say(msg("The hub has everything that is here."), "done")
    for id_, one in refused:
        what = msg("Not taken: {id}, entry {entry}: {why}.", id=id_, entry=f"{one.desk}/{one.n}", why=one.why)
        session.screen.tell(what, "warn")
    if refused:
        raise Faulty(
            msg("The hub did not take everything; see above."),
            msg("See what is intact here and what is not: emergency verify"),
        )


@verb("emergency hub fetch", Exit.NOT_SAVED, Exit.FAULTS)
def fetch(session: Session, *, json: Json = False) -> None:
    """Take in what other desks of this hall sent; raises Faulty if something needs a person's eye."""
    server, memory, _ = _connected(session)
    taken = Taken(session, json=json, from_hub=True)
    try:
        for imported in fetched(server, session.home, memory, everything=True):
            taken.show(imported)
    except OSError as error:
        raise NotSaved(msg("NOT SAVED: {error}.", error=why(error))) from error
    taken.finish()


@verb("emergency hub status", help="What is here and not there, and what is there and not here.")
def status(session: Session, *, json: Json = False) -> None:
    """Where the hub is, as which hall this machine sends, what is on one side only."""
    server, memory, hall = _connected(session, sends=False)
    halls = [name for (name,) in server.rows("select name from hub.hall order by name")]
    lines, last = server.rows("select count(*), max(received) from hub.line where hall = hub.own_hall()")[0]
    found = compare(server, session.home, memory) if hall else {}
    unsent = {name: len(each.unsent) for name, each in found.items() if each.unsent}
    missing = {name: len(each.missing) for name, each in found.items() if each.missing}
    if json:
        session.screen.data(
            HubStatus(place=f"{server.place}/{server.database}", hall=hall, halls=halls, lines=lines,
                      last=stamp(last) if last else None, unsent=unsent, missing=missing)
        )  # fmt: skip
        return
    say = session.screen.say
    say(msg("Hub: {place}", place=f"{server.place}/{server.database}"))
    if hall is None:
        say(msg("This name reads and sends for no hall. Halls: {names}", names=halls or ["-"]))
        return
    say(msg("Hall: {name}. Lines there: {count}.", name=hall, count=lines))
    if last:
        say(msg("The last one arrived {time}.", time=last.astimezone(session.now().tzinfo)))
    for text, counts in (
        (msg("Here and not sent yet: emergency hub send"), unsent),
        (msg("There and not here: emergency hub fetch, or emergency verify --hub"), missing),
    ):
        if counts:
            say(text, "warn")
            say(", ".join(f"{name} ({count})" for name, count in counts.items()))
    if not unsent and not missing:
        say(msg("Both sides hold the same."), "done")


def standing(session: Session) -> tuple[Message, list[str]]:
    """The hub in a line, and the incidents of which something waits to be sent. Raises HubAway, Misused."""
    server, memory, hall = _connected(session, sends=False, patience=_MOMENT)
    known = {"place": f"{server.place}/{server.database}", "version": SCHEMA}
    if hall is None:
        return msg("Hub {place}: reachable, tables of version {version}; this name sends for no hall.", **known), []
    last = server.rows("select max(received) from hub.line where hall = hub.own_hall()")[0][0]
    if last is None:
        what = msg("Hub {place}: reachable, tables of version {version}; nothing of {hall} is there yet.",
                   hall=hall, **known)  # fmt: skip
    else:
        what = msg("Hub {place}: reachable, tables of version {version}; the last line of {hall} arrived {time}.",
                   hall=hall, time=InProse(last.astimezone(session.now().tzinfo), day="year"), **known)  # fmt: skip
    return what, memory.owed()


def _connected(
    session: Session, *, sends: bool = True, patience: float = PATIENCE
) -> tuple[Server, Memory, str | None]:
    """The hub, what is known of it, and as which hall it knows this machine. Raises Misused where it has to be one."""
    address = named(session.world)
    server = Server(address, patience)
    server.check_schema()
    hall = server.rows("select hub.own_hall()")[0][0]
    if sends and hall is None:
        raise Misused(
            msg("This name belongs to no hall."),
            msg("Set EMERGENCY_HUB to the address that emergency hub add-hall NAME gave."),
        )
    return server, Memory(session.world, address), hall
