"""Addresses of surveys: one file a slice."""

from surveys.answering import urls as answering
from surveys.building import urls as building
from surveys.sending import urls as sending

app_name = "surveys"
urlpatterns = [*building.urlpatterns, *sending.urlpatterns, *answering.urlpatterns]
