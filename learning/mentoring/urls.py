"""Addresses of pairs of leaders."""

from django.urls import path

from learning.mentoring import views

urlpatterns = [
    path("programmes/<int:pk>/mentoring/", views.mentorings, name="mentorings"),
    path("places/<int:pk>/mentoring/", views.mentoring_here, name="mentoring_here"),
    path("mentoring/<int:pk>/", views.mentoring, name="mentoring"),
    path("mentoring/<int:pk>/met/", views.mentoring_met, name="mentoring_met"),
    path("mentoring/<int:pk>/end/", views.mentoring_end, name="mentoring_end"),
]
