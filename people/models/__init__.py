"""Accounts, regions, organisations, contacts."""

from people.models.contact import Contact
from people.models.organisation import Organisation, Sector
from people.models.region import Region
from people.models.user import User

__all__ = ["Contact", "Organisation", "Region", "Sector", "User"]
