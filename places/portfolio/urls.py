"""The portfolio, the page of one place and the overview of those who run programmes."""

from django.urls import path

from places.portfolio import snooze, views

urlpatterns = [
    path("", views.portfolio, name="portfolio"),
    path("overview/", views.overview, name="overview"),
    path("<int:pk>/", views.place, name="participation"),
    path("<int:pk>/put-off/", snooze.snooze_page, name="snooze"),
    path("<int:pk>/put-off/end/", snooze.wake_page, name="wake"),
]
