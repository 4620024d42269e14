"""Addresses of packs of evidence."""

from django.urls import path

from learning.evidence import views

_HERE = "programmes/<int:pk>/evidence/"
_ONE = f"{_HERE}<int:pack_id>/"

urlpatterns = [
    path(_HERE, views.evidence, name="evidence"),
    path(f"{_HERE}new/", views.evidence_new, name="evidence_new"),
    path(f"{_ONE}pack.pdf", views.evidence_pdf, name="evidence_pdf"),
    path(f"{_ONE}pack.zip", views.evidence_zip, name="evidence_zip"),
    path(f"{_ONE}remove/", views.evidence_remove, name="evidence_remove"),
]
