"""Rules over a plan: functions from the playbooks and the roster to faults. Add a rule by adding one to RULES."""

from emergency_cli.core.plan.centre import Centre
from emergency_cli.core.plan.checks.centre import check_centre
from emergency_cli.core.plan.checks.conditions import (
    conditions_are_sound,
    conditions_can_hold,
    every_choice_leads_somewhere,
    presets_are_answers,
)
from emergency_cli.core.plan.checks.facts import (
    documents_are_told_everything,
    facts_are_asked_for,
    facts_are_declared_once,
    facts_are_known,
    facts_have_one_kind,
)
from emergency_cli.core.plan.checks.names import (
    general_is_there,
    ids_are_names_of_files,
    ids_are_unique,
    names_are_unique,
    orders_are_no_playbook,
)
from emergency_cli.core.plan.checks.parties import (
    numbers_can_be_dialled,
    parties_are_known,
    phones_are_there,
    preparedness_has_owners,
)
from emergency_cli.core.plan.checks.place import Books, Rule
from emergency_cli.core.plan.checks.prose import (
    answers_are_told,
    check_documents,
    clauses_are_whole,
    deeds_are_no_orders,
    measures_say_what_was_done,
    milestones_are_few,
    milestones_are_times,
)
from emergency_cli.core.plan.checks.steps import (
    cautions_rest_on_something,
    clauses_exist,
    groups_hold_together,
    limits_can_start,
    limits_rest_on_something,
    openings_are_single,
    prohibitions_say_no,
    prompts_are_short,
    steps_are_grounded,
    suggestions_lead_elsewhere,
    waiting_is_for_a_time,
)
from emergency_cli.core.plan.checks.texts import texts_are_in_both_languages
from emergency_cli.core.plan.roster import Roster
from emergency_cli.core.text import Fault

RULES: tuple[Rule, ...] = (
    general_is_there,
    ids_are_names_of_files,
    ids_are_unique,
    names_are_unique,
    orders_are_no_playbook,
    parties_are_known,
    numbers_can_be_dialled,
    facts_are_declared_once,
    facts_have_one_kind,
    facts_are_known,
    facts_are_asked_for,
    documents_are_told_everything,
    conditions_are_sound,
    presets_are_answers,
    conditions_can_hold,
    every_choice_leads_somewhere,
    suggestions_lead_elsewhere,
    groups_hold_together,
    limits_can_start,
    limits_rest_on_something,
    cautions_rest_on_something,
    prohibitions_say_no,
    prompts_are_short,
    waiting_is_for_a_time,
    openings_are_single,
    steps_are_grounded,
    clauses_exist,
    texts_are_in_both_languages,
    measures_say_what_was_done,
    deeds_are_no_orders,
    answers_are_told,
    clauses_are_whole,
    milestones_are_few,
    milestones_are_times,
    preparedness_has_owners,
    phones_are_there,
)


def check_plan(books: Books, roster: Roster, centre: Centre) -> list[Fault]:
    """Everything that the rules find."""
    ruled = (fault for rule in RULES for fault in rule(books, roster))
    return [*ruled, *check_centre(centre, books), *check_documents(centre)]
