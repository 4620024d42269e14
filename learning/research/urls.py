"""Addresses of the research log."""

from django.urls import path

from learning.research import views

_LOG = "programmes/<int:pk>/research/"

urlpatterns = [
    path(_LOG, views.research_log, name="research_log"),
    path(f"{_LOG}add/", views.research_add, name="research_add"),
    path(f"{_LOG}people/", views.research_people, name="research_people"),
    path(f"{_LOG}xlsx/", views.research_log_xlsx, name="research_log_xlsx"),
    path("research/<int:pk>/", views.research_edit, name="research_edit"),
    path("research/<int:pk>/remove/", views.research_remove, name="research_remove"),
    path("research/people/<int:pk>/withdraw/", views.research_withdraw, name="research_withdraw"),
]
