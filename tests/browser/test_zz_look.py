import io
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from PIL import Image, ImageDraw
from learning.concepts.services import *
from learning.log import services as log
from learning.models import ConceptUse, Experiment, StepPrompt
from people.models import Role
from people.scope import forget_scope
from tests.factories import UserFactory, assign
from tests.learning.laboratory import lab, member
from tests.learning.test_concepts import worker, published, card, SAID, tried, WRITTEN
pytestmark = pytest.mark.slow

def pic():
    im = Image.new("RGB",(1600,1000),"#cddfe8"); d=ImageDraw.Draw(im)
    d.rectangle((0,600,1600,1000),fill="#efe6d4"); d.rectangle((400,560,1200,600),fill="#1f5c45")
    o=io.BytesIO(); im.save(o,"JPEG"); return SimpleUploadedFile("t.jpg",o.getvalue(),"image/jpeg")

def test_look(new_context, enter, settings, tmp_path):
    P={(l,w): new_context(locale=l, viewport={'width':w,'height':844 if w<500 else 900}).new_page() for l in ('da-DK','sv-SE') for w in (1280,390)}
    page,phone='page','phone'
    made = lab()
    made.w.programme.language="da"; made.w.programme.save()
    anna = member(made.joined("Anna")); jens = worker(made,1)
    a = tried(made,"Bordet uden tilmelding",hypothesis="Et dækket bord et sted, folk alligevel går forbi. Ingen skal melde sig til, og ingen skal være noget bestemt.",trial="En vært siger velkommen.",seen="31 kom på to uger i Stubbekøbing, 9 af dem havde ikke været med til noget før.",learnt="De fleste nye kom alene og blev i over en time.",audience="lab")
    b = tried(made,"Spiseaften på biblioteket",state="did_not_work",seen="Fire kom, alle kendte hinanden.",learnt="Tilmeldingen stod i vejen.")
    c = make(participation=made.teams[0].participation, by=anna, experiments=[a,b])
    c = write(concept=c, by=anna, version=c.version, for_whom="Små byer og landsbyer med ét sted, hvor folk går forbi hver dag.", cost="1.150 kr. til kaffe, kander og voksdug. To værter, to timer.", how_to_start="Find stedet, hvor folk allerede går: kajen, stationen, foran Brugsen.\nSpørg ejeren. Det tager længere tid end kaffen.\nFind to hold værter, der bor tæt på.\nDæk bordet, før nogen kommer.\nLad tre pladser stå tomme.", nature="Kajen og vandet")
    c = set_photo(concept=c, by=anna, upload=pic(), **SAID)
    draft_url = reverse("learning:concept",args=[c.pk])
    shots = {}
    def shoot(p, name, theme="light"):
        p.emulate_media(color_scheme=theme); p.wait_for_timeout(200)
        p.screenshot(path=f"/tmp/shots/{name}.png", full_page=True)
    def go(kind, who, url, name, theme="light", lang="da"):
        p = P[{"da":"da-DK","sv":"sv-SE"}[lang], 1280 if kind=="page" else 390]
        if who: enter(p, who, url)
        else:
            p.context.clear_cookies(); p.goto(url)
        shoot(p,name,theme)
    go(page, anna, draft_url, "draft-1280")
    go(phone, anna, draft_url, "draft-390", "dark", "sv")
    go(page, anna, reverse("learning:concept_write",args=[c.pk]), "write-1280")
    go(page, anna, reverse("learning:concept_photo",args=[c.pk]), "photo-1280", "dark","sv")
    h = hand_in(concept=c, by=anna)
    p2 = review(concept=h, by=made.by, version=h.version, audience="public")
    take_over(concept=p2, participation=made.teams[1].participation, by=jens)
    u = ConceptUse.objects.get()
    go(page, jens, draft_url, "trying-1280")
    tell_use(use=u, by=jens, seen="Hver fredag. Ét fast hold.\nDe ændrede: indendørs i ventesalen.")
    go(page, jens, draft_url, "card-1280", "dark")
    go(phone, jens, draft_url, "card-390")
    go(phone, jens, reverse("learning:concepts"), "list-390", "dark")
    go(page, jens, reverse("learning:concepts"), "list-1280", "light", "sv")
    go(page, jens, reverse("learning:concept_use",args=[u.pk]), "use-1280")
    e = reverse("learning:experiment",args=[a.pk]); w = reverse("learning:experiment_edit",args=[a.pk])
    go(page, anna, e, "exp-1280"); go(phone, anna, e, "exp-390", "dark", "sv")
    go(page, anna, w, "parts-1280","dark"); go(phone, anna, w, "parts-390")
    go(page, made.by, reverse("learning:laboratory",args=[made.w.programme.pk]), "lab-1280")
    for name in ("card","cards"):
        url = reverse(f"published:{name}", args=[c.pk] if name=="card" else [])
        go(page, None, url, f"open-{name}-1280"); go(phone, None, url, f"open-{name}-390","dark","sv")
