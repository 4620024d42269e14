"""Addresses of reminders and of the chase list."""

from django.urls import include, path

from reminders.choices.urls import urlpatterns as choices

app_name = "reminders"
urlpatterns = [
    *choices,
    path("places/<int:pk>/reminders/", include("reminders.place.urls")),
    path("chase/", include("reminders.chase.urls")),
]
