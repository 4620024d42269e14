"""The coaching log."""

from django.urls import path

from places.coaching import views

urlpatterns = [
    path("", views.coaching, name="coaching"),
    path("new/", views.coaching_add, name="coaching_add"),
    path("<int:entry_id>/edit/", views.coaching_edit, name="coaching_edit"),
    path("<int:entry_id>/done/", views.coaching_settle, name="coaching_settle"),
]
