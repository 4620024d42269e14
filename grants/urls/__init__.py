"""Addresses of the support: one file a room."""

from grants.urls import claims, costs

app_name = "grants"
urlpatterns = [*claims.urlpatterns, *costs.urlpatterns]
