"""Addresses of adopted plans and the public page."""

from django.urls import path

from plans.versions import views

_PLACE = "places/<int:pk>/plan/"
_ONE = f"{_PLACE}versions/<int:number>/"

urlpatterns = [
    path(f"{_PLACE}versions/", views.versions, name="versions"),
    path(f"{_PLACE}versions/adopt/", views.adopt_plan, name="adopt"),
    path(f"{_PLACE}versions/compare/", views.compare_plans, name="compare"),
    path(_ONE, views.version, name="version"),
    path(f"{_ONE}share/", views.share_version, name="share"),
    path(f"{_ONE}unshare/", views.unshare_version, name="unshare"),
    path(f"{_ONE}picture/", views.picture, name="version_picture"),
    path("plans/<str:key>/", views.public, name="public"),
    path("plans/<str:key>/picture/", views.public_picture, name="public_picture"),
]
