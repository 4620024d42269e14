"""The directory: for those who keep it, for keepers by a link, for everybody."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial, wraps
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from core.downloads import download
from core.exports import CSV_TYPE, XLSX_TYPE, file_name, xlsx
from core.policy import PUBLIC
from core.requests import SignedInRequest
from core.throttle import client_address, within
from core.web.shell import Context, Posting, Shown, form_page, page
from learning.directory import importing, pages, services
from learning.directory.forms import EntryForm, FunctionForm, KeeperForm, ListForm, MendForm
from learning.directory.links import LinkOverError, NoSuchLinkError, closes_on, opened
from learning.models import DirectoryImport, DirectoryKeeper, PublicFunction, Question
from people.models import Region

_FOLDER = "learning/directory"
FORM = f"{_FOLDER}/form.html"
#: Questions from one address in ten minutes; a library's computers share one.
MOST_ASKED, ASKED_SECONDS = 120, 600


IMPORT_PAGES = pages.DirectoryPages()


def _whole(rows: QuerySet[Any]) -> QuerySet[Any]:
    return rows.select_related("region", "municipality")


def _of_region(rows: QuerySet[Any]) -> QuerySet[Any]:
    return rows.select_related("region")


def _with_place(rows: QuerySet[Any]) -> QuerySet[Any]:
    return rows.select_related("participation__place__municipality", "participation__programme")


keep_page = partial(form_page, "learning.keep_directory", PublicFunction, select=_whole)
import_page = partial(form_page, "learning.keep_directory", DirectoryImport, select=_of_region)
keeper_page = partial(form_page, "learning.keep_directory", DirectoryKeeper, select=_whole)


@page("learning.view_directory", template=f"{_FOLDER}/page.html")
def directory(request: SignedInRequest) -> Context:
    """The directory of one's regions."""
    return pages.directory(request.user, request.GET)


@page("learning.view_directory", PublicFunction, f"{_FOLDER}/one.html", select=_whole)
def function(request: SignedInRequest, function: PublicFunction) -> Context:
    """One entry."""
    return {**pages.one(function, request.user), "function": function}


def _regions(request: SignedInRequest) -> QuerySet[Region]:
    return Region.objects.run_by(request.user).order_by("name")


@form_page("learning.keep_directory", template=FORM)
def function_add(request: SignedInRequest) -> Posting[PublicFunction]:
    """Add an entry."""
    regions = _regions(request)
    form = FunctionForm(
        request.POST or None, regions=regions, municipalities=pages.municipalities_for(regions),
        initial={"region": regions.first()},
    )  # fmt: skip
    return Posting(
        form=form,
        verb=partial(services.add_function, by=request.user),
        done=_("It is in the directory. Publish it when it is right."),
        to=_url,
        context={"title": _("Add to the directory"), "back": reverse("learning:directory")},
    )


@form_page("learning.keep_answer", Question, FORM, select=_with_place)
def function_of_question(request: SignedInRequest, question: Question) -> Posting[PublicFunction]:
    """Make an entry of an answered question: given once, found by all."""
    regions = _regions(request).filter(pk=question.participation.programme.region_id)
    form = FunctionForm(
        request.POST or None, regions=regions, municipalities=pages.municipalities_for(regions),
        initial=pages.of_answer(question) | {"region": regions.first()},
    )  # fmt: skip
    back = reverse("learning:question", args=[question.pk])
    return Posting(
        form=form,
        verb=partial(services.add_function, by=request.user, question=question),
        done=_("It is in the directory. Publish it when it is right."),
        to=_url,
        context={"title": _("Put the answer into the directory"), "back": back},
    )


@page("learning.keep_directory")
def directory_xlsx(request: SignedInRequest) -> HttpResponse:
    """The directory as it is filtered, under the headings that an import reads."""
    rows = pages.listed(request.user, request.GET)[1]
    name = file_name(_("Who do I turn to?"), ending="xlsx", on=timezone.localdate())
    return download(xlsx([importing.sheet(rows)]), name, XLSX_TYPE)


@form_page("learning.keep_directory", template=IMPORT_PAGES.template("import"))
def directory_import(request: SignedInRequest) -> Posting[DirectoryImport]:
    """Choose a file."""
    form = ListForm(request.POST or None, request.FILES or None, regions=_regions(request))
    return IMPORT_PAGES.upload(request, form, DirectoryImport())


@page("learning.keep_directory")
def directory_template(_request: SignedInRequest) -> HttpResponse:
    """The columns as a CSV file. The mark at its start makes Excel read it as UTF-8."""
    content = importing.COLUMNS.template_csv().encode("utf-8-sig")
    return download(content, "directory.csv", CSV_TYPE)


@page("learning.keep_directory", DirectoryImport, select=_of_region)
def directory_import_preview(request: SignedInRequest, kept: DirectoryImport) -> HttpResponse:
    """What the import would do, or did."""
    return IMPORT_PAGES.preview(request, kept)


@import_page()
def directory_import_update(request: SignedInRequest, kept: DirectoryImport) -> Posting[Any]:
    """Let the import change entries that are there already, or not."""
    return IMPORT_PAGES.update(request, kept)


@import_page()
def directory_import_confirm(request: SignedInRequest, kept: DirectoryImport) -> HttpResponse:
    """Carry the import out."""
    return IMPORT_PAGES.confirm(request, kept)


@import_page()
def directory_import_discard(request: SignedInRequest, kept: DirectoryImport) -> Posting[None]:
    """Throw the preview away."""
    return IMPORT_PAGES.discard(request, kept)


@keep_page(FORM)
def function_edit(request: SignedInRequest, function: PublicFunction) -> Posting[PublicFunction]:
    """Change an entry."""
    regions = Region.objects.filter(pk=function.region_id)
    return Posting(
        form=FunctionForm(
            request.POST or None, row=function, municipalities=pages.municipalities_for(regions)
        ),
        verb=partial(services.change_function, function=function, by=request.user),
        done=_("Saved."),
        to=_url(function),
        context={"title": function.name, "back": _url(function)},
    )


@keep_page()
def function_publish(request: SignedInRequest, function: PublicFunction) -> Posting[Any]:
    """Show it to everybody."""
    return Posting(
        verb=partial(services.publish, function=function, by=request.user),
        done=_("Everybody can find it now."),
        to=_url(function),
    )


@keep_page()
def function_unpublish(request: SignedInRequest, function: PublicFunction) -> Posting[Any]:
    """Show it no longer."""
    return Posting(
        verb=partial(services.publish, function=function, by=request.user, published=False),
        done=_("It is no longer shown to everybody."),
        to=_url(function),
    )


@keep_page()
def function_check(request: SignedInRequest, function: PublicFunction) -> Posting[Any]:
    """Say that it is still right."""
    return Posting(
        verb=partial(
            services.check, function=function, by=request.user, version=_version(request, function)
        ),
        done=_("Checked today."),
        to=_url(function),
    )


@keep_page()
def function_remove(request: SignedInRequest, function: PublicFunction) -> Posting[None]:
    """Take it away."""
    return Posting(
        verb=partial(services.remove_function, function=function, by=request.user),
        done=_("It is removed from the directory."),
        to=reverse("learning:directory"),
        back=_url(function),
    )


@form_page("learning.keep_directory", template=f"{_FOLDER}/keepers.html")
def keepers(request: SignedInRequest) -> Posting[DirectoryKeeper]:
    """Who keeps what; name somebody."""
    regions = _regions(request)
    form = KeeperForm(
        request.POST or None, regions=regions, municipalities=pages.municipalities_for(regions),
        initial={"region": regions.first()},
    )  # fmt: skip
    return Posting(
        form=form,
        verb=partial(services.name_keeper, by=request.user),
        done=_("Named. The letter goes within the hour."),
        to=reverse("learning:keepers"),
        context=partial(pages.keepers, request.user),
    )


@keeper_page()
def keeper_remove(request: SignedInRequest, keeper: DirectoryKeeper) -> Posting[None]:
    """Take the task away."""
    return Posting(
        verb=partial(services.remove_keeper, keeper=keeper, by=request.user),
        done=_("Removed. The link opens nothing any longer."),
        to=reverse("learning:keepers"),
    )


@keeper_page()
def keeper_letter(request: SignedInRequest, keeper: DirectoryKeeper) -> Posting[Any]:
    """Send a letter with a new link now."""
    return Posting(
        verb=partial(services.send_letter, keeper=keeper, by=request.user),
        done=_("The letter is on its way."),
        to=reverse("learning:keepers"),
    )


def by_link(view: Callable[..., HttpResponseBase]) -> Callable[..., Any]:
    """Say kindly that a link opens nothing (404) or is over (410); no answer is kept or found."""

    @wraps(view)
    def answered_kindly(request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        try:
            response = view(request, **kwargs)
        except NoSuchLinkError:
            response = render(request, f"{_FOLDER}/none.html", status=404)
        except LinkOverError:
            response = render(request, f"{_FOLDER}/over.html", status=410)
        response["Cache-Control"] = "private, no-store"
        response["X-Robots-Tag"] = "noindex, nofollow"
        return response

    return answered_kindly


@by_link
@page(PUBLIC, None, f"{_FOLDER}/keep.html")
def keep(request: HttpRequest, token: str) -> Context:
    """A keeper's entries. GET changes nothing, so that mail scanners may open the link."""
    keeper = opened(token, timezone.localdate())
    found = pages.kept_by(keeper)
    return {"keeper": keeper, "token": token, "functions": found, "until": closes_on(keeper)}


@by_link
@form_page(PUBLIC)
def keep_check(request: HttpRequest, token: str, function_id: int) -> Posting[None]:
    """Still right."""
    keeper = opened(token, timezone.localdate())
    function = get_object_or_404(pages.kept_by(keeper), pk=function_id)
    return Posting(
        verb=partial(
            services.keeper_checks,
            keeper=keeper,
            function=function,
            version=_version(request, function),
        ),
        done=_("Thank you. It is noted that it is still right."),
        to=reverse("learning:keep", args=[token]),
    )


@by_link
@form_page(PUBLIC, None, f"{_FOLDER}/keep_form.html")
def keep_mend(request: HttpRequest, token: str, function_id: int) -> Posting[None]:
    """Mend how one gets hold of it."""
    keeper = opened(token, timezone.localdate())
    function = get_object_or_404(pages.kept_by(keeper), pk=function_id)
    back = reverse("learning:keep", args=[token])
    return Posting(
        form=MendForm(request.POST or None, row=function),
        verb=partial(services.keeper_changes, keeper=keeper, function=function),
        done=_("Thank you. It is changed."),
        to=back,
        context={"title": function.name, "back": back},
    )


@by_link
@form_page(PUBLIC, None, f"{_FOLDER}/keep_form.html")
def keep_propose(request: HttpRequest, token: str) -> Posting[PublicFunction]:
    """Add what is missing: the region looks at it first."""
    keeper = opened(token, timezone.localdate())
    back = reverse("learning:keep", args=[token])
    return Posting(
        form=EntryForm(request.POST or None),
        verb=partial(services.keeper_proposes, keeper=keeper),
        done=_("Thank you. The region looks at it before everybody sees it."),
        to=back,
        context={"title": _("Add what is missing"), "back": back},
    )


@page(PUBLIC)
def who(request: HttpRequest, slug: str) -> Shown:
    """Who do I turn to? For everybody, without an account."""
    region = get_object_or_404(pages.open_regions(), slug=slug)
    address = client_address(request)
    if request.GET.get("q") and not within(
        "ask-directory", address, limit=MOST_ASKED, seconds=ASKED_SECONDS
    ):
        return _drawn(request, {"region": region, "too_many": True}, 429)
    return _drawn(request, pages.who(region, request.GET))


def _drawn(request: HttpRequest, context: Context, status: int = 200) -> HttpResponse:
    response = render(request, f"{_FOLDER}/who.html", dict(context), status=status)
    response["Cache-Control"] = "private, no-cache"
    return response


def _version(request: HttpRequest, function: PublicFunction) -> int:
    version = request.POST.get("version", "")
    return int(version) if version.isdecimal() and len(version) < 10 else function.version  # noqa: PLR2004


def _url(function: PublicFunction) -> str:
    return reverse("learning:function", args=[function.pk])
