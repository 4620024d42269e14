"""Addresses of the target picture and of those who stand behind it."""

from django.urls import path

from plans.target import views

_PLAN = "places/<int:pk>/plan"

urlpatterns = [
    path(f"{_PLAN}/", views.target, name="target"),
    path(f"{_PLAN}/edit/", views.target_edit, name="target_edit"),
    path(f"{_PLAN}/picture/", views.picture, name="picture"),
    path(f"{_PLAN}/picture/edit/", views.picture_edit, name="picture_edit"),
    path(f"{_PLAN}/picture/remove/", views.picture_remove, name="picture_remove"),
    path(f"{_PLAN}/pledges/add/", views.pledge_add, name="pledge_add"),
    path(f"{_PLAN}/pledges/<int:pledge_id>/", views.pledge_edit, name="pledge_edit"),
    path(f"{_PLAN}/pledges/<int:pledge_id>/settle/", views.pledge_settle, name="pledge_settle"),
    path(f"{_PLAN}/pledges/<int:pledge_id>/remove/", views.pledge_remove, name="pledge_remove"),
]
