"""Addresses of learning: one file a slice."""

from learning.advice import urls as advice
from learning.competence import urls as competence
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
    *competence.urlpatterns,
    *evidence.urlpatterns,
    *library.urlpatterns,
    *lessons.urlpatterns,
    *milestones.urlpatterns,
    *moving.urlpatterns,
    *processes.urlpatterns,
    *project.urlpatterns,
]
