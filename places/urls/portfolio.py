"""The portfolio and the overview of those who run programmes."""

from django.urls import path

from places.views import portfolio, start

urlpatterns = [
    path("", portfolio.portfolio, name="portfolio"),
    path("overview/", start.overview, name="overview"),
]
