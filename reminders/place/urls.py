"""Addresses of a place's reminders."""

from django.urls import path

from reminders.place import views

urlpatterns = [
    path("", views.reminders, name="place"),
    path("soon/", views.soon, name="soon"),
    path("pause/", views.pause_reminders, name="pause"),
    path("resume/", views.resume_reminders, name="resume"),
]
