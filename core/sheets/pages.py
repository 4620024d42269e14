"""The pages of an import: upload, look, confirm. One set of templates in `core/sheets/`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from django import forms
from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core import exports
from core.downloads import download
from core.refusals import Refusal
from core.requests import SignedInRequest
from core.sheets.kept import Importer, ImportState, KeptSheet
from core.sheets.rows import Fault
from core.sheets.table import MAX_BYTES
from core.web.shell import Posting

#: So many faults and rows are shown; of the rest the number is told.
SHOWN = 100
#: The list of faults as a file.
FAULT_FILES = ("xlsx", "csv")
#: What the browser offers to choose from.
ACCEPTED = {"accept": ".csv,.tsv,.txt,.xlsx,.ods"}


class UploadForm(forms.Form):
    """A file, and whether what is there may be changed. What is in it is judged by the verb."""

    file = forms.FileField(
        label=gettext_lazy("File"),
        widget=forms.ClearableFileInput(attrs=ACCEPTED),
        error_messages={"empty": gettext_lazy("The file is empty.")},
    )
    update_existing = forms.BooleanField(required=False)

    def fill(self, kept: KeptSheet) -> None:
        """Say in a new import what was chosen."""
        kept.update_existing = self.cleaned_data["update_existing"]

    def content(self) -> bytes:
        """The file's bytes, and one more than is allowed at most: the verb refuses that."""
        return bytes(self.cleaned_data["file"].read(MAX_BYTES + 1))


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell on the preview: its heading, words, a smaller line, a flag (level and text)."""

    heading: str | Promise
    text: object = ""
    sub: str = ""
    flag: tuple[str, str] | None = None
    css: str = ""


@dataclass(frozen=True, slots=True)
class ShownRow:
    """A row on the preview: its number in the file, its cells, what happens, lines under that."""

    number: int
    cells: Sequence[Cell]
    flag: tuple[str, str] | None = None
    notes: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class ShownRows:
    """Rows under one heading, as `core/sheets/_rows.html` draws them."""

    anchor: str
    heading: str
    rows: Sequence[ShownRow]
    more: int = 0

    @classmethod
    def of(
        cls, anchor: str, heading: str, rows: Iterable[ShownRow], most: int | None = SHOWN
    ) -> ShownRows:
        """The first of the rows, and how many more there are."""
        every = list(rows)
        shown = every[:most]
        return cls(anchor, heading, shown, len(every) - len(shown))


def _faults_as(ending: str, name: str, faults: Sequence[Fault]) -> HttpResponse:
    """Every fault of the file: row, column, what stands there, why."""
    columns = [
        exports.Column(_("Row"), "number", 8),
        exports.Column(_("Column"), width=10),
        exports.Column(_("Heading"), width=24),
        exports.Column(_("What stands there"), width=32),
        exports.Column(_("What to do"), width=60),
    ]
    rows = [(one.row, one.letter, one.heading, one.value, str(one.reason)) for one in faults]
    return fault_list(ending, name.rpartition(".")[0] or name, columns, rows)


def fault_list(
    ending: str, stem: str, columns: Sequence[exports.Column], rows: Iterable[Sequence[Any]]
) -> HttpResponse:
    """What is to be put right as a list to work through. `ending` is one of FAULT_FILES."""
    if ending == "csv":
        content, kind = exports.csv_bytes(columns, rows), exports.CSV_TYPE
    else:
        content, kind = exports.xlsx([exports.Sheet(_("Faults"), columns, rows)]), exports.XLSX_TYPE
    called = exports.file_name(_("Faults"), stem, ending=ending, on=timezone.localdate())
    return download(content, called, kind)


class ImportPages[K: KeptSheet]:
    """The pages of one kind of import. The views declare who may and say what it is for."""

    importer: Importer[K, Any]
    #: The templates `import.html`, `import_preview.html` and `import_done.html` lie there.
    folder: str

    def url(self, name: str, kept: K) -> str:
        """The address of `start`, `template`, `preview`, `update`, `confirm` or `discard`."""
        raise NotImplementedError

    def context(self, kept: K) -> Mapping[str, Any]:
        """What every page of it needs."""
        return {}

    def previewed(self, kept: K, plan: Any) -> Mapping[str, Any]:
        """What the preview needs: `action` (what the button does) and `shown` rows."""
        raise NotImplementedError

    def template(self, name: str) -> str:
        """Where a template lies."""
        return f"{self.folder}/{name}.html"

    def upload(
        self, request: SignedInRequest, form: UploadForm, kept: K, **context: Any
    ) -> Posting[K]:
        """Choose a file. What is wrong with it is told beside the field."""

        def read(*, file: UploadedFile, **_chosen: Any) -> K:
            form.fill(kept)
            try:
                return self.importer.upload(
                    kept=kept, file_name=file.name or "", content=form.content(), by=request.user
                )
            except Refusal as refusal:
                refusal.field = refusal.field or "file"
                raise

        context |= {
            "columns": self.importer.columns,
            "template_url": self.url("template", kept),
            **self.context(kept),
        }
        return Posting(
            form=form, verb=read, to=lambda done: self.url("preview", done), context=context
        )

    def preview(self, request: SignedInRequest, kept: K, status: int = 200) -> HttpResponse:
        """What the import would do, or did."""
        urls = {name: self.url(name, kept) for name in ("start", "update", "confirm", "discard")}
        context = {"kept": kept, "urls": urls, **self.context(kept)}
        if kept.state == ImportState.DONE:
            return render(request, self.template("import_done"), context)
        plan = self.importer.plan_of(kept)
        if plan.faults and request.GET.get("faults") in FAULT_FILES:
            return _faults_as(request.GET["faults"], kept.file_name, plan.faults)
        nothing = not plan.faults and not plan.counts["new"] and not plan.counts["changed"]
        context |= {
            "plan": plan,
            "faults": plan.faults[:SHOWN],
            "more_faults": max(0, len(plan.faults) - SHOWN),
            "hidden_rows": kept.hidden(),
            "nothing": nothing,
            "may_confirm": not plan.faults and not nothing,
            **self.previewed(kept, plan),
            **self._without_faulty(kept, plan),
        }
        return render(request, self.template("import_preview"), context, status=status)

    def _without_faulty(self, kept: K, plan: Any) -> dict[str, Any]:
        """What the button does that leaves out the rows that do not fit."""
        if not plan.faults:
            return {}
        fitting = self.importer.fitting(kept)
        if not fitting.counts["new"] and not fitting.counts["changed"]:
            return {}
        return {
            "fitting_action": self.previewed(kept, fitting)["action"],
            "left_out": len(kept.left_out),
        }

    def update(self, request: SignedInRequest, kept: K) -> Posting[K]:
        """Let the import change what is there already, or not."""
        wanted = request.POST.get("update_existing") == "1"
        return Posting(
            verb=partial(
                self.importer.set_update_existing,
                kept=kept,
                update_existing=wanted,
                by=request.user,
            ),
            to=self.url("preview", kept),
        )

    def confirm(self, request: SignedInRequest, kept: K) -> HttpResponse:
        """Carry the import out. A second click finds it done."""
        if request.method == "POST":
            try:
                only_fitting = request.POST.get("only_fitting") == "1"
                self.importer.confirm(kept=kept, by=request.user, only_fitting=only_fitting)
            except Refusal as refusal:
                messages.error(request, str(refusal))
                if refusal.code == "import_expired":
                    return HttpResponseRedirect(self.url("start", kept))
                return self.preview(request, kept, status=refusal.status)
        return HttpResponseRedirect(self.url("preview", kept))

    def discard(self, request: SignedInRequest, kept: K) -> Posting[None]:
        """Throw the preview away."""
        return Posting(
            verb=partial(self.importer.discard, kept=kept, by=request.user),
            done=_("The file is thrown away. Nothing was imported."),
            to=self.url("start", kept),
            back=self.url("preview", kept),
        )
