"""Addresses of costs."""

from django.urls import path

from grants.costs import views

COSTS = "places/<int:pk>/money/costs/"

urlpatterns = [
    path(COSTS, views.costs, name="costs"),
    path(f"{COSTS}new/", views.cost_add, name="cost_add"),
    path(f"{COSTS}table/", views.costs_xlsx, name="costs_xlsx"),
    path(f"{COSTS}<int:cost_id>/", views.cost_edit, name="cost_edit"),
    path(f"{COSTS}<int:cost_id>/remove/", views.cost_remove, name="cost_remove"),
    path(f"{COSTS}<int:cost_id>/receipt/", views.receipt, name="receipt"),
]
