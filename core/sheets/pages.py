"""The pages of an import: upload, look, confirm. One set of templates in `core/sheets/`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.refusals import NotAllowed, Refusal
from core.requests import SignedInRequest
from core.sheets.kept import Importer, ImportState, KeptSheet
from core.sheets.table import MAX_BYTES

#: So many faults and rows are shown; of the rest the number is told.
SHOWN = 100
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

    def upload(
        self, request: SignedInRequest, form: UploadForm, kept: K, **context: Any
    ) -> HttpResponse:
        """Choose a file. What is wrong with it as a whole is told here."""
        if request.method == "POST" and form.is_valid():
            kept.update_existing = form.cleaned_data["update_existing"]
            try:
                self.importer.upload(
                    kept=kept,
                    file_name=form.cleaned_data["file"].name,
                    content=form.content(),
                    by=request.user,
                )
            except NotAllowed:
                raise
            except Refusal as refusal:
                form.add_error("file", [str(refusal), *refusal.details])
            else:
                return self._to("preview", kept)
        context |= {
            "form": form,
            "columns": self.importer.columns,
            "template_url": self.url("template", kept),
            **self.context(kept),
        }
        status = 422 if request.method == "POST" else 200
        return render(request, f"{self.folder}/import.html", context, status=status)

    def preview(self, request: SignedInRequest, kept: K, status: int = 200) -> HttpResponse:
        """What the import would do, or did."""
        urls = {name: self.url(name, kept) for name in ("start", "update", "confirm", "discard")}
        context = {"kept": kept, "urls": urls, **self.context(kept)}
        if kept.state == ImportState.DONE:
            return render(request, f"{self.folder}/import_done.html", context)
        plan = self.importer.plan_of(kept)
        nothing = not plan.faults and not plan.counts["new"] and not plan.counts["changed"]
        context |= {
            "plan": plan,
            "faults": plan.faults[:SHOWN],
            "more_faults": max(0, len(plan.faults) - SHOWN),
            "hidden_rows": kept.hidden(),
            "nothing": nothing,
            "may_confirm": not plan.faults and not nothing,
            **self.previewed(kept, plan),
        }
        return render(request, f"{self.folder}/import_preview.html", context, status=status)

    def update(self, request: SignedInRequest, kept: K) -> HttpResponse:
        """Let the import change what is there already, or not."""
        if request.method == "POST":
            wanted = request.POST.get("update_existing") == "1"
            self.importer.set_update_existing(kept=kept, update_existing=wanted, by=request.user)
        return self._to("preview", kept)

    def confirm(self, request: SignedInRequest, kept: K) -> HttpResponse:
        """Carry the import out. A second click finds it done."""
        if request.method != "POST":
            return self._to("preview", kept)
        try:
            self.importer.confirm(kept=kept, by=request.user)
        except NotAllowed:
            raise
        except Refusal as refusal:
            messages.error(request, str(refusal))
            if refusal.code == "import_expired":
                return self._to("start", kept)
            return self.preview(request, kept, status=refusal.status)
        return self._to("preview", kept)

    def discard(self, request: SignedInRequest, kept: K) -> HttpResponse:
        """Throw the preview away."""
        if request.method != "POST":
            return self._to("preview", kept)
        self.importer.discard(kept=kept, by=request.user)
        messages.success(request, _("The file is thrown away. Nothing was imported."))
        return self._to("start", kept)

    def _to(self, name: str, kept: K) -> HttpResponseRedirect:
        return HttpResponseRedirect(self.url(name, kept))
