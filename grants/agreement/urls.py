"""Addresses of the support and its agreement."""

from django.urls import path

from grants.agreement import views

SUPPORT = "places/<int:pk>/money/support/"

urlpatterns = [
    path(SUPPORT, views.support, name="grant"),
    path(f"{SUPPORT}agreement/", views.agreement, name="agreement"),
    path(f"{SUPPORT}agreement/sign/", views.sign, name="agree"),
    path(f"{SUPPORT}agreement/file/", views.agreement_file, name="agreement_file"),
    path(f"{SUPPORT}agreement/file/add/", views.agreement_file_add, name="agreement_file_add"),
    path(f"{SUPPORT}instalments/<int:instalment_id>/report/", views.report, name="report_received"),
]
