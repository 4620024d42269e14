"""Addresses of what comes after the support."""

from django.urls import path

from continuity.views import follow_ups, plan

app_name = "continuity"
urlpatterns = [
    path("places/<int:pk>/after/", plan.plan, name="plan"),
    path("places/<int:pk>/after/edit/<slug:section>/", plan.section, name="section"),
    path("places/<int:pk>/after/settle/", plan.settle_plan, name="settle"),
    path("places/<int:pk>/after/end/", plan.end, name="end"),
    path("places/<int:pk>/after/follow-ups/", follow_ups.follow_ups, name="follow_ups"),
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
    path("programmes/<int:pk>/after/", follow_ups.places, name="overview"),
    path("programmes/<int:pk>/after/places.xlsx", follow_ups.places_xlsx, name="overview_xlsx"),
    path("follow-up/<str:token>/", follow_ups.answer, name="answer"),
    path("follow-up/<str:token>/thanks/", follow_ups.answered, name="answered"),
]
