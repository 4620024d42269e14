"""Addresses of follow-ups: at the place, in the programme, behind a link."""

from django.urls import path

from continuity.follow_ups import views

AT_PLACE = "places/<int:pk>/after/follow-ups/"
ONE = f"{AT_PLACE}<int:follow_up_id>/"
OVERVIEW = "programmes/<int:pk>/after/"
BY_LINK = "follow-up/<str:token>/"

urlpatterns = [
    path(AT_PLACE, views.follow_ups, name="follow_ups"),
    path(ONE, views.enter, name="follow_up_enter"),
    path(f"{ONE}contact/", views.contact, name="follow_up_contact"),
    path(f"{ONE}again/", views.send_again, name="follow_up_resend"),
    path(OVERVIEW, views.places, name="overview"),
    path(f"{OVERVIEW}places.xlsx", views.places_xlsx, name="overview_xlsx"),
    path(BY_LINK, views.answer, name="answer"),
    path(f"{BY_LINK}thanks/", views.answered, name="answered"),
]
