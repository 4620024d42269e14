"""Addresses of plans and money: each slice has its own."""

from plans.actions.urls import urlpatterns as actions
from plans.funding.urls import urlpatterns as funding
from plans.goals.urls import urlpatterns as goals
from plans.importing.urls import urlpatterns as importing
from plans.sources.urls import urlpatterns as sources
from plans.target.urls import urlpatterns as target
from plans.timeline.urls import urlpatterns as timeline
from plans.versions.urls import urlpatterns as versions

app_name = "plans"
urlpatterns = [
    *target, *goals, *actions, *timeline, *versions, *importing, *sources, *funding,
]  # fmt: skip
