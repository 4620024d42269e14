"""Addresses of learning: one file a slice."""

from learning.advice import urls as advice
from learning.cases import urls as cases
from learning.companies import urls as companies
from learning.competence import urls as competence
from learning.concepts import urls as concepts
from learning.decisions import urls as decisions
from learning.directory import urls as directory
from learning.evidence import urls as evidence
from learning.lessons import urls as lessons
from learning.library import urls as library
from learning.log import urls as log
from learning.mentoring import urls as mentoring
from learning.milestones import urls as milestones
from learning.moving import urls as moving
from learning.municipal import urls as municipal
from learning.processes import urls as processes
from learning.project import urls as project
from learning.questions import urls as questions
from learning.relations import urls as relations
from learning.research import urls as research
from learning.stream import urls as stream
from learning.teams import urls as teams

app_name = "learning"
urlpatterns = [
    *advice.urlpatterns,
    *cases.urlpatterns,
    *companies.urlpatterns,
    *competence.urlpatterns,
    *concepts.urlpatterns,
    *decisions.urlpatterns,
    *directory.urlpatterns,
    *evidence.urlpatterns,
    *lessons.urlpatterns,
    *library.urlpatterns,
    *log.urlpatterns,
    *mentoring.urlpatterns,
    *milestones.urlpatterns,
    *moving.urlpatterns,
    *municipal.urlpatterns,
    *processes.urlpatterns,
    *project.urlpatterns,
    *questions.urlpatterns,
    *relations.urlpatterns,
    *research.urlpatterns,
    *stream.urlpatterns,
    *teams.urlpatterns,
]
