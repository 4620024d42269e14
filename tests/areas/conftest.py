"""What tests of areas share."""

import datetime as dt

import pytest

from areas.loading import services
from areas.models import AreaImport
from tests.factories import MunicipalityFactory


@pytest.fixture
def bromolla(db):
    return MunicipalityFactory(
        code="1272", name="Bromölla", full_name="Bromölla kommun", county="Skåne län",
        latitude="56.0726", longitude="14.4688",
    )  # fmt: skip


@pytest.fixture
def goinge(db):
    return MunicipalityFactory(
        code="1256", name="Östra Göinge", full_name="Östra Göinge kommun", county="Skåne län"
    )


@pytest.fixture
def load(tmp_path):
    """Bring a file, or bytes, in; what became of it."""

    def bring_in(content, *, country="SE", level="locality", by=None, **said):
        path = content
        if isinstance(content, bytes):
            path = tmp_path / "list"
            path.write_bytes(content)
        kept = AreaImport(
            country=country, level=level, source=said.pop("source", "SCB, Tätorter 2023"),
            retrieved_on=dt.date(2026, 1, 2), file_name=path.name, **said,  # any day
        )  # fmt: skip
        return services.bring_in(path=path, kept=kept, by=by)

    return bring_in
