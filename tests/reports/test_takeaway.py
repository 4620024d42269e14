"""The place's own copy: what is in it, what is not, who gets it, and that it opens by itself."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse

from core.models import AuditEvent
from core.refusals import NotAllowed
from jobs.models import Job, JobState
from jobs.running import begin
from places.models import Evidence, Participation
from reports.takeaway import contents, views
from tests.factories import world
from tests.house.policy_world import furnish
from workshops.models import Invitation

pytestmark = pytest.mark.django_db


@pytest.fixture
def w():
    return world()


def files_of(participation) -> dict[str, bytes]:
    """The copy's files by their path in its folder."""
    one = views._whole(Participation.objects.filter(pk=participation.pk)).get()
    with contents.write(one, step=lambda *_said: None) as file:
        archive = zipfile.ZipFile(io.BytesIO(file.read()))
    assert archive.testzip() is None
    return {name.partition("/")[2]: archive.read(name) for name in archive.namelist()}


def unpack(files: dict[str, bytes], folder: Path) -> Path:
    """Write the copy to a folder, as one who unpacks it; its first page."""
    for name, data in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data)
    return folder / "index.html"


def test_a_full_place_names_nobody_and_every_link_leads_to_a_file(settings):
    settings.SECOND_FACTOR = False
    corner = furnish()
    here = corner.corners["own"].participation
    files = files_of(here)
    pages = {name for name in files if name.endswith(".html")}
    assert pages == {
        "index.html", "checklist.html", "plan.html", "meetings.html", "documents.html", "map.html",
        "facts.html",
    }  # fmt: skip
    assert {"figures/checklist.csv", "figures/figures.csv", "figures/plan.csv"} <= set(files)
    for name in pages:
        text = files[name].decode()
        assert "<script" not in text
        for link in re.findall(r'(?:href|src)="([^"#]+)"', text):
            assert link in files, (name, link)
    names = {one.name for one in Invitation.objects.filter(workshop__participations=here)}
    names |= {user.get_full_name() for user in corner.people.values()}
    addresses = {user.email for user in corner.people.values()}
    assert names - {""}
    whole = b"".join(files.values()).decode("utf-8", "ignore")
    for one in (names | addresses) - {""}:
        assert one not in whole, one


def test_documents_come_with_it_and_what_is_missing_is_told(w):
    item = w.participation.items.first()
    facts = {"item": item, "content_type": "application/pdf", "size": 4, "sha256": "x"}
    kept = Evidence.objects.create(name="Å plan.pdf", **facts)
    kept.file.save("plan.pdf", ContentFile(b"%PDF"))
    lost = Evidence.objects.create(name="Lost.pdf", file="gone.pdf", **facts)
    files = files_of(w.participation)
    assert any(files[name] == b"%PDF" for name in files if name.startswith("documents/"))
    assert lost.name in files["documents.html"].decode()


def test_leader_and_coach_take_it_and_a_job_makes_it(w, client):
    with pytest.raises(NotAllowed):
        views.ask_for(w.participation, by=w.member)
    client.force_login(w.leader)
    url = reverse("reports:takeaway", args=[w.participation.pk])
    assert "Make the copy" in client.get(url).text
    client.post(url)
    job = Job.objects.get()
    begin(job)
    job.refresh_from_db()
    assert job.state == JobState.READY, job.reason
    assert AuditEvent.objects.filter(verb="report.takeaway").exists()


def test_it_is_offered_when_the_support_has_ended(w, client):
    client.force_login(w.leader)
    page = reverse("places:participation", args=[w.participation.pk])
    assert "Take it home" not in client.get(page).text
    Participation.objects.filter(pk=w.participation.pk).update(status="ended")
    assert "Take it home" in client.get(page).text
