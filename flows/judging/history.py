"""history: the last words on a table once its rules are judged, by what has changed since the last release.

Findings about the table as a whole go to the cell that has changed, where there is one; and changes that break no rule, but look like
slips of the hand, are told.
"""

from __future__ import annotations

from collections.abc import Mapping

from flows.issue import Issue
from flows.judging.altered import altered
from flows.judging.blame import blame, remember
from flows.judging.finding import Finding
from flows.judging.scene import Scene
from flows.judging.waivers import Waivers


def held_against(
    scene: Scene,
    findings: list[Finding],
    whole: list[Finding],
    taken: Mapping[int, set[str]],
    waivers: Waivers,
) -> tuple[list[Finding], list[Issue]]:
    """The findings about the whole table, and the issues of other tables that some come to.

    Args:
        scene: the table, which is held against a release.
        findings: what is known of single cells; an unusual word is taken out where what has changed tells more.
        whole: what is known of the table as a whole.
        taken: the columns of each row that have had their issue.
        waivers: what single rows may break.
    """
    mine, plan, rows = scene.since[scene.plan.name], scene.plan, scene.rows
    had = {
        (finding.row, name)
        for finding in findings
        for name in (finding.column, finding.swapped_with)
        if name and finding.rule.kind != "unusual"
    }
    whole, elsewhere = blame(scene, whole)
    whole = [finding for finding in whole if (finding.row, finding.column) not in had]
    remember(whole, rows, mine)
    for finding in whole:
        finding.candidates = finding.candidates[:1]
    if not mine.cells:
        return whole, elsewhere
    had |= {(finding.row, finding.column) for finding in whole}
    told = {row: {*taken.get(row, ()), *(name for at, name in had if at == row)} for row in mine.cells}
    typed = {name: rows.column(name).to_list() for name in plan.raw_columns()}
    slips = [f for f in altered(plan, mine, typed, told) if not waivers.covers(f.rule, f.row, f.column)]
    better = {(finding.row, finding.column) for finding in slips}  # than that a word stands nowhere else
    findings[:] = [f for f in findings if f.rule.kind != "unusual" or (f.row, f.column) not in better]
    return [*whole, *slips], elsewhere
