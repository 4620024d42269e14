"""Addresses of the choice of reminders."""

from django.urls import path

from plans.reminders import views

urlpatterns = [
    path("actions/reminders/", views.reminders, name="reminders"),
    path("actions/reminders/<str:token>/", views.reminders_by_link, name="reminders_by_link"),
]
