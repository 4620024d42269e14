"""Addresses of lessons."""

from __future__ import annotations

from django.urls import path

from learning.lessons import views

_LESSON = "lessons/<int:pk>/"

urlpatterns = [
    path("places/<int:pk>/lessons/", views.lessons, name="lessons"),
    path("places/<int:pk>/lessons/new/", views.new, name="new"),
    path(_LESSON, views.lesson, name="lesson"),
    path(f"{_LESSON}change/", views.edit, name="lesson_edit"),
    path(f"{_LESSON}readers/", views.share, name="lesson_share"),
    path(f"{_LESSON}remove/", views.remove, name="lesson_remove"),
    path(f"{_LESSON}method/", views.judge, name="lesson_judge"),
    path("methods/<int:pk>/lessons/", views.method_lessons, name="method_lessons"),
    path("methods/<int:pk>/lineage/", views.lineage, name="lineage"),
]
