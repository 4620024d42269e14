"""Addresses of the import of a plan."""

from django.urls import path

from plans.views import plan_import

_PLACE = "places/<int:pk>/plan/"
_IMPORT = f"{_PLACE}import/<int:import_id>/"

urlpatterns = [
    path(f"{_PLACE}import/", plan_import.upload, name="import"),
    path(f"{_PLACE}import/template/", plan_import.template, name="import_template"),
    path(_IMPORT, plan_import.preview, name="import_preview"),
    path(f"{_IMPORT}update/", plan_import.update, name="import_update"),
    path(f"{_IMPORT}confirm/", plan_import.confirm, name="import_confirm"),
    path(f"{_IMPORT}discard/", plan_import.discard, name="import_discard"),
]
