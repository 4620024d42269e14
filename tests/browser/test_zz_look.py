import pytest
from tests.browser.conftest import PHONE, DESKTOP
from tests.factories import world
from tests.programmes.home.samples import holder, year
from programmes.models import Decision, Paper

def test_look(page, sign_in, live_server, check_axe, check_width):
    w=world(); made=year(w)
    Decision.objects.create(programme=made.programme,text="Kerteminde holder workshop i september, ikke i juni.",decided_by="projektledelsen")
    Paper.objects.create(programme=made.programme,kind="source",title="Tanvig & Herslund",note="2020")
    made.programme.method_version.for_programme=True; made.programme.method_version.save()
    u=holder(made.programme,"coordinator",municipality=made.municipalities[1])
    errs=[]
    for who, name in ((w.manager,"manager"),(u,"coordinator")):
        sign_in(page, who)
        for language, theme, size, tag in (("da","light",DESKTOP,"da-1280"),("sv","dark",PHONE,"sv-390")):
            page.context.add_cookies([{"name":k,"value":v,"url":live_server.url} for k,v in {"django_language":language,"theme":theme}.items()])
            page.set_viewport_size(size)
            for url,n in (("/","start"),(f"/programmes/{made.programme.pk}/home/","home"),(f"/programmes/{made.programme.pk}/people/","people"),(f"/programmes/{made.programme.pk}/documents/","papers"),(f"/programmes/{made.programme.pk}/steps/","steps"),(f"/programmes/{made.programme.pk}/","about")):
                page.goto(url)
                if "accounts/login" in page.content(): print("LOGIN LINK", url, name)
                page.screenshot(path=f"/tmp/look/{name}-{n}-{tag}.png", full_page=True)
                for c in (check_axe, check_width):
                    try: c(page)
                    except AssertionError as e: errs.append((name,n,tag,str(e)[:400]))
    for e in errs: print(e)
