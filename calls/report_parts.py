"""What calls give to a report: who applied in the period, and what was decided."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from calls.deciding.applied import heads, tables
from calls.models import Application, ApplicationState, Outcome
from places.reporting import Block, Subject, contributes, figure, figures, table


@contributes("happened", order=45, title=gettext_lazy("Calls and choice of places"))
def applied(subject: Subject) -> list[Block]:
    """Calls of the programme that closed in the period: places that applied, and the choice."""
    if subject.single or subject.chosen:
        return []
    rows = list(
        Application.objects.filter(
            call__programme=subject.programme,
            call__published_at__isnull=False,
            call__closes_at__range=subject.moments,
            state=ApplicationState.HANDED_IN,
        ).select_related("call", "municipality", "area", "decision")
    )
    if not rows:
        return []
    decided = [one.decision for one in rows if getattr(one, "decision", None)]
    admitted = sum(one.outcome == Outcome.ADMIT and one.confirmed_at is not None for one in decided)
    head = figures(
        "",
        figure("applications", ngettext("application", "applications", len(rows)), len(rows)),
        figure(
            "places_admitted", ngettext("place admitted", "places admitted", admitted), admitted
        ),
    )
    if subject.sums_only:
        return [head]
    columns = [(_("Group"), "text"), *((title, "number") for title in heads())]
    return [
        head,
        *(
            table(
                f"applied_{one.key}",
                one.title,
                columns,
                [[row.label, *row.cells] for row in one.rows],
            )
            for one in tables(rows)
        ),
    ]
