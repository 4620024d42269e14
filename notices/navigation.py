"""The bell in the head of every page."""

from __future__ import annotations

from core import navigation

navigation.register_bell("notices:list", lambda user: user.unread_notices)
