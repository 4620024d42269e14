"""Importing a list of actions: upload, look, confirm."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.downloads import download
from core.exports import XLSX_TYPE
from core.requests import SignedInRequest
from core.sheets import pages
from core.sheets.pages import Cell, ImportPages, ShownRow, ShownRows
from core.web.shell import Posting, form_page, page
from places.models import Participation
from places.queries import with_head
from plans.blockers import lock_reason
from plans.importing.services import IMPORTER, ActionPlan, PlannedAction, template_xlsx
from plans.models import PlanImport
from plans.words import words_of


class UploadForm(pages.UploadForm):
    """A file with actions."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["file"].help_text = _("XLSX, ODS or CSV, at most 5 MB and 500 actions.")
        self.fields["update_existing"].label = _("Change actions that the plan has already")
        self.fields["update_existing"].help_text = _(
            "Without this, an action of the same name is left as it is."
        )


class ActionPages(ImportPages[PlanImport]):
    """The pages of a list of actions."""

    importer = IMPORTER
    folder = "plans/import"

    def url(self, name: str, kept: PlanImport) -> str:
        """Addresses under the place."""
        place = kept.participation_id
        if name == "start":
            return reverse("plans:import", args=[place])
        if name == "template":
            return reverse("plans:import_template", args=[place])
        return reverse(f"plans:import_{name}", args=[place, kept.pk])

    def context(self, kept: PlanImport) -> Mapping[str, Any]:
        """The place, and what it calls the parts of its plan."""
        participation = kept.participation
        return {"participation": participation, "words": words_of(participation.programme)}

    def previewed(self, kept: PlanImport, plan: ActionPlan) -> Mapping[str, Any]:
        """All rows, with what each would change."""
        words = words_of(kept.participation.programme)
        rows = [_shown(one, str(words.action), str(words.goal)) for one in plan.rows]
        return {
            "shown": ShownRows.of("rows", _("Row by row"), rows, most=None),
            "known": plan.of("there"),
            "action": _action(plan.counts["new"], plan.counts["changed"]),
        }


PAGES = ActionPages()


@form_page("plans.edit", Participation, PAGES.template("import"), select=with_head)
def upload(request: SignedInRequest, participation: Participation) -> Posting[PlanImport]:
    """Choose a file."""
    form = UploadForm(request.POST or None, request.FILES or None)
    kept = PlanImport(participation=participation)
    return PAGES.upload(request, form, kept, locked=lock_reason(participation))


@page("plans.edit", Participation)
def template(request: HttpRequest, participation: Participation) -> HttpResponse:
    """The columns as a workbook with one row as an example."""
    return download(template_xlsx(), _("actions") + ".xlsx", XLSX_TYPE)


@page("plans.edit", Participation, select=with_head)
def preview(request: SignedInRequest, participation: Participation, import_id: int) -> HttpResponse:
    """What the import would do, or did."""
    return PAGES.preview(request, _own(request, participation, import_id))


@form_page("plans.edit", Participation, select=with_head)
def update(
    request: SignedInRequest, participation: Participation, import_id: int
) -> Posting[PlanImport]:
    """Let the import change actions that the plan has already, or not."""
    return PAGES.update(request, _own(request, participation, import_id))


@form_page("plans.edit", Participation, select=with_head)
def confirm(request: SignedInRequest, participation: Participation, import_id: int) -> HttpResponse:
    """Carry the import out."""
    return PAGES.confirm(request, _own(request, participation, import_id))


@form_page("plans.edit", Participation)
def discard(
    request: SignedInRequest, participation: Participation, import_id: int
) -> Posting[None]:
    """Throw the preview away."""
    return PAGES.discard(request, _own(request, participation, import_id))


def _own(request: SignedInRequest, participation: Participation, import_id: int) -> PlanImport:
    """One's own import at this place; others' are not there."""
    found = get_object_or_404(participation.plan_imports, pk=import_id, owner=request.user)
    found.participation = participation
    return found


def _shown(one: PlannedAction, action: str, goal: str) -> ShownRow:
    happens = {
        "faulty": ("warn", _("To put right first")),
        "new": ("ok", _("New")),
        "changed": ("info", _("Changed")),
        "same": ("off", _("Stands there already")),
        "there": ("off", _("Is there and is left as it is")),
    }
    changes = [
        _("%(what)s: %(old)s → %(new)s")
        % {"what": change.label, "old": change.old or "–", "new": change.new or "–"}
        for change in one.changes
    ]
    cells = [Cell(action, one.title or "–"), Cell(goal, one.goal or "–")]
    return ShownRow(one.row, cells, happens[one.result], [*changes, *one.notes])


def _action(new: int, changed: int) -> str:
    """What the button does, in its own words."""
    if new and changed:
        return _("Import %(new)s and change %(changed)s actions") % {"new": new, "changed": changed}
    if changed:
        return ngettext("Change %(count)s action", "Change %(count)s actions", changed) % {
            "count": changed
        }
    return ngettext("Import %(count)s action", "Import %(count)s actions", new) % {"count": new}
