"""Addresses of the choice of reminders."""

from django.urls import path

from reminders.choices import views

urlpatterns = [
    path("reminders/", views.choice, name="choice"),
    path("actions/reminders/<str:token>/", views.choice_by_link, name="choice_by_link"),
]
