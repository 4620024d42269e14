"""Many places into a programme at once."""

from django.urls import path

from places.halfway import views

urlpatterns = [
    path("programmes/<int:pk>/places/", views.half_way, name="half_way"),
    path("programmes/<int:pk>/places/template/", views.template, name="half_way_template"),
    path("taken-in/<int:pk>/", views.preview, name="half_way_import_preview"),
    path("taken-in/<int:pk>/confirm/", views.confirm, name="half_way_import_confirm"),
    path("taken-in/<int:pk>/discard/", views.discard, name="half_way_import_discard"),
]
