"""Addresses of assets."""

from django.urls import path

from mapping.assets import views

_HERE = "places/<int:pk>/assets/"
_ONE = f"{_HERE}<int:asset_id>/"

urlpatterns = [
    path(_HERE, views.assets, name="assets"),
    path(f"{_HERE}add/", views.asset_add, name="asset_add"),
    path(f"{_HERE}voices/", views.asset_voices, name="asset_voices"),
    path(f"{_HERE}voices/<int:voice_id>/", views.asset_of_voice, name="asset_of_voice"),
    path(_ONE, views.asset, name="asset"),
    path(f"{_ONE}edit/", views.asset_edit, name="asset_edit"),
    path(f"{_ONE}remove/", views.asset_remove, name="asset_remove"),
    path(f"{_ONE}link/", views.asset_link, name="asset_link"),
    path(f"{_ONE}link/<int:link_id>/remove/", views.asset_unlink, name="asset_unlink"),
    path(f"{_ONE}action/", views.asset_action, name="asset_action"),
]
