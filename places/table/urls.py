"""The places' table."""

from django.urls import path

from places.table import views

urlpatterns = [
    path("table/", views.table, name="table"),
    path("table/views/save/", views.view_save, name="view_save"),
    path("table/views/<int:pk>/remove/", views.view_remove, name="view_remove"),
    path("table/coach/", views.coach, name="table_coach"),
    path("table/write/", views.write, name="table_write"),
]
