"""What is reminded of in companies: one has written by its link, and nobody has read it yet."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from functools import partial

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from learning.companies.notices import WROTE
from learning.models import Company
from notices.models import Notice
from reminders.kinds import At, Cause, Kind, Search, To, register

#: What was written longer ago is no news in a letter.
NEWS_DAYS = 60


def written(search: Search) -> Iterator[Cause]:
    """Companies' words for each who has not read them. Two questions."""
    zone = timezone.get_current_timezone()
    last = dt.datetime.combine(search.last(WROTE), dt.time.max, zone)
    unread = Notice.objects.unread().filter(
        kind=WROTE,
        about_type=Company._meta.label_lower,
        created_at__lte=last,
        person__is_active=True,
    )
    told = list(unread.order_by("created_at", "pk").select_related("person"))
    # Words that were taken back, and the account with them, are no news.
    rows = Company.objects.filter(programme__in=search.programmes, interviews__self_told=True)
    companies = (
        rows.select_related("organisation", "programme").in_bulk([one.about_id for one in told])
        if told
        else {}
    )
    for one in told:
        company = companies.get(one.about_id)
        if company is None:
            continue
        day, programme = timezone.localdate(one.created_at), company.programme
        yield Cause(
            kind=WROTE,
            at=At(programme.pk, programme.region_id, programme.language, programme.name),
            thing=f"{company.pk}:{one.pk}",
            day=day,
            until=day + dt.timedelta(days=NEWS_DAYS),
            words=partial(_said, str(company)),
            path=reverse("learning:company", args=[company.pk]),
            address=one.person.email,
            name=one.person.get_full_name(),
        )


def _said(company: str, _day: dt.date) -> str:
    return _("%(company)s has written what it needs, and you have not read it") % {
        "company": company
    }


register(
    Kind(
        WROTE,
        gettext_lazy("A company has written what it needs"),
        after=1,
        to=(To.NAMED,),
        ends=gettext_lazy("you have opened the company"),
    ),
    find=written,
)
