"""Addresses of the service inventory."""

from django.urls import path

from mapping.services import views

_HERE = "places/<int:pk>/services/"
_ONE = f"{_HERE}<int:service_id>/"
_ALL = "programmes/<int:pk>/services/"

urlpatterns = [
    path(_HERE, views.inventory, name="services"),
    path(f"{_HERE}begin/", views.begin, name="services_begin"),
    path(f"{_HERE}add/", views.service_add, name="service_add"),
    path(_ONE, views.service, name="service"),
    path(f"{_ONE}row/", views.row, name="service_row"),
    path(f"{_ONE}edit/", views.service_edit, name="service_edit"),
    path(f"{_ONE}photo/", views.service_photo, name="service_photo"),
    path(f"{_ONE}remove/", views.service_remove, name="service_remove"),
    path(_ALL, views.kept, name="kept"),
    path(f"{_ALL}services.xlsx", views.kept_xlsx, name="kept_xlsx"),
    path(f"{_ALL}services.csv", views.kept_csv, name="kept_csv"),
]
