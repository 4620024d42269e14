"""Addresses of companies."""

from django.urls import path

from learning.companies import views

_IN = "programmes/<int:pk>/companies/"
_ONE = "companies/<int:pk>/"
_LIST = "company-lists/<int:pk>/"

urlpatterns = [
    path(_IN, views.companies, name="companies"),
    path(f"{_IN}companies.xlsx", views.companies_xlsx, name="companies_xlsx"),
    path(f"{_IN}add/", views.company_add, name="company_add"),
    path(f"{_IN}themes/", views.needs_by_theme, name="needs_by_theme"),
    path(f"{_IN}themes/themes.xlsx", views.needs_by_theme_xlsx, name="needs_by_theme_xlsx"),
    path(f"{_IN}themes/make/", views.needs_to_themes, name="needs_to_themes"),
    path(f"{_IN}import/", views.company_import, name="company_import"),
    path(f"{_IN}import/template/", views.company_import_template, name="company_import_template"),
    path(_LIST, views.company_import_preview, name="company_import_preview"),
    path(f"{_LIST}update/", views.company_import_update, name="company_import_update"),
    path(f"{_LIST}confirm/", views.company_import_confirm, name="company_import_confirm"),
    path(f"{_LIST}discard/", views.company_import_discard, name="company_import_discard"),
    path(_ONE, views.company, name="company"),
    path(f"{_ONE}edit/", views.company_edit, name="company_edit"),
    path(f"{_ONE}letter/", views.company_letter, name="company_letter"),
    path(f"{_ONE}remove/", views.company_remove, name="company_remove"),
    path(f"{_ONE}link/", views.company_link, name="company_link"),
    path(f"{_ONE}link/end/", views.company_link_end, name="company_link_end"),
    path(f"{_ONE}words/", views.company_words, name="company_words"),
    path(f"{_ONE}interviews/add/", views.interview_add, name="interview_add"),
    path(f"{_ONE}interviews/<int:interview_id>/", views.interview, name="interview"),
    path(
        f"{_ONE}interviews/<int:interview_id>/remove/", views.interview_remove,
        name="interview_remove",
    ),
    path("meetings/<int:pk>/companies/", views.invite, name="invite_companies"),
    path("meetings/<int:pk>/interests/", views.meeting_interests, name="meeting_interests"),
    path("company/<str:token>/", views.own, name="own"),
    path("company/<str:token>/take-back/", views.own_remove, name="own_remove"),
]  # fmt: skip
