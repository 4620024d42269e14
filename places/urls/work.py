"""Participation, step work, evidence, history."""

from django.urls import path

from places.views import evidence, history, work

urlpatterns = [
    path("<int:pk>/", work.participation, name="participation"),
    path("<int:pk>/steps/<int:order>/", work.step, name="step"),
    path("<int:pk>/steps/<int:order>/lines/", work.own_line_add, name="own_item_add"),
    path("<int:pk>/items/<int:item_id>/", work.item_save, name="item_save"),
    path("<int:pk>/items/<int:item_id>/evidence/", evidence.add, name="evidence_add"),
    path("<int:pk>/evidence/<int:evidence_id>/", evidence.fetch, name="evidence"),
    path("<int:pk>/evidence/<int:evidence_id>/remove/", evidence.remove, name="evidence_remove"),
    path("<int:pk>/history/", history.history, name="history"),
]
