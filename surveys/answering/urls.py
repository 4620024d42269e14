"""Addresses that need no account: a personal link, the page for everybody, a seat taken there."""

from django.urls import path

from surveys.answering import paper_views, views

urlpatterns = [
    path("ask/<str:token>/", views.answer, name="answer"),
    path("ask/all/<str:token>/", views.begin, name="begin"),
    path("ask/all/<str:token>/<str:seat>/", views.seat, name="seat"),
    path("surveys/<int:pk>/paper/", paper_views.paper, name="paper"),
]
