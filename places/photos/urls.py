"""Photos of a place."""

from django.urls import path

from places.photos import views

urlpatterns = [
    path("", views.photos, name="photos"),
    path("new/", views.photo_add, name="photo_add"),
    path("<int:photo_id>/edit/", views.photo_edit, name="photo_edit"),
    path("<int:photo_id>/face/", views.photo_face, name="photo_face"),
    path("<int:photo_id>/remove/", views.photo_remove, name="photo_remove"),
    path("<int:photo_id>/<str:name>", views.photo_file, name="photo_file"),
]
