"""Addresses of the import of a plan."""

from django.urls import path

from plans.importing import views

_PLACE = "places/<int:pk>/plan/"
_IMPORT = f"{_PLACE}import/<int:import_id>/"

urlpatterns = [
    path(f"{_PLACE}import/", views.upload, name="import"),
    path(f"{_PLACE}import/template/", views.template, name="import_template"),
    path(_IMPORT, views.preview, name="import_preview"),
    path(f"{_IMPORT}update/", views.update, name="import_update"),
    path(f"{_IMPORT}confirm/", views.confirm, name="import_confirm"),
    path(f"{_IMPORT}discard/", views.discard, name="import_discard"),
]
