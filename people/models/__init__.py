"""Accounts, regions, organisations, contacts, and every role that somebody holds."""

from people.models.contact import Contact
from people.models.decline import Decline
from people.models.duty import Duty, Task
from people.models.opening import RegionOpening
from people.models.organisation import Organisation, Sector
from people.models.period import Period, PeriodQuerySet
from people.models.region import Region
from people.models.role import Assignment, ProgrammePost, ProgrammeRole, RegionRole, Role
from people.models.user import User

__all__ = [
    "Assignment",
    "Contact",
    "Decline",
    "Duty",
    "Organisation",
    "Period",
    "PeriodQuerySet",
    "ProgrammePost",
    "ProgrammeRole",
    "Region",
    "RegionOpening",
    "RegionRole",
    "Role",
    "Sector",
    "Task",
    "User",
]
