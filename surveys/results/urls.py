"""Addresses of results."""

from django.urls import path

from surveys.results import views

_HERE = "surveys/<int:pk>/results"

urlpatterns = [
    path(f"{_HERE}/", views.results, name="results"),
    path(f"{_HERE}/summary/", views.summary, name="results_summary"),
    path(f"{_HERE}/share/", views.share, name="results_share"),
    path(f"{_HERE}/texts/", views.texts, name="texts"),
    path(f"{_HERE}/texts/decide/", views.text_decide, name="text_decide"),
    path(f"{_HERE}.pdf", views.results_pdf, name="results_pdf"),
    path(f"{_HERE}.xlsx", views.results_xlsx, name="results_xlsx"),
    path(f"{_HERE}.csv", views.results_csv, name="results_csv"),
]
