"""Addresses of assessments."""

from django.urls import path

from surveys.assessment import views

_PLACE = "places/<int:pk>/assessments"
_PROGRAMME = "programmes/<int:pk>/assessments"
_ONE = "assessments/<int:pk>/"

urlpatterns = [
    path(f"{_PLACE}/", views.place, name="place_assessments"),
    path(f"{_PLACE}/new/", views.place_new, name="place_assessment_new"),
    path(f"{_PLACE}/to-plan/", views.to_plan, name="finding_to_plan"),
    path(f"{_PLACE}.pdf", views.place_pdf, name="place_assessments_pdf"),
    path(f"{_PROGRAMME}/", views.programme, name="programme_assessments"),
    path(f"{_PROGRAMME}/new/", views.programme_new, name="programme_assessment_new"),
    path(f"{_PROGRAMME}.pdf", views.programme_pdf, name="programme_assessments_pdf"),
    path(_ONE, views.assessment, name="assessment"),
    path(f"{_ONE}save/", views.assessment_save, name="assessment_save"),
    path(f"{_ONE}remove/", views.assessment_remove, name="assessment_remove"),
    path(f"{_ONE}screen/", views.screen, name="assessment_screen"),
    path(f"{_ONE}screen/now/", views.screen_now, name="assessment_screen_now"),
    path("surveys/<int:pk>/radar/", views.survey_radar, name="survey_radar"),
]
