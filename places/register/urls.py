"""The place register, its imports, and taking places in."""

from django.urls import path

from places.register import views

urlpatterns = [
    path("", views.places, name="register"),
    path("new/", views.place_new, name="place_new"),
    path("import/", views.import_upload, name="place_import"),
    path("import/template/", views.import_template, name="place_import_template"),
    path("import/<int:pk>/", views.import_preview, name="place_import_preview"),
    path("import/<int:pk>/update/", views.import_update, name="place_import_update"),
    path("import/<int:pk>/confirm/", views.import_confirm, name="place_import_confirm"),
    path("import/<int:pk>/discard/", views.import_discard, name="place_import_discard"),
    path("<int:pk>/", views.place, name="place"),
    path("<int:pk>/edit/", views.place_edit, name="place_edit"),
    path("<int:pk>/area/", views.place_area, name="place_area"),
    path("<int:pk>/enrol/", views.enrol_place, name="enrol"),
    path("<int:pk>/codes/", views.code_add, name="code_add"),
    path("<int:pk>/codes/<int:code_id>/remove/", views.code_remove, name="code_remove"),
    path("<int:pk>/population/", views.figure_add, name="figure_add"),
    path("<int:pk>/population/<int:figure_id>/", views.figure_edit, name="figure_edit"),
    path("<int:pk>/population/<int:figure_id>/remove/", views.figure_remove, name="figure_remove"),
]
