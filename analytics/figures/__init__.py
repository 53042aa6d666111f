"""One module per page's answers: each asks the SQL and returns a small frame with the sentence it supports."""

from analytics.errors import NothingToShow
from analytics.figures import (
    bridge,
    bridge_parts,
    claim_targets,
    cohorts,
    faulty_targets,
    guidance,
    indexes,
    limitation,
    limitation_calendar,
    makeup,
    matching_state,
    panels,
    positions,
    provenance,
    ranking,
    rates,
    restated,
    self_check,
    shared_combinations,
    shared_debtors,
    shared_trend,
    targets,
    trend,
    ways,
    with_not_due,
)
from analytics.figures.base import Answer, scope
from analytics.figures.definitions import Definition, definitions
from analytics.figures.figure import Figure, Selection
from analytics.figures.survey import beside as survey_beside
from analytics.figures.survey import course as survey_course
from analytics.figures.survey import groups as survey_groups
from analytics.figures.survey import questions as survey_questions
from analytics.figures.survey import response as survey_response
from analytics.figures.survey import results as survey_results
from analytics.figures.survey import scales as survey_scales
from analytics.store.reader import Reader

FIGURES: dict[str, Answer] = {
    answer.__name__: answer
    for answer in (
        trend.balance_by_year,
        trend.balance_index,
        bridge.bridge,
        bridge_parts.bridge_by_claim_kind,
        bridge_parts.unmatched_lines,
        panels.balance_by_department,
        panels.balance_by_claim_kind,
        indexes.index_by_department,
        indexes.index_by_claim_kind,
        trend.excluded_claims,
        rates.collection_rates,
        makeup.balance_by_age,
        makeup.balance_by_size,
        makeup.balance_by_state,
        cohorts.cohorts,
        limitation.limitation,
        limitation_calendar.limitation_calendar,
        matching_state.matching,
        ranking.ranking,
        claim_targets.targets_by_claim_kind,
        ways.ways_down,
        positions.positions,
        guidance.guidance,
        shared_debtors.shared_debtors,
        shared_debtors.shared_debtors_by_kind,
        shared_combinations.shared_combinations,
        shared_combinations.shared_combinations_by_kind,
        shared_trend.shared_trend,
        self_check.self_check,
        survey_scales.survey_scales,
        survey_questions.survey_questions,
        survey_groups.survey_groups,
        survey_response.survey_response,
        survey_course.survey_course,
        survey_beside.survey_beside,
        survey_results.survey_results,
        targets.target_history,
        provenance.receivables_by_claim,
        provenance.claim_rollforward,
        provenance.sources,
        provenance.findings,
        restated.restatements,
    )
}


def answer(name: str, reader: Reader, selection: Selection | None = None) -> Figure:
    """Figure *name* of the version *reader* holds, for *selection* (the latest year-end of the whole city if None).

    What measures targets is withheld when their files are faulty, with every fault. Raises `NothingToShow` for a name,
    date or department that does not exist.
    """
    if name not in FIGURES:
        raise NothingToShow(f"図「{name}」はありません。あるのは {'、'.join(FIGURES)} です。")
    chosen = selection or Selection()
    if reader.targets_fault and name in faulty_targets.WITHHELD:
        return faulty_targets.withheld(name, reader, chosen)
    figure = FIGURES[name](reader, chosen)
    return with_not_due.marked(figure, reader, scope(reader, chosen)) if chosen.is_all else figure


__all__ = ["FIGURES", "Definition", "Figure", "Selection", "answer", "definitions"]
