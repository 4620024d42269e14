"""Addresses of pages without a domain."""

from django.urls import path

from core import views
from core.health import health, metrics
from core.search import views as search
from core.web import picker

app_name = "core"
urlpatterns = [
    path("health/", health, name="health"),
    path("metrics", metrics, name="metrics"),
    path("theme/", views.set_theme, name="theme"),
    path("about/", views.about, name="about"),
    path("accessibility/", views.accessibility, name="accessibility"),
    # The short address that Danish law asks for.
    path("was", views.statement_address, name="was"),
    path("stay/", views.stay, name="stay"),
    path("pick/", picker.search, name="pick"),
    path("search/", search.search, name="search"),
    path("search/hits/", search.hits, name="search_hits"),
    path("styleguide/", views.styleguide, name="styleguide"),
]
