"""The page of named figures."""

from django.urls import path

from places.dashboard import views

urlpatterns = [path("figures/", views.figures, name="figures")]
