"""Addresses of adopted plans, import and the public page."""

from django.urls import path

from plans.views import plan_import, public_plan, versions

_PLACE = "places/<int:pk>/plan/"
_ONE = f"{_PLACE}versions/<int:number>/"
_IMPORT = f"{_PLACE}import/<int:import_id>/"

urlpatterns = [
    path(f"{_PLACE}versions/", versions.versions, name="versions"),
    path(f"{_PLACE}versions/adopt/", versions.adopt_plan, name="adopt"),
    path(f"{_PLACE}versions/compare/", versions.compare_plans, name="compare"),
    path(_ONE, versions.version, name="version"),
    path(f"{_ONE}share/", versions.share_version, name="share"),
    path(f"{_ONE}unshare/", versions.unshare_version, name="unshare"),
    path(f"{_ONE}picture/", versions.picture, name="version_picture"),
    path("plans/<str:key>/", public_plan.public, name="public"),
    path("plans/<str:key>/picture/", public_plan.public_picture, name="public_picture"),
    path(f"{_PLACE}import/", plan_import.upload, name="import"),
    path(f"{_PLACE}import/template/", plan_import.template, name="import_template"),
    path(_IMPORT, plan_import.preview, name="import_preview"),
    path(f"{_IMPORT}update/", plan_import.update, name="import_update"),
    path(f"{_IMPORT}confirm/", plan_import.confirm, name="import_confirm"),
    path(f"{_IMPORT}discard/", plan_import.discard, name="import_discard"),
]
