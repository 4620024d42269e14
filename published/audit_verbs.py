"""The sentences of this app's verbs in the audit trail."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from core import audit

audit.register(
    public__changed=_("The public page changed: %(fields)s"),
    public__published=_("The public page published"),
    public__unpublished=_("The public page taken back"),
    news__written=_("News “%(title)s” written"),
    news__changed=_("News “%(title)s” changed"),
    news__published=_("News “%(title)s” published"),
    news__unpublished=_("News “%(title)s” taken back"),
    news__removed=_("News “%(title)s” deleted"),
)
