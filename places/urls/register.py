"""The place register, its imports, and taking places in."""

from django.urls import path

from places.views import enrol, imports, register

urlpatterns = [
    path("register/", register.places, name="register"),
    path("register/new/", register.place_new, name="place_new"),
    path("register/import/", imports.upload, name="place_import"),
    path("register/import/template/", imports.template, name="place_import_template"),
    path("register/import/<int:pk>/", imports.preview, name="place_import_preview"),
    path("register/import/<int:pk>/update/", imports.update, name="place_import_update"),
    path("register/import/<int:pk>/confirm/", imports.confirm, name="place_import_confirm"),
    path("register/import/<int:pk>/discard/", imports.discard, name="place_import_discard"),
    path("register/<int:pk>/", register.place, name="place"),
    path("register/<int:pk>/edit/", register.place_edit, name="place_edit"),
    path("register/<int:pk>/enrol/", enrol.enrol_place, name="enrol"),
    path("register/<int:pk>/codes/", register.code_add, name="code_add"),
    path("register/<int:pk>/codes/<int:code_id>/remove/", register.code_remove, name="code_remove"),
    path("register/<int:pk>/population/", register.figure_add, name="figure_add"),
    path("register/<int:pk>/population/<int:figure_id>/", register.figure_edit, name="figure_edit"),
    path(
        "register/<int:pk>/population/<int:figure_id>/remove/",
        register.figure_remove,
        name="figure_remove",
    ),
]
