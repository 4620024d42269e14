"""Addresses of periodic reports."""

from django.urls import path

from reports.periodic import views

REPORT = "<int:pk>/"

urlpatterns = [
    path("places/<int:pk>/reports/", views.place_reports, name="place_reports"),
    path("places/<int:pk>/reports/begin/", views.place_begin, name="place_begin"),
    path("programmes/<int:pk>/reports/", views.programme_reports, name="programme_reports"),
    path("programmes/<int:pk>/reports/begin/", views.programme_begin, name="programme_begin"),
    path("programmes/<int:pk>/reports/rules/", views.programme_rules, name="programme_rules"),
    path(REPORT, views.report, name="report"),
    path(f"{REPORT}parts/<slug:part>/", views.report_write, name="report_write"),
    path(f"{REPORT}period/", views.report_period, name="report_period"),
    path(f"{REPORT}hand-in/", views.report_hand_in, name="report_hand_in"),
    path(f"{REPORT}return/", views.report_return, name="report_return"),
    path(f"{REPORT}approve/", views.report_approve, name="report_approve"),
    path(f"{REPORT}correct/", views.report_correct, name="report_correct"),
    path("<int:pk>.pdf", views.report_pdf, name="report_pdf"),
    path("<int:pk>.docx", views.report_docx, name="report_docx"),
    path("<int:pk>.xlsx", views.report_xlsx, name="report_xlsx"),
    path("<int:pk>.json", views.report_json, name="report_json"),
]
