"""The personas' accounts and their roles in region and programme."""

from __future__ import annotations

from demo.loader.past import day
from demo.story import personas, story
from people.models import ProgrammeRole, Region, RegionRole, User
from programmes.models import Programme


def load() -> dict[str, User]:
    """Make the accounts, without passwords: they sign in with one click, in demo mode only."""
    users = {}
    for persona in personas():
        staff = persona.role == "operator"
        users[persona.key] = User.objects.create_user(
            persona.email,
            name=persona.name,
            language=persona.language,
            is_staff=staff,
            is_superuser=staff,
        )
    for told in story()["personas"]:
        user = users[told["key"]]
        if told["role"] == "region_admin":
            RegionRole.objects.create(
                user=user, region=Region.objects.get(slug=told["region"]), starts_on=day(900)
            )
        if told["role"] == "manager":
            programme = Programme.objects.get(region__slug=told["region"], name=told["programme"])
            ProgrammeRole.objects.create(user=user, programme=programme, starts_on=day(900))
    return users
