"""The entries of money and reports in the head of every page."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from core.navigation import register
from core.policy import allowed
from core.spots import register_link, register_panel
from people.models import User
from people.scope import scope_of
from places.attention import Urgency
from places.models import Participation, ParticipationStatus
from places.todos import Todo, todos_at_place
from reports.periodic import pages
from reports.programme.ways import ways


def _runs(user: Any) -> bool:
    return scope_of(user).runs


@todos_at_place
def _take_it_home(participation: Participation, user: User) -> list[Todo]:
    """After the support the place takes its copy home. No statement."""
    if not _copy_at_the_end(user, participation)["offers_copy"]:
        return []
    text = gettext(
        "The support has ended. All that %(place)s has made is ready as a copy of its own."
    )
    url = reverse("reports:takeaway", args=[participation.pk])
    title, kind = gettext("Take it home"), gettext("After the support")
    named = {"place": participation.place.name}
    return [Todo("info", kind, title, text % named, url, Urgency.LATER)]


def _copy_at_the_end(user: Any, participation: Any) -> dict[str, Any]:
    over = participation.status == ParticipationStatus.ENDED
    offers = over and allowed(user, "reports.takeaway", participation)
    return {"offers_copy": offers, "participation": participation}


register(
    "reports",
    _("Reports"),
    "reports:index",
    visible=lambda user: bool(user.is_authenticated),
    order=40,
)
register("money", _("Money"), "reports:money", visible=_runs, order=35)

register_link("places.portfolio", _("All places as a workbook"), "reports:portfolio_xlsx", order=10)
register_link("places.portfolio", _("All places as CSV"), "reports:portfolio_csv", order=20)
register_link("places.portfolio_programme", _("Report"), "reports:programme")
register_link("places.chosen", _("Workbook"), "reports:portfolio_xlsx", order=10)
register_link("places.figures", "JSON", "reports:figures_json", order=10)
register_link("places.figures", "Excel", "reports:figures_xlsx", order=20)
register_link("places.figures", "PDF", "reports:figures_pdf", order=30)
register_link("places.reports", _("Progress report (PDF)"), "reports:place_pdf")
register_link("plans.files", "PDF", "reports:plan_pdf", order=10, icon="file-earmark-pdf")
register_link("plans.files", "Word", "reports:plan_docx", order=20, icon="file-earmark-word")
register_link(
    "plans.files", "Excel", "reports:plan_xlsx", order=30, icon="file-earmark-spreadsheet"
)
register_link(
    "plans.public_files",
    _("Download as PDF"),
    "reports:plan_public_pdf",
    icon="file-earmark-pdf",
    arguments=lambda version: [version.share_key],
)
register_link(
    "places.reports",
    _("The whole case for an auditor (ZIP)"),
    "reports:case",
    order=110,
    visible=lambda user, participation: allowed(user, "reports.case", participation),
)
register_link(
    "places.reports",
    _("The place's own copy (ZIP)"),
    "reports:takeaway",
    order=100,
    visible=lambda user, participation: allowed(user, "reports.takeaway", participation),
)
register_panel("places.place_side", "reports/takeaway/_offer.html", _copy_at_the_end, order=1)
register_link("places.reports", _("Reports for a period"), "reports:place_reports", order=5)
register_link(
    "programmes.tabs",
    _("Report"),
    "reports:programme",
    order=60,
    visible=lambda user, programme: allowed(user, "reports.programme", programme),
)
register_panel("programmes.home", "reports/programme/of_home.html", ways, order=60)
register_panel("programmes.programme", "reports/periodic/of_programme.html", pages.panel, order=60)
