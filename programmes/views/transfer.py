"""Bring a method into a region: from a file, or from another region."""

from __future__ import annotations

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from core.policy import policy
from core.refusals import Refusal
from core.requests import SignedInRequest
from people.models import Region, User
from programmes.domain.faults import FaultyMethod
from programmes.domain.forking import fork
from programmes.domain.loading import load_method
from programmes.domain.reading import MAX_BYTES, text_of
from programmes.forms.transfer import ForkForm, ImportForm
from programmes.models import MethodVersion
from programmes.views.drafts import FORM


def _regions(user: User) -> QuerySet[Region]:
    return Region.objects.run_by(user)


@policy("programmes.add_method")
@FORM
def method_import(request: SignedInRequest) -> HttpResponse:
    """Upload a method's file. A faulty one is refused whole, its faults told by line."""
    form = ImportForm(request.POST or None, request.FILES or None, regions=_regions(request.user))
    faulty, status = None, 200
    if request.method == "POST" and form.is_valid():
        upload = form.cleaned_data["file"]
        try:
            # One byte more than allowed is enough to know that it is too much.
            text = text_of(upload.read(MAX_BYTES + 1))
            region = form.cleaned_data["region"]
            draft = load_method(text, file_name=upload.name, region=region, by=request.user)
        except FaultyMethod as refusal:
            faulty, status = refusal, 422
        except Refusal as refusal:
            form.add_error(None, str(refusal))
            status = refusal.status
        else:
            messages.success(request, _("The file is in. It is a draft until you publish it."))
            return redirect("programmes:method", draft.pk)
    context = {"form": form, "faulty": faulty}
    return render(request, "programmes/method_import.html", context, status=status)


@policy(
    "programmes.fork_method",
    MethodVersion,
    select=lambda rows: rows.select_related("method__region"),
)
@FORM
def method_fork(request: SignedInRequest, version: MethodVersion) -> HttpResponse:
    """Take a published version over to a region that the user runs."""
    form = ForkForm(
        request.POST or None, initial={"key": version.method.key}, regions=_regions(request.user)
    )
    status = 200
    if request.method == "POST" and form.is_valid():
        cleaned = form.cleaned_data
        try:
            draft = fork(version, region=cleaned["region"], key=cleaned["key"], by=request.user)
        except Refusal as refusal:
            form.add_error("key" if refusal.code == "key_taken" else None, str(refusal))
            status = refusal.status
        else:
            messages.success(
                request, _("The method is yours as a draft. Make it your own, then publish it.")
            )
            return redirect("programmes:method_edit", draft.pk)
    context = {"form": form, "version": version}
    return render(request, "programmes/method_fork.html", context, status=status)
