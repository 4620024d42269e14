"""Addresses of funding sources, the money of a place and its funding lines."""

from django.urls import path

from plans.views import funding, lines, sources

urlpatterns = [
    path("money/sources/", sources.sources, name="sources"),
    path("money/sources/new/", sources.source_add, name="source_add"),
    path("money/sources/<int:pk>/", sources.source, name="source"),
    path("money/sources/<int:pk>/edit/", sources.source_edit, name="source_edit"),
    path("money/sources/<int:pk>/close/", sources.source_close, name="source_close"),
    path("money/sources/<int:pk>/open/", sources.source_reopen, name="source_reopen"),
    path("money/sources/<int:pk>/remove/", sources.source_remove, name="source_remove"),
    path("money/sources/<int:pk>/deadlines/", sources.deadline_add, name="deadline_add"),
    path(
        "money/sources/<int:pk>/deadlines/<int:deadline_id>/remove/",
        sources.deadline_remove,
        name="deadline_remove",
    ),
    path("places/<int:pk>/money/", funding.funding, name="funding"),
    path("places/<int:pk>/plan/actions/<int:action_id>/money/", funding.match, name="match"),
    path(
        "places/<int:pk>/plan/actions/<int:action_id>/money/<int:source_id>/",
        lines.line_add,
        name="line_add",
    ),
    path(
        "places/<int:pk>/plan/actions/<int:action_id>/money/<int:source_id>/plan/",
        funding.plan_to_apply,
        name="plan_to_apply",
    ),
    path("places/<int:pk>/money/lines/<int:line_id>/", lines.line, name="line"),
    path("places/<int:pk>/money/lines/<int:line_id>/edit/", lines.line_edit, name="line_edit"),
    path("places/<int:pk>/money/lines/<int:line_id>/sent/", lines.line_asked, name="line_asked"),
    path(
        "places/<int:pk>/money/lines/<int:line_id>/granted/",
        lines.line_granted,
        name="line_granted",
    ),
    path(
        "places/<int:pk>/money/lines/<int:line_id>/refused/",
        lines.line_refused,
        name="line_refused",
    ),
    path(
        "places/<int:pk>/money/lines/<int:line_id>/reported/",
        lines.line_reported,
        name="line_reported",
    ),
    path("places/<int:pk>/money/lines/<int:line_id>/back/", lines.line_back, name="line_back"),
    path(
        "places/<int:pk>/money/lines/<int:line_id>/remove/", lines.line_remove, name="line_remove"
    ),
    path(
        "places/<int:pk>/money/lines/<int:line_id>/payments/",
        lines.line_payment,
        name="line_payment",
    ),
    path(
        "places/<int:pk>/money/lines/<int:line_id>/payments/<int:payment_id>/remove/",
        lines.payment_remove,
        name="payment_remove",
    ),
]
