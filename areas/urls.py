"""Addresses of the register of areas."""

from django.urls import path

from areas.loading import views as loading
from areas.register import views as register

app_name = "areas"
urlpatterns = [
    path("", register.areas, name="list"),
    path("<int:pk>/", register.area, name="area"),
    path("import/", loading.imports, name="imports"),
    path("import/template/", loading.template, name="template"),
    path("import/<int:pk>/", loading.shown, name="import"),
    path("import/<int:pk>/again/", loading.again, name="import_again"),
]
