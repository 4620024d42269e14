"""Addresses of own reports."""

from django.urls import path

from reports.composed import views

OWN, EDITION = "own/<int:pk>/", "own/made/<int:pk>"

urlpatterns = [
    path("programmes/<int:pk>/reports/own/", views.own_new, name="own_new"),
    path(OWN, views.own, name="own"),
    path(f"{OWN}edit/", views.own_edit, name="own_edit"),
    path(f"{OWN}remove/", views.own_remove, name="own_remove"),
    path(f"{EDITION}/", views.edition, name="edition"),
    path(f"{EDITION}.pdf", views.edition_pdf, name="edition_pdf"),
    path(f"{EDITION}.docx", views.edition_docx, name="edition_docx"),
    path(f"{EDITION}.xlsx", views.edition_xlsx, name="edition_xlsx"),
    path(f"{EDITION}.json", views.edition_json, name="edition_json"),
]
