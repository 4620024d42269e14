"""Addresses of plans and money: one file a room."""

from plans.urls import actions, boards, funding, target, versions

app_name = "plans"
urlpatterns = [
    *target.urlpatterns,
    *actions.urlpatterns,
    *boards.urlpatterns,
    *versions.urlpatterns,
    *funding.urlpatterns,
]
