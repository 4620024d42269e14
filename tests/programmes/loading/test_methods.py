"""Load, publish, copy, discard."""

import pytest

from core.audit import history
from core.refusals import NotAllowed, Refusal
from programmes.document.comparing import compare
from programmes.document.faults import FaultyMethod
from programmes.document.files import read
from programmes.document.rows import document_of, what_is_missing, whole
from programmes.drafts.services import create_draft, discard_draft, publish
from programmes.loading.services import export_method, fork, load_method
from programmes.models import Method, MethodVersion, Step
from tests.programmes.samples import SOUND, doc


def loaded(version):
    return whole(MethodVersion.objects.all()).get(pk=version.pk)


def test_load_makes_a_draft_of_a_new_method(draft, here):
    assert (draft.method.region, draft.number, draft.is_draft) == (here.region, 1, True)
    assert document_of(loaded(draft)) == doc()
    assert history(draft)[0].verb == "method.imported"


def test_load_of_a_known_method_makes_the_next_version(published, here):
    text = SOUND.replace("Två faser", "Två bra faser")
    second = load_method(text, file_name="m.yaml", region=here.region, by=here.manager)
    assert (second.method, second.number, second.title) == (published.method, 2, "Två bra faser")


def test_load_beside_a_draft_is_refused(draft, here):
    with pytest.raises(Refusal) as caught:
        load_method(SOUND, file_name="m.yaml", region=here.region, by=here.admin)
    assert caught.value.code == "has_draft"


def test_load_of_the_same_is_refused(published, here):
    with pytest.raises(Refusal) as caught:
        load_method(SOUND, file_name="m.yaml", region=here.region, by=here.admin)
    assert caught.value.code == "nothing_changed"
    assert MethodVersion.objects.filter(method=published.method).count() == 1


def test_faulty_load_stores_nothing(here):
    before = Method.objects.count()
    text = SOUND.replace(
        "method: two-phases", "method: two-phases\nderived_from: {region: nowhere, method: none}"
    )
    with pytest.raises(FaultyMethod) as caught:
        load_method(text, file_name="m.yaml", region=here.region, by=here.admin)
    assert [fault.line for fault in caught.value.faults] == [2]
    assert Method.objects.count() == before


def test_method_derived_from_itself_is_refused(here):
    own = f"method: two-phases\nderived_from: {{region: {here.region.slug}, method: two-phases}}"
    load_method(SOUND, file_name="m.yaml", region=here.region, by=None)
    with pytest.raises(FaultyMethod):
        load_method(
            SOUND.replace("method: two-phases", own),
            file_name="m.yaml",
            region=here.region,
            by=None,
        )


def test_load_keeps_the_link_to_the_parent(published, here):
    line = f"method: our-own\nderived_from: {{region: {here.region.slug}, method: two-phases}}"
    text = SOUND.replace("method: two-phases", line)
    child = load_method(text, file_name="m.yaml", region=here.other_region, by=here.other_admin)
    assert (child.method.parent, child.forked_from) == (published.method, published)
    assert document_of(loaded(child)).derived_from.method == "two-phases"


@pytest.mark.parametrize("person", ["coach", "leader", "outsider", "other_admin"])
def test_load_by_somebody_who_does_not_run_the_region_is_refused(here, person):
    with pytest.raises(NotAllowed):
        load_method(SOUND, file_name="m.yaml", region=here.region, by=getattr(here, person))


def test_publish_makes_it_so_and_says_who(published, here):
    assert (published.is_draft, published.published_by) == (False, here.admin)
    assert published.published_at is not None
    assert history(published)[0].verb == "method.published"


def test_publish_twice_is_refused(published, here):
    with pytest.raises(Refusal) as caught:
        publish(published, by=here.admin)
    assert caught.value.code == "published"


def test_publish_of_an_unsound_draft_is_refused_with_the_place(draft, here):
    Step.objects.filter(version=draft, key="gora").update(month_to=9)
    with pytest.raises(FaultyMethod) as caught:
        publish(draft, by=here.admin)
    assert [fault.where for fault in caught.value.faults] == ["Sedan, Göra"]
    assert [fault.where for fault in what_is_missing(loaded(draft))] == ["Sedan, Göra"]
    draft.refresh_from_db()
    assert draft.is_draft


@pytest.mark.parametrize("person", ["coach", "leader", "other_admin"])
def test_publish_by_somebody_else_is_refused(draft, here, person):
    with pytest.raises(NotAllowed):
        publish(draft, by=getattr(here, person))


def test_export_gives_the_file_back(published):
    assert read(export_method(loaded(published)))[0] == doc()


def test_draft_of_a_published_version_copies_it_all(published, here):
    draft = create_draft(published, by=here.manager)
    assert (draft.number, draft.is_draft, draft.method) == (2, True, published.method)
    assert compare(loaded(published), loaded(draft)).same


def test_second_draft_is_refused(published, here):
    create_draft(published, by=here.admin)
    with pytest.raises(Refusal) as caught:
        create_draft(published, by=here.admin)
    assert caught.value.code == "has_draft"


def test_discarded_draft_leaves_the_published_version(published, here):
    discard_draft(create_draft(published, by=here.admin), by=here.admin)
    assert list(published.method.versions.all()) == [published]


def test_discarded_first_draft_takes_the_method_with_it(draft, here):
    discard_draft(draft, by=here.admin)
    assert not Method.objects.filter(pk=draft.method_id).exists()


def test_published_version_is_not_discarded(published, here):
    with pytest.raises(Refusal) as caught:
        discard_draft(published, by=here.admin)
    assert caught.value.code == "published"


def test_fork_copies_to_the_other_region_with_its_lineage(published, here):
    copy = fork(published, region=here.other_region, key="our-own", by=here.other_manager)
    assert (copy.method.region, copy.method.parent, copy.forked_from, copy.number) == (
        here.other_region,
        published.method,
        published,
        1,
    )
    assert compare(loaded(published), loaded(copy)).same


def test_fork_to_a_region_that_one_does_not_run_is_refused(published, here):
    with pytest.raises(NotAllowed):
        fork(published, region=here.other_region, key="our-own", by=here.admin)


def test_fork_with_a_taken_name_is_refused(published, here):
    with pytest.raises(Refusal) as caught:
        fork(published, region=here.region, key="two-phases", by=here.admin)
    assert caught.value.code == "key_taken"


def test_fork_of_a_draft_is_refused(draft, here):
    with pytest.raises(Refusal) as caught:
        fork(draft, region=here.region, key="our-own", by=here.admin)
    assert caught.value.code == "not_published"


def test_draft_is_seen_by_those_who_run_the_region_only(draft, published, here):
    draft = create_draft(published, by=here.admin)
    people = ("admin", "manager", "coach", "leader", "outsider", "other_admin")
    seen = {
        p: MethodVersion.objects.visible_to(getattr(here, p)).filter(pk=draft.pk).exists()
        for p in people
    }
    assert seen == {
        "admin": True,
        "manager": True,
        "coach": False,
        "leader": False,
        "outsider": False,
        "other_admin": False,
    }
