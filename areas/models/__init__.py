"""Areas of countries, their codes, what became of them, and files that were brought in."""

from areas.models.area import Area, AreaCode, AreaLevel, AreaScheme
from areas.models.area_import import AreaImport, AreaImportState
from areas.models.change import AreaChange, ChangeKind

__all__ = [
    "Area",
    "AreaChange",
    "AreaCode",
    "AreaImport",
    "AreaImportState",
    "AreaLevel",
    "AreaScheme",
    "ChangeKind",
]
