"""The sector of a guest."""

from __future__ import annotations

from django.db.models import F, Value
from django.db.models.functions import Coalesce, NullIf

#: As an expression on invitations: the guest's own, else that of the organisation, else "".
SECTOR = Coalesce(NullIf(F("sector"), Value("")), F("organisation__sector"), Value(""))
