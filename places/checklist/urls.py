"""Steps and their lines, evidence, history."""

from django.urls import path

from places.checklist import views

urlpatterns = [
    path("steps/<int:order>/", views.step, name="step"),
    path("steps/<int:order>/lines/", views.own_line_add, name="own_item_add"),
    path("steps/<int:order>/mode/", views.checklist_mode, name="checklist_mode"),
    path("items/<int:item_id>/", views.item_save, name="item_save"),
    path("items/<int:item_id>/evidence/", views.evidence_add, name="evidence_add"),
    path("evidence/<int:evidence_id>/", views.evidence, name="evidence"),
    path("evidence/<int:evidence_id>/remove/", views.evidence_remove, name="evidence_remove"),
    path("evidence/<int:evidence_id>/describe/", views.evidence_describe, name="evidence_describe"),
    path("history/", views.history, name="history"),
]
