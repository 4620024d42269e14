"""The coaching log."""

from django.urls import path

from places.views import coaching

urlpatterns = [
    path("contacts/new/", coaching.coaching_quick, name="coaching_quick"),
    path("<int:pk>/coaching/", coaching.coaching, name="coaching"),
    path("<int:pk>/coaching/new/", coaching.coaching_add, name="coaching_add"),
    path("<int:pk>/coaching/<int:entry_id>/edit/", coaching.coaching_edit, name="coaching_edit"),
    path(
        "<int:pk>/coaching/<int:entry_id>/done/", coaching.coaching_settle, name="coaching_settle"
    ),
]
