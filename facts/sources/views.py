"""Pages of a region's figures: sets, queries, searching a table, saving and fetching."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.contrib import messages
from django.http import HttpResponseBase, HttpResponseRedirect, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.requests import SignedInRequest
from core.web.shell import Context, Posting, form_page, page
from facts.models import Query
from facts.queries import regions_of
from facts.sets.services import Asked, codes_of_places, fetch_set
from facts.sources import pages, services
from facts.sources.faults import SourceFault
from facts.sources.forms import ChangeForm, QueryForm
from facts.sources.pages import region_for
from jobs.models import Job

CHOOSE, SEARCH = "facts/sources/choose.html", "facts/sources/search.html"


@page("facts.collect_somewhere", template="facts/sources/regions.html")
def mine(request: SignedInRequest) -> Context | HttpResponseBase:
    """The figures of the one region that somebody collects for, or the choice among several."""
    rows = list(regions_of(request.user).order_by("name"))
    if len(rows) == 1:
        return redirect("facts:region", rows[0].pk)
    return {"regions": rows}


@page("facts.collect_somewhere", template="facts/sources/region.html")
def region(request: SignedInRequest, region_id: int) -> Context:
    """Sets and queries of a region."""
    return pages.overview(region_for(request.user, region_id))


@form_page("facts.collect_somewhere")
def set_fetch(request: SignedInRequest, region_id: int, set_key: str) -> Posting[Asked]:
    """Make the queries of a set for the region's places, and fetch them."""
    found = region_for(request.user, region_id)
    return Posting(
        verb=partial(fetch_set, region=found, set_key=set_key, by=request.user),
        done=lambda asked: (
            ngettext(
                "%(count)s query is being fetched.",
                "%(count)s queries are being fetched.",
                len(asked.queries),
            )
            % {"count": len(asked.queries)}
        ),
        warnings=lambda asked: (
            [_("Of some indicators nothing can be asked: no place has a code of their kind.")]
            if asked.without
            else []
        ),
        to=reverse("facts:region", args=[found.pk]),
    )


@page("facts.collect_somewhere", template=SEARCH)
def search(request: SignedInRequest, region_id: int) -> Context:
    """Look for a table in a source."""
    return pages.search(region_for(request.user, region_id), request.GET)


@page("facts.collect_somewhere")
def codes(request: SignedInRequest) -> JsonResponse:
    """What a search among a variable's codes finds, for the script."""
    token = request.GET.get("in", "")
    if not token:
        return JsonResponse({"hits": [], "more": False})
    return JsonResponse(pages.codes(token, request.GET.get("q", "")))


@form_page("facts.collect_somewhere", template=CHOOSE)
def choose(request: SignedInRequest, region_id: int) -> Posting[Any] | HttpResponseBase:
    """Choose of a table's variables, look at the first figures, save as a query."""
    found = region_for(request.user, region_id)
    try:
        source, table, lists = pages.asked_table(request.GET)
    except SourceFault as fault:
        return _in_trouble(request, region_id, fault)
    form = QueryForm(
        request.POST or None,
        table=table,
        region=found,
        client=source.kind.value,
        host=source.host,
        lists=lists,
        places=codes_of_places(found),
    )
    context = {
        "region": found,
        "source": source,
        "table": table,
        "lists": lists,
        "back_url": f"{reverse('facts:search', args=[found.pk])}",
    }

    def save(**asked: Any) -> Query:
        question = services.Question(
            client=source.kind.value,
            host=source.host,
            table=table.id,
            selection=asked["selection"],
            mapping=asked["mapping"],
            seen=pages.seen_now(source, table, asked),
        )
        return services.save_query(
            region=found,
            question=question,
            name=asked["name"],
            refresh=asked["refresh"],
            by=request.user,
        )

    def look(**asked: Any) -> pages.Preview:
        return pages.preview(found, source, table, asked)

    if "preview" in request.POST:
        return Posting(
            form=form,
            verb=look,
            to=lambda shown: render(request, CHOOSE, {**context, "form": form, "preview": shown}),
            context=context,
        )
    return Posting(
        form=form,
        verb=save,
        done=_("The query is saved."),
        to=lambda query: reverse("facts:query", args=[query.pk]),
        context=context,
    )


def _in_trouble(request: SignedInRequest, region_id: int, fault: SourceFault) -> HttpResponseBase:
    """The table cannot be shown: say why where it was looked for."""
    messages.error(request, str(fault))
    return HttpResponseRedirect(reverse("facts:search", args=[region_id]))


@page(
    "facts.collect",
    Query,
    "facts/sources/query.html",
    select=lambda rows: rows.select_related("region"),
)
def query(request: SignedInRequest, query: Query) -> Context:
    """One query: what it asks, when, what came of it."""
    return pages.query_page(query)


@form_page("facts.collect", Query, "facts/sources/change.html")
def query_change(request: SignedInRequest, query: Query) -> Posting[Query]:
    """Another name, another schedule."""
    return Posting(
        form=ChangeForm(
            request.POST or None, initial={"name": query.name, "refresh": query.refresh}
        ),
        verb=partial(services.change_query, query=query, by=request.user),
        done=_("The query is changed."),
        to=reverse("facts:query", args=[query.pk]),
    )


@form_page("facts.collect", Query)
def query_fetch(request: SignedInRequest, query: Query) -> Posting[Job]:
    """Fetch it now."""
    return Posting(
        verb=partial(services.fetch, query=query, by=request.user),
        to=lambda job: reverse("jobs:job", args=[job.pk]),
        back=reverse("facts:query", args=[query.pk]),
    )


@form_page("facts.collect", Query)
def query_accept(request: SignedInRequest, query: Query) -> Posting[Query]:
    """Take the table as it is now."""
    return Posting(
        verb=partial(services.accept_change, query=query, by=request.user),
        done=_("The table is taken as it is now. Fetch it to get the figures."),
        to=reverse("facts:query", args=[query.pk]),
    )


@form_page("facts.collect", Query)
def query_remove(request: SignedInRequest, query: Query) -> Posting[None]:
    """Take the query away; its figures stay."""
    return Posting(
        verb=partial(services.remove_query, query=query, by=request.user),
        done=_("The query is removed. The figures that it fetched stay."),
        to=reverse("facts:region", args=[query.region_id]),
        back=reverse("facts:query", args=[query.pk]),
    )
