"""The portfolio and the overview of those who run programmes."""

from django.urls import path

from places.portfolio import views

urlpatterns = [
    path("", views.portfolio, name="portfolio"),
    path("overview/", views.overview, name="overview"),
]
