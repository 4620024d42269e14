"""Addresses of cases."""

from django.urls import path

from learning.cases import views

_ONE = "cases/<int:pk>/"

urlpatterns = [
    path("cases/", views.cases, name="cases"),
    path("places/<int:pk>/cases/", views.place_cases, name="place_cases"),
    path("places/<int:pk>/cases/new/", views.case_add, name="case_add"),
    path("programmes/<int:pk>/cases/", views.programme_cases, name="programme_cases"),
    path("programmes/<int:pk>/cases/new/", views.programme_case_add, name="programme_case_add"),
    path(_ONE, views.case, name="case"),
    path(f"{_ONE}pdf/", views.case_pdf, name="case_pdf"),
    path(f"{_ONE}edit/", views.case_edit, name="case_edit"),
    path(f"{_ONE}figure/", views.case_figure, name="case_figure"),
    path(f"{_ONE}figures/<int:figure_id>/remove/", views.figure_remove, name="figure_remove"),
    path(f"{_ONE}consent/", views.case_consent, name="case_consent"),
    path(
        f"{_ONE}consents/<int:consent_id>/withdraw/",
        views.consent_withdraw,
        name="consent_withdraw",
    ),
    path(f"{_ONE}consents/<int:consent_id>/remove/", views.consent_remove, name="consent_remove"),
    path(f"{_ONE}hand-in/", views.case_hand_in, name="case_hand_in"),
    path(f"{_ONE}publish/", views.case_publish, name="case_publish"),
    path(f"{_ONE}take-back/", views.case_take_back, name="case_take_back"),
]
