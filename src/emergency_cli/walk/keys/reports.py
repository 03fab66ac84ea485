"""What can be read out in the middle of a walk: how it stands, and the text of the report that comes next."""

from emergency_cli.core.incident.reporting import next_report
from emergency_cli.core.report.briefs.brief import brief_of
from emergency_cli.core.report.bulletins.bulletin import build_bulletin
from emergency_cli.core.report.redaction import redacted
from emergency_cli.core.terms import BULLETINS
from emergency_cli.core.text import msg
from emergency_cli.export import short_text
from emergency_cli.screen.incident.brief import brief_lines
from emergency_cli.screen.line import Line
from emergency_cli.walk.walker import Walker


def show_brief(walker: Walker) -> None:
    """How it stands, on one screen: for the relief, for the fire officer, for a leader who walks in."""
    now = walker.now()
    found = brief_of(walker.incident, walker.board(), now, walker.session.plan.centre.reporting)
    walker.show(brief_lines(walker.incident, found, walker.words, now))


def show_bulletin(walker: Walker) -> None:
    """The short text of the report that comes next, as it can be read out on the phone, and how it is given out."""
    incident, now = walker.incident, walker.now()
    following = next_report(incident, walker.session.plan.centre.reporting)
    kind = following.kind if following else "final"
    built = build_bulletin(incident, kind, now, walker.case.record.findings, centre=walker.session.plan.centre)
    text = short_text(redacted(built), walker.words).decode().strip()  # as it will be given out
    walker.show([Line(line) for line in text.splitlines()])
    if following and following.due:
        left = following.due - now
        late = left.total_seconds() < 0
        message = msg("Due {time}, {span} late", time=following.due, span=-left)
        walker.say(message if late else msg("Due {time}, {span} left", time=following.due, span=left), "quiet")
    walker.say(
        msg(
            "A draft of the {kind}. Once it is given out: emergency report {name} --issued-to NAME --approved-by NAME",
            kind=BULLETINS[kind].shown,
            name=kind,
        )
    )
    walker.shown = None
