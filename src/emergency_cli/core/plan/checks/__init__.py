"""Rules over a plan: functions from what its files say to faults. Add a rule by adding one to RULES."""

from emergency_cli.core.plan.centre import Centre
from emergency_cli.core.plan.checks.centre import check_centre, words_of_the_plan_are_known
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
    general_says_where,
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
    those_in_charge_are_named,
)
from emergency_cli.core.plan.checks.place import Books, Rule, RuleOfCentre
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
from emergency_cli.core.plan.checks.texts import languages_are_known, texts_are_in_the_languages
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
    those_in_charge_are_named,
    facts_are_declared_once,
    facts_have_one_kind,
    facts_are_known,
    facts_are_asked_for,
    general_says_where,
    documents_are_told_everything,
    conditions_are_sound,
    presets_are_answers,
    conditions_can_hold,
    every_choice_leads_somewhere,
    suggestions_lead_elsewhere,
    groups_hold_together,
    limits_can_start,
    waiting_is_for_a_time,
    openings_are_single,
    steps_are_grounded,
    measures_say_what_was_done,
    answers_are_told,
    clauses_are_whole,
    milestones_are_few,
    milestones_are_times,
    preparedness_has_owners,
    phones_are_there,
)
RULES_OF_CENTRE: tuple[RuleOfCentre, ...] = (
    languages_are_known,
    texts_are_in_the_languages,
    words_of_the_plan_are_known,
    clauses_exist,
    limits_rest_on_something,
    cautions_rest_on_something,
    prohibitions_say_no,
    prompts_are_short,
    deeds_are_no_orders,
)


def check_plan(books: Books, roster: Roster, centre: Centre) -> list[Fault]:
    """Everything that the rules find."""
    ruled = (fault for rule in RULES for fault in rule(books, roster))
    of_centre = (fault for rule in RULES_OF_CENTRE for fault in rule(books, roster, centre))
    return [*ruled, *of_centre, *check_centre(centre, books), *check_documents(centre)]
