"""Addresses of mapping: each slice has its own."""

from mapping.actors.urls import urlpatterns as actors
from mapping.assets.urls import urlpatterns as assets
from mapping.chain.urls import urlpatterns as chain
from mapping.economy.urls import urlpatterns as economy
from mapping.points.urls import urlpatterns as points
from mapping.services.urls import urlpatterns as services

app_name = "mapping"

urlpatterns = [*services, *assets, *actors, *economy, *chain, *points]
