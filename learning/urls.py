"""Addresses of learning: one file a slice."""

from learning.advice import urls as advice
from learning.companies import urls as companies
from learning.competence import urls as competence
from learning.decisions import urls as decisions
from learning.evidence import urls as evidence
from learning.lessons import urls as lessons
from learning.library import urls as library
from learning.milestones import urls as milestones
from learning.moving import urls as moving
from learning.processes import urls as processes
from learning.project import urls as project

app_name = "learning"
urlpatterns = [
    *advice.urlpatterns,
    *companies.urlpatterns,
    *competence.urlpatterns,
    *decisions.urlpatterns,
    *evidence.urlpatterns,
    *lessons.urlpatterns,
    *library.urlpatterns,
    *milestones.urlpatterns,
    *moving.urlpatterns,
    *processes.urlpatterns,
    *project.urlpatterns,
]
