"""Addresses of deciding."""

from django.urls import path

from calls.deciding import views

urlpatterns = [
    path("calls/<int:pk>/decisions/", views.decisions, name="decisions"),
    path("calls/<int:pk>/letters/", views.letters, name="letters"),
    path("calls/<int:pk>/letters/undo/", views.letters_undo, name="letters_undo"),
    path("calls/<int:pk>/statistics/", views.statistics, name="statistics"),
    path("calls/<int:pk>/export.xlsx", views.export, name="export"),
    path("applications/<int:pk>/decision/", views.decide, name="decide"),
    path("applications/<int:pk>/decision/confirm/", views.confirm, name="decide_confirm"),
    path("applications/<int:pk>/decision/back/", views.take_back, name="decide_back"),
    path("applications/<int:pk>/take-in/", views.take_in, name="take_in"),
    path("applications/<int:pk>/erase/", views.erase, name="erase_application"),
]
