"""Addresses of calls: one file a slice."""

from calls.applying import urls as applying
from calls.assessing import urls as assessing
from calls.deciding import urls as deciding
from calls.writing import urls as writing

app_name = "calls"
urlpatterns = [
    *writing.urlpatterns,
    *applying.urlpatterns,
    *assessing.urlpatterns,
    *deciding.urlpatterns,
]
