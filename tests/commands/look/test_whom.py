"""Whom the plan has told, by which clause, now or only if: a table of its clauses against the shipped plan."""

import pytest
from tests.worlds import make_world

from emergency_cli.core.plan.playbook import GENERAL
from emergency_cli.core.prepare.whom import Duty, Whom, whom_to_tell
from emergency_cli.language import Words
from emergency_cli.plans.plan import Plan, load_plan

# What the official plan says: item, type, case, who, when, clause.
NOTIFICATIONS = [
    ("FR-03", "fire", {}, "fire-119", "now", "四（四）1"),
    ("FR-07", "fire", {}, "leading-group", "now", "四（四）1"),
    ("FR-09", "fire", {}, "junction-guide", "now", "四（四）2"),
    ("FR-10", "fire", {}, "property-company", "now", "四（四）2"),
    ("FR-10", "fire", {}, "power-utility", "now", "四（四）2"),
    ("FR-11", "fire", {}, "hospital", "now", "四（四）2"),
    ("MD-02", "illness", {}, "emergency-office", "now", "四（三）2"),
    ("MD-04", "illness", {}, "patient-family", "later", "四（三）3"),
    ("MD-05", "illness", {}, "units-concerned", "later", "四（三）3"),
    ("MD-06", "illness", {}, "ambulance-120", "now", "四（三）3"),
    ("MD-09", "illness", {}, "medical-team", "now", "四（三）4"),
    ("PW-02", "power-failure", {}, "offices-service-centre", "now", "四（一）1"),
    ("PW-02", "power-failure", {}, "property-company", "now", "四（一）1"),
    ("PW-03", "power-failure", {}, "emergency-office", "now", "四（一）1"),
    ("PW-05", "power-failure", {}, "power-utility", "if", "四（一）2"),
    ("PW-08", "power-failure", {}, "bureau-sections", "later", "四（一）3"),
    ("PW-08", "power-failure", {}, "zone-window-heads", "later", "四（一）3"),
    ("PW-10", "power-failure", {}, "network-section", "later", "四（一）4"),
    ("PW-11", "power-failure", {}, "property-company", "now", "四（一）5"),
    ("PW-12", "power-failure", {}, "lift-rescuers", "if", "四（一）5"),
    ("DO-01", "disorder", {"cases": "adverse-information"}, "emergency-office", "now", "四（二）1"),
    ("DO-03", "disorder", {"cases": "surge"}, "zone-owner", "now", "四（二）2"),
    ("DO-03", "disorder", {"cases": "surge"}, "supervision-section", "now", "四（二）2"),
    ("DO-06", "disorder", {"cases": "dispute"}, "window-head", "now", "四（二）3"),
    ("DO-07", "disorder", {"cases": "conflict"}, "zone-owner", "now", "四（二）4"),
    ("DO-07", "disorder", {"cases": "conflict"}, "supervision-section", "now", "四（二）4"),
    ("DO-08", "disorder", {"cases": "conflict"}, "guards", "now", "四（二）4"),
    ("DO-09", "disorder", {"cases": "conflict"}, "emergency-office", "now", "四（二）4"),
    ("DO-09", "disorder", {"cases": "conflict"}, "zone-window-heads", "now", "四（二）4"),
    ("DO-09", "disorder", {"cases": "conflict"}, "window-unit", "now", "四（二）4"),
    ("DO-10", "disorder", {"cases": "conflict"}, "police-110", "if", "四（二）4"),
    ("DO-14", "disorder", {"cases": "suspicious-object"}, "police-110", "now", "四（二）5"),
    ("DO-14", "disorder", {"cases": "suspicious-object"}, "emergency-office", "now", "四（二）5"),
    ("WX-02", "weather", {"cases": "convective"}, "zone-window-heads", "now", "四（五）1"),
    ("WX-02", "weather", {"cases": "convective"}, "property-company", "now", "四（五）1"),
    ("WX-04", "weather", {"cases": "heavy-rain"}, "offices-service-centre", "if", "四（五）2"),
    ("WX-04", "weather", {"cases": "heavy-rain"}, "property-company", "if", "四（五）2"),
    ("WX-05", "weather", {"cases": "ice"}, "property-company", "now", "四（五）3"),
    ("NW-04", "network-attack", {}, "network-section", "now", "四（六）2"),
    ("NW-05", "network-attack", {}, "network-administrators", "now", "四（六）2"),
    ("RB-01", "theft", {}, "police-110", "now", "四（七）"),
    ("RB-03", "theft", {}, "guards", "if", "四（七）2"),
    ("GP-02", "group-petition", {}, "bureau-sections", "now", "四（八）1"),
    ("GP-02", "group-petition", {}, "zone-window-heads", "now", "四（八）1"),
    ("GP-03", "group-petition", {}, "leading-group", "now", "四（八）1"),
    ("GP-08", "group-petition", {}, "police-110", "if", "四（八）3"),
    ("O-17", "general", {}, "superior", "later", "二（二）6"),
    ("P-03", "general", {}, "members", "later", "三（一）"),
    ("P-04", "general", {}, "county-government", "now", "三（一）"),
    ("P-04", "general", {}, "leader-in-charge", "now", "三（一）"),
    ("P-05", "general", {}, "functional-departments", "now", "三（一）"),
]  # fmt: skip


@pytest.fixture(scope="module")
def plan(tmp_path_factory: pytest.TempPathFactory) -> Plan:
    """The shipped plan, read once."""
    return load_plan(make_world(tmp_path_factory.mktemp("plan")))


def told(plan: Plan, name: str, answers: dict[str, str], zone: str | None = None) -> Whom:
    """Whom to tell of this."""
    book, general = plan.playbook(name), plan.playbook(GENERAL)
    assert book
    assert general
    return whom_to_tell(book, {GENERAL: general, name: book}, plan.roster, answers, zone)


def duties(whom: Whom, when: str) -> list[Duty]:
    """Those who are told now, later, or if."""
    cases = [duty for case in whom.only_if for duty in case.duties]
    return {"now": list(whom.now), "later": list(whom.later), "if": cases}[when]


@pytest.mark.parametrize(("item", "name", "answers", "party", "when", "clause"), NOTIFICATIONS)
def test_everybody_the_plan_has_told_is_told_by_its_clause(
    plan: Plan, item: str, name: str, answers: dict[str, str], party: str, when: str, clause: str
) -> None:
    """Now, later or only if, in the words of the plan's own clause."""
    found = [duty for duty in duties(told(plan, name, answers), when) if party in duty.parties]
    assert found, f"{item}: {party} is not told {when}"
    assert any(each.startswith(clause) for duty in found for each in duty.clauses), item


def test_every_incident_tells_the_emergency_office_now_whatever_its_type(plan: Plan) -> None:
    """三（一）: it is the hub; and it hears before those whom it has to tell."""
    for name in plan.ids:
        now = [duty.parties for duty in duties(told(plan, name, {}), "now")]
        office = next(place for place, parties in enumerate(now) if "emergency-office" in parties)
        own = [
            place
            for place, duty in enumerate(duties(told(plan, name, {}), "now"))
            if any("emergency-office" in _actors(plan, step) for step in duty.steps)
        ]
        assert all(office < place for place in own), name


def _actors(plan: Plan, address: str) -> tuple[str, ...]:
    name, _, step = address.partition("/")
    book = plan.playbook(name)
    found = book.step(step) if book else None
    return found.actor if found else ()


def test_a_network_attack_is_told_to_the_network_section_before_the_office(plan: Plan) -> None:
    """四（六）2, the one exception to the hub."""
    now = [duty.parties[0] for duty in told(plan, "network-attack", {}).now]
    assert now.index("network-section") < now.index("emergency-office")


def test_the_owner_of_the_zone_comes_right_after_the_call_for_help(plan: Plan) -> None:
    """In every type; nobody hears twice."""
    for name in plan.ids:
        whom = told(plan, name, {}, zone="tax")
        rest = [duty for duty in whom.now if duty.parties[0] not in plan.roster.services]
        assert rest[0].parties == ("zone-owner",)
        keys = [duty.contact.key for duty in whom.now if duty.contact]
        assert len(keys) == len(set(keys)), name


def test_the_police_are_called_to_a_petition_with_consent_or_at_once_where_people_are_hurt(plan: Plan) -> None:
    """四（八）3 wants a leader's consent, and the condition says so; violence waits for nobody."""
    words = Words("en")
    police = [
        words(case.condition)
        for case in told(plan, "group-petition", {}).only_if
        if any("police-110" in duty.parties for duty in case.duties)
    ]
    assert [text.endswith("Leading Group consents") for text in sorted(police)] == [False, True]
