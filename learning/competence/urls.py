"""Addresses of competence."""

from django.urls import path

from learning.competence import views

_HERE = "programmes/<int:pk>/competence/"
_ONE = "competence/<int:pk>/"
_ITEM = f"{_ONE}training/<int:item_id>/"

urlpatterns = [
    path(_HERE, views.competence, name="competence"),
    path(f"{_HERE}wanted/", views.wanted_edit, name="wanted_edit"),
    path(f"{_HERE}begin/", views.profile_begin, name="profile_begin"),
    path(_ONE, views.profile, name="profile"),
    path(f"{_ONE}levels/", views.profile_rate, name="profile_rate"),
    path(f"{_ONE}reader/", views.profile_coach, name="profile_coach"),
    path(f"{_ONE}erase/", views.profile_remove, name="profile_remove"),
    path(f"{_ONE}training/add/", views.training_add, name="training_add"),
    path(_ITEM, views.training_edit, name="training_edit"),
    path(f"{_ITEM}remove/", views.training_remove, name="training_remove"),
]
