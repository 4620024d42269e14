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
from tests.house.policy_world import furnish
from workshops.models import Invitation

pytestmark = pytest.mark.django_db


@pytest.fixture
def corner(settings):
    settings.SECOND_FACTOR = False
    return furnish()


def _files(corner) -> dict[str, bytes]:
    one = views._whole(Participation.objects.filter(pk=corner.corners["own"].participation.pk))
    with contents.write(one.get(), step=lambda *_said: None) as file:
        archive = zipfile.ZipFile(io.BytesIO(file.read()))
    assert archive.testzip() is None
    return {name.partition("/")[2]: archive.read(name) for name in archive.namelist()}


def test_all_parts_are_there_and_every_link_leads_to_a_file(corner):
    files = _files(corner)
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


def test_documents_come_with_it_and_what_is_missing_is_told(corner):
    item = corner.corners["own"].participation.items.first()
    kept = Evidence.objects.create(
        item=item, name="Å plan.pdf", content_type="application/pdf", size=4, sha256="x"
    )
    kept.file.save("plan.pdf", ContentFile(b"%PDF"))
    lost = Evidence.objects.create(
        item=item, name="Lost.pdf", content_type="application/pdf", size=4, sha256="x",
        file="gone.pdf",
    )  # fmt: skip
    files = _files(corner)
    assert any(files[name] == b"%PDF" for name in files if name.startswith("documents/"))
    assert lost.name in files["documents.html"].decode()


def test_it_names_nobody(corner):
    here = corner.corners["own"].participation
    names = {one.name for one in Invitation.objects.filter(workshop__participations=here)}
    names |= {user.get_full_name() for user in corner.people.values()} - {""}
    addresses = {user.email for user in corner.people.values()}
    whole = b"".join(_files(corner).values()).decode("utf-8", "ignore")
    assert names
    for one in (names | addresses) - {""}:
        assert one not in whole, one


def test_leader_and_coach_take_it_and_a_job_makes_it(corner, client):
    here = corner.corners["own"].participation
    with pytest.raises(NotAllowed):
        views.ask_for(here, by=corner.people["member"])
    client.force_login(corner.people["leader"])
    url = reverse("reports:takeaway", args=[here.pk])
    assert "The place's own copy" in client.get(url).text
    client.post(url)
    job = Job.objects.get(kind=views.KIND)
    assert begin(job.pk)
    job.refresh_from_db()
    assert job.state == JobState.DONE, job.reason
    assert AuditEvent.objects.filter(verb="report.takeaway").exists()


def test_it_is_offered_when_the_support_has_ended(corner, client):
    here = corner.corners["own"].participation
    client.force_login(corner.people["leader"])
    page = reverse("places:participation", args=[here.pk])
    assert "Take it home" not in client.get(page).text
    Participation.objects.filter(pk=here.pk).update(status="ended")
    assert "Take it home" in client.get(page).text


def unpack(files: dict[str, bytes], folder: Path) -> Path:
    """Write the copy to a folder, as one who unpacks it."""
    for name, data in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data)
    return folder / "index.html"
