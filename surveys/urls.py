"""Addresses of surveys: one file a slice."""

from surveys.answering import urls as answering
from surveys.assessment import urls as assessment
from surveys.building import urls as building
from surveys.results import urls as results
from surveys.sending import urls as sending

app_name = "surveys"
urlpatterns = [
    *building.urlpatterns,
    *sending.urlpatterns,
    *answering.urlpatterns,
    *results.urlpatterns,
    *assessment.urlpatterns,
]
