"""Addresses of what comes after the support."""

from django.urls import path

from continuity.views import answer, follow_ups, overview, plan

app_name = "continuity"
urlpatterns = [
    path("places/<int:pk>/after/", plan.page, name="plan"),
    path("places/<int:pk>/after/edit/<slug:section>/", plan.section, name="section"),
    path("places/<int:pk>/after/settle/", plan.settle_plan, name="settle"),
    path("places/<int:pk>/after/end/", plan.end, name="end"),
    path("places/<int:pk>/after/follow-ups/", follow_ups.page, name="follow_ups"),
    path(
        "places/<int:pk>/after/follow-ups/<int:follow_up_id>/",
        follow_ups.enter,
        name="follow_up_enter",
    ),
    path(
        "places/<int:pk>/after/follow-ups/<int:follow_up_id>/contact/",
        follow_ups.contact,
        name="follow_up_contact",
    ),
    path(
        "places/<int:pk>/after/follow-ups/<int:follow_up_id>/again/",
        follow_ups.send_again,
        name="follow_up_resend",
    ),
    path("programmes/<int:pk>/after/", overview.page, name="overview"),
    path("programmes/<int:pk>/after/places.xlsx", overview.places_xlsx, name="overview_xlsx"),
    path("follow-up/<str:token>/", answer.answer, name="answer"),
    path("follow-up/<str:token>/thanks/", answer.answered, name="answered"),
]
