"""Addresses of figures: of a region's collection, of its queries, files and single figures."""

from __future__ import annotations

from django.urls import path

from facts.files import views as files
from facts.observations import views as observations
from facts.peers import urls as peers
from facts.sheet import urls as sheet
from facts.sources import views as sources

app_name = "facts"

_REGION, _QUERY = "facts/regions/<int:region_id>/", "facts/queries/<int:pk>/"
_FILE, _FIGURE = "facts/files/<int:pk>/", "facts/figures/<int:pk>/"

urlpatterns = [
    path("facts/", sources.mine, name="mine"),
    path("facts/codes/", sources.codes, name="codes"),
    path(_REGION, sources.region, name="region"),
    path(f"{_REGION}sets/<slug:set_key>/fetch/", sources.set_fetch, name="set_fetch"),
    path(f"{_REGION}search/", sources.search, name="search"),
    path(f"{_REGION}table/", sources.choose, name="choose"),
    path(_QUERY, sources.query, name="query"),
    path(f"{_QUERY}change/", sources.query_change, name="query_change"),
    path(f"{_QUERY}fetch/", sources.query_fetch, name="query_fetch"),
    path(f"{_QUERY}accept/", sources.query_accept, name="query_accept"),
    path(f"{_QUERY}remove/", sources.query_remove, name="query_remove"),
    path(f"{_REGION}files/", files.upload, name="file"),
    path(f"{_REGION}files/template/", files.template, name="file_template"),
    path(f"{_FILE}columns/", files.columns, name="file_columns"),
    path(_FILE, files.preview, name="file_preview"),
    path(f"{_FILE}update/", files.update, name="file_update"),
    path(f"{_FILE}confirm/", files.confirm, name="file_confirm"),
    path(f"{_FILE}discard/", files.discard, name="file_discard"),
    path(f"{_REGION}figures/", observations.figures, name="figures"),
    path(f"{_REGION}figures/add/", observations.figure_add, name="figure_add"),
    path(_FIGURE, observations.figure, name="figure"),
    path(f"{_FIGURE}correct/", observations.figure_correct, name="figure_correct"),
    path(f"{_FIGURE}break/", observations.figure_break, name="figure_break"),
    *peers.urlpatterns,
    *sheet.urlpatterns,
]
