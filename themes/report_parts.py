"""What themes give to a report: what people say, by group, and where it led."""

from __future__ import annotations

from collections import Counter

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from places.reporting import Block, Subject, contributes, figure, figures, table
from themes.models import Tagging, Uptake
from themes.rooms import Room

#: Themes of a report, and groups that have a column of their own.
MOST_THEMES, MOST_GROUPS = 15, 4


@contributes("happened", order=50, title=gettext_lazy("What people say"))
def themes(subject: Subject) -> list[Block]:
    """The themes with their voices by group. Three statements.

    Of a programme those of its own room; a report of chosen places has none of that.
    """
    if subject.chosen:
        return []
    room = Room(subject.programme, subject.participation)
    names = dict(room.themes.values_list("pk", "name"))
    if not names:
        return []
    rows = Tagging.objects.filter(theme__in=list(names)).values_list("theme", "voice__group")
    voices = list(rows)
    led = Counter(Uptake.objects.filter(theme__in=list(names)).values_list("theme", flat=True))
    by_theme = Counter(theme for theme, _group in voices)
    by_both = Counter(voices)
    in_order = Counter(group for _theme, group in voices if group).most_common(MOST_GROUPS)
    groups = [group for group, _number in in_order]
    columns = [
        (_("Theme"), "text"),
        (_("Voices"), "number"),
        *((group, "number") for group in groups),
        (_("Led to"), "number"),
    ]
    lines = [
        (
            names[pk],
            by_theme[pk],
            *(by_both[pk, group] for group in groups),
            led[pk],
        )
        for pk in sorted(names, key=lambda pk: (-by_theme[pk], names[pk]))[:MOST_THEMES]
    ]
    head = figures(
        "",
        figure("themes", _("themes"), len(names)),
        figure("voices", _("voices in themes"), len(voices)),
    )
    return [head, table("themes", _("What people say"), columns, lines)]
