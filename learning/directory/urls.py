"""Addresses of the directory."""

from django.urls import path

from learning.directory import views

_ONE = "directory/<int:pk>/"
_LIST = "directory/imports/<int:pk>/"
_KEEP = "open/who/keep/<str:token>/"

urlpatterns = [
    path("directory/", views.directory, name="directory"),
    path("directory/add/", views.function_add, name="function_add"),
    path("directory/xlsx/", views.directory_xlsx, name="directory_xlsx"),
    path("directory/import/", views.directory_import, name="directory_import"),
    path("directory/template/", views.directory_template, name="directory_template"),
    path(_LIST, views.directory_import_preview, name="directory_import_preview"),
    path(f"{_LIST}update/", views.directory_import_update, name="directory_import_update"),
    path(f"{_LIST}confirm/", views.directory_import_confirm, name="directory_import_confirm"),
    path(f"{_LIST}discard/", views.directory_import_discard, name="directory_import_discard"),
    path("questions/<int:pk>/directory/", views.function_of_question, name="function_of_question"),
    path("directory/keepers/", views.keepers, name="keepers"),
    path("directory/keepers/<int:pk>/remove/", views.keeper_remove, name="keeper_remove"),
    path("directory/keepers/<int:pk>/letter/", views.keeper_letter, name="keeper_letter"),
    path(_ONE, views.function, name="function"),
    path(f"{_ONE}edit/", views.function_edit, name="function_edit"),
    path(f"{_ONE}publish/", views.function_publish, name="function_publish"),
    path(f"{_ONE}unpublish/", views.function_unpublish, name="function_unpublish"),
    path(f"{_ONE}check/", views.function_check, name="function_check"),
    path(f"{_ONE}remove/", views.function_remove, name="function_remove"),
    path(_KEEP, views.keep, name="keep"),
    path(f"{_KEEP}add/", views.keep_propose, name="keep_propose"),
    path(f"{_KEEP}<int:function_id>/", views.keep_mend, name="keep_mend"),
    path(f"{_KEEP}<int:function_id>/check/", views.keep_check, name="keep_check"),
    path("open/who/<slug:slug>/", views.who, name="who"),
]
