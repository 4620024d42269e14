"""Sendings for tests."""

from __future__ import annotations

from typing import Any

from outbox.adding.services import Link, NewLetter, Text, add, open_campaign
from outbox.models import Campaign, LetterKind
from outbox.slots import slot

WORDS = {
    "sv": ("Inbjudan till {name}", "Hej {name},\n\nsvara här: {answer}"),
    "da": ("Invitation til {name}", "Hej {name},\n\nsvar her: {answer}"),
}


def words(language: str) -> Text:
    """An invitation with a name, a link to answer, the notice and the way to stop."""
    subject, text = (
        part.replace("{name}", slot("name")).replace("{answer}", slot("answer"))
        for part in WORDS[language]
    )
    below = f"\n\n-- \nRegionen\n{slot('notice')}\n{slot('unsubscribe')}"
    return Text(
        subject=subject,
        text=text + below,
        html=f'<p>{subject}</p><p><a href="{slot("answer")}">Svara</a></p>',
    )


def recipient(number: int, language: str = "sv", key: str = "") -> NewLetter:
    """Guest `number` of a sending."""
    return NewLetter(
        to=f"gast{number}@example.org",
        language=language,
        key=f"{key}:{number}",
        values={"name": f"Gäst {number}", "source": "byalagets lista"},
        links={"answer": Link("workshops.answer", "/a/{token}/", number)},
    )


def sending(w: Any, letters: int = 3, *, key: str = "sending", **fields: Any) -> Campaign:
    """A sending of the world's region in Swedish and Danish, by its manager, leaving now."""
    campaign = open_campaign(
        **{
            "region": w.region,
            "kind": LetterKind.INVITATION,
            "title": "Inbjudan till stormöte",
            "key": key,
            "by": w.manager,
            "about": None,
            "texts": words,
            "languages": ["sv", "da"],
        }
        | fields
    )
    add(
        [recipient(number, key=key) for number in range(1, letters + 1)], by=None, campaign=campaign
    )
    return Campaign.objects.get(pk=campaign.pk)
