"""Addresses of assessing."""

from django.urls import path

from calls.assessing import views

urlpatterns = [
    path("calls/<int:pk>/applications/", views.applications, name="applications"),
    path("calls/<int:pk>/ranking/", views.ranking, name="ranking"),
    path("calls/<int:pk>/ranking/meeting/", views.meeting_note, name="meeting_note"),
    path("calls/<int:pk>/assessors/", views.assessors, name="assessors"),
    path(
        "calls/<int:pk>/assessors/<int:assessor_id>/remove/",
        views.assessor_remove,
        name="assessor_remove",
    ),
    path("applications/<int:pk>/", views.one, name="one"),
    path("applications/<int:pk>/files/<int:file_id>/", views.file, name="application_file"),
    path("applications/<int:pk>/assess/", views.assess, name="assess"),
    path("applications/<int:pk>/conflict/", views.conflict, name="conflict"),
]
