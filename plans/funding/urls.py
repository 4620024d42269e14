"""Addresses of the money of a place and its funding lines."""

from django.urls import path

from plans.funding import views

_LINE = "places/<int:pk>/money/lines/<int:line_id>/"
_ACTION = "places/<int:pk>/plan/actions/<int:action_id>/money/"

urlpatterns = [
    path("places/<int:pk>/money/", views.funding, name="funding"),
    path(_ACTION, views.match, name="match"),
    path(
        f"{_ACTION}<int:source_id>/",
        views.line_add,
        name="line_add",
    ),
    path(
        f"{_ACTION}<int:source_id>/plan/",
        views.plan_to_apply,
        name="plan_to_apply",
    ),
    path(_LINE, views.line, name="line"),
    path(f"{_LINE}edit/", views.line_edit, name="line_edit"),
    path(f"{_LINE}sent/", views.line_asked, name="line_asked"),
    path(
        f"{_LINE}granted/",
        views.line_granted,
        name="line_granted",
    ),
    path(
        f"{_LINE}refused/",
        views.line_refused,
        name="line_refused",
    ),
    path(
        f"{_LINE}reported/",
        views.line_reported,
        name="line_reported",
    ),
    path(f"{_LINE}back/", views.line_back, name="line_back"),
    path(f"{_LINE}remove/", views.line_remove, name="line_remove"),
    path(
        f"{_LINE}payments/",
        views.line_payment,
        name="line_payment",
    ),
    path(
        f"{_LINE}payments/<int:payment_id>/remove/",
        views.payment_remove,
        name="payment_remove",
    ),
]
