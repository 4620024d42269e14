"""The page of a region's Word template."""

from __future__ import annotations

from functools import partial
from typing import Any

from django import forms
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.downloads import download
from core.exports import DOCX_TYPE
from core.requests import SignedInRequest
from core.web.shell import Posting, form_page, page
from people.models import Region
from reports.models import WordTemplate
from reports.template.filling import FIELDS
from reports.template.sample import sample
from reports.template.services import content_of, remove_template, set_template, template_of

PAGE = "reports/template/page.html"


class TemplateForm(forms.Form):
    """The file."""

    file = forms.FileField(
        label=gettext_lazy("Word file"),
        help_text=gettext_lazy("DOCX, with fields in double braces, as the list says."),
        widget=forms.FileInput(attrs={"accept": ".docx"}),
    )


@form_page("reports.word_template", Region, PAGE)
def word_template(request: SignedInRequest, region: Region) -> Posting[WordTemplate]:
    """The template that is there, and the form for another."""
    return Posting(
        form=TemplateForm(request.POST or None, request.FILES or None),
        verb=partial(set_template, region=region, by=request.user),
        done=_("Saved. Word files of reports are made from it."),
        to=reverse("reports:word_template", args=[region.pk]),
        context=lambda: {"template": template_of(region), "fields": FIELDS},
    )


@form_page("reports.word_template", Region)
def word_template_remove(request: SignedInRequest, region: Region) -> Posting[Any]:
    """Take it away."""
    return Posting(
        verb=partial(remove_template, region=region, by=request.user),
        done=_("Removed. Word files look as the platform sets them."),
        to=reverse("reports:word_template", args=[region.pk]),
    )


@page("reports.word_template", Region)
def word_template_file(request: SignedInRequest, region: Region) -> HttpResponse:
    """The template as it was added."""
    row = template_of(region)
    content = content_of(row)
    if row is None or content is None:
        raise Http404
    return download(content, row.name, DOCX_TYPE)


@page("reports.word_template", Region)
def word_template_sample(request: SignedInRequest, region: Region) -> HttpResponse:
    """A template to begin from, in the region's language."""
    with translation.override(region.language):
        name = _("report template")
        return download(sample(region), f"{name}.docx", DOCX_TYPE)
