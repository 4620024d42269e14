"""What mapping gives to a report: services then and now, assets and ideas, the local analysis."""

from __future__ import annotations

from collections import Counter

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mapping.models import Asset, AssetKind, LocalFigure, Service
from mapping.services.kept import Outcome, outcome_of, tally
from places.reporting import Block, Subject, contributes, figure, figures, table

#: How an outcome is marked.
LEVELS: dict[Outcome | None, str] = {
    Outcome.KEPT: "ok", Outcome.AT_RISK: "warn", Outcome.LOST: "stop", Outcome.NEW: "now",
}  # fmt: skip
MOST_ROWS = 60


@contributes("happened", order=60, title=gettext_lazy("Services, then and now"))
def services(subject: Subject) -> list[Block]:
    """Was the service kept? Of one place each service, of many by kind. One statement."""
    if subject.single:
        return _of_place(subject)
    rows = Service.objects.filter(participation__in=subject.ids).exclude(state="")
    found = tally(rows.values_list("kind", "start_state", "state"))
    if not found.total:
        return []
    columns = [
        (_("Kind of service"), "text"), *((str(one.label), "number") for one in Outcome)
    ]  # fmt: skip
    lines = [(str(kind.label), *(counted[one] for one in Outcome)) for kind, counted in found.kinds]
    head = figures(
        "",
        figure("services_kept", _("services kept"), found.total[Outcome.KEPT]),
        figure("services_at_risk", _("services at risk"), found.total[Outcome.AT_RISK]),
        figure("services_lost", _("services lost"), found.total[Outcome.LOST]),
        figure("services_new", _("new services"), found.total[Outcome.NEW]),
    )
    return [head, table("services", _("Services by kind"), columns, lines)]


def _of_place(subject: Subject) -> list[Block]:
    rows = list(Service.objects.filter(participation__in=subject.ids).exclude(state=""))
    if not rows:
        return []
    found = tally((one.kind, one.start_state, one.state) for one in rows)
    columns = [
        (_("Service"), "text"), (_("When the place joined"), "soft"), (_("Now"), "mark"),
        (_("Why?"), "text"), (_("Seen on"), "date"),
    ]  # fmt: skip
    lines = [
        (
            _named(one),
            ": ".join(filter(None, (_start(one), one.start_note))),
            [LEVELS.get(outcome_of(one), "off"), str(one.get_state_display())],
            one.note,
            one.seen_on,
        )
        for one in rows[:MOST_ROWS]
    ]
    head = figures(
        "",
        *(figure(f"services_{one}", str(one.label).lower(), found.total[one]) for one in Outcome),
    )
    note = _("Rows marked “Example” are made up.") if any(one.made_up for one in rows) else ""
    return [head, table("services", _("Services, then and now"), columns, lines, note=note)]


def _named(one: Service) -> str:
    name = one.get_kind_display() if not one.name else f"{one.get_kind_display()}: {one.name}"
    return _as_example(str(name)) if one.made_up else str(name)


def _as_example(name: str) -> str:
    return _("%(name)s (example)") % {"name": name}


def _start(one: Service) -> str:
    return str(one.get_start_state_display()) if one.start_state else ""


@contributes("annexes", order=60, title=gettext_lazy("Assets and ideas"))
def assets(subject: Subject) -> list[Block]:
    """Assets and ideas of one place, without people; of many how many there are. One statement."""
    rows = Asset.objects.filter(participation__in=subject.ids)
    if not subject.single:
        counted = Counter(rows.order_by().values_list("kind", flat=True))
        if not counted:
            return []
        return [
            figures(
                _("Assets and ideas"),
                *(
                    figure(f"assets_{kind}", str(kind.label).lower(), counted[kind])
                    for kind in AssetKind
                    if counted[kind]
                ),
            )
        ]
    order = list(AssetKind)
    found = sorted(rows, key=lambda one: (order.index(AssetKind(one.kind)), one.name))
    if not found:
        return []
    columns = [(_("What it is"), "soft"), (_("Name"), "text"), (_("Known from"), "soft")]
    lines = [(str(one.get_kind_display()), _marked(one), _origin(one)) for one in found[:MOST_ROWS]]
    return [table("assets", _("Assets and ideas"), columns, lines)]


def _marked(one: Asset) -> str:
    return _as_example(one.name) if one.made_up else one.name


def _origin(one: Asset) -> str:
    origin = str(one.get_origin_display()) if one.origin else ""
    return ": ".join(filter(None, (origin, one.origin_text)))


@contributes("annexes", order=61, title=gettext_lazy("Local economic analysis"))
def local_analysis(subject: Subject) -> list[Block]:
    """The figures of a place's local economic analysis. One statement."""
    if not subject.single:
        return []
    rows = LocalFigure.objects.filter(analysis__participation__in=subject.ids)
    lines = [
        (str(one.get_topic_display()), one.label, one.value, one.unit, str(one.year), one.source)
        for one in rows
    ]
    if not lines:
        return []
    columns = [
        (_("Topic"), "soft"), (_("What it is"), "text"), (_("Value"), "number"),
        (_("Unit"), "soft"), (_("Year"), "soft"), (_("Source"), "soft"),
    ]  # fmt: skip
    return [table("local_analysis", _("Local economic analysis"), columns, lines)]
