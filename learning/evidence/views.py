"""Packs of evidence: asked for, made as a job, fetched, taken away."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.downloads import stored
from core.exports import PDF_TYPE, file_name
from core.policy import thing_for
from core.requests import SignedInRequest
from core.web.shell import Context, Posting, form_page, page
from jobs import kinds
from jobs.kinds import Made
from jobs.models import Job
from jobs.running import Work
from learning.evidence import services
from learning.evidence.forms import PackForm
from learning.models import EvidencePack
from programmes.home.pages import head, loaded, with_head
from programmes.models import Programme

ZIP_TYPE = "application/zip"
#: Several files and a PDF; below the workers' own limit.
SECONDS = 240


@page(services.RIGHT, Programme, "learning/evidence/page.html", select=with_head)
def evidence(request: SignedInRequest, programme: Programme) -> Context:
    """The packs that were made."""
    rows = programme.evidence_packs.select_related("made_by").defer("content")
    packs = [(one, services.is_withdrawn(one)) for one in rows]
    return head(programme, request.user) | {"packs": packs}


@form_page(services.RIGHT, Programme, "mapping/form.html", select=with_head)
def evidence_new(request: SignedInRequest, programme: Programme) -> Posting[Job]:
    """Choose what stands in a pack, and have it made."""
    return Posting(
        form=PackForm(request.POST or None),
        verb=partial(services.ask_for, programme=programme, by=request.user),
        to=lambda job: reverse("jobs:job", args=[job.pk]),
        context={
            "title": _("A pack of evidence"), "save": _("Make the pack"), "back": _url(programme),
        },
    )  # fmt: skip


@page(services.RIGHT, Programme, select=with_head)
def evidence_pdf(request: SignedInRequest, programme: Programme, pack_id: int) -> HttpResponse:
    """The PDF."""
    return _file(_pack(programme, pack_id), "pdf")


@page(services.RIGHT, Programme, select=with_head)
def evidence_zip(request: SignedInRequest, programme: Programme, pack_id: int) -> HttpResponse:
    """The ZIP."""
    return _file(_pack(programme, pack_id), "zip")


@form_page(services.RIGHT, Programme, select=with_head)
def evidence_remove(request: SignedInRequest, programme: Programme, pack_id: int) -> Posting[None]:
    """Take a pack away."""
    found = _pack(programme, pack_id)
    return Posting(
        verb=partial(services.remove_pack, pack=found, by=request.user),
        done=_("“%(name)s” is removed.") % {"name": found.title},
        to=_url(programme),
    )


def _make(work: Work) -> Made:
    told: dict[str, Any] = dict(work.parameters)
    programme = thing_for(work.by, services.RIGHT, Programme, told.pop("programme"), loaded)
    assert work.by is not None  # noqa: S101 - nobody without an account has the right
    pack = services.make(
        programme=programme, by=work.by, key=f"job:{work.job.pk}", step=work.step, **told
    )
    return Made(pack.archive.open("rb"), _name(pack, "zip"), ZIP_TYPE)


kinds.register(services.KIND, gettext_lazy("Pack of evidence"), _make, seconds=SECONDS)


def _file(pack: EvidencePack, ending: str) -> HttpResponse:
    services.refuse_withdrawn(pack)
    file, kind = (pack.pdf, PDF_TYPE) if ending == "pdf" else (pack.archive, ZIP_TYPE)
    try:
        return stored(file, _name(pack, ending), kind)
    except FileNotFoundError as error:
        raise Http404 from error


def _name(pack: EvidencePack, ending: str) -> str:
    return file_name(pack.title, ending=ending, on=timezone.localdate(pack.made_at))


def _pack(programme: Programme, pack_id: int) -> EvidencePack:
    found = get_object_or_404(programme.evidence_packs, pk=pack_id)
    found.programme = programme
    return found


def _url(programme: Programme) -> str:
    return reverse("learning:evidence", args=[programme.pk])
