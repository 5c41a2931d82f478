"""The operations of the contract and their recorded answers."""

import datetime
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

CONTRACT = Path(settings.BASE_DIR) / "frontend_contract"
# Monday morning of the week that the demo is laid around.
NOW = datetime.datetime(2026, 3, 9, 8, 0, tzinfo=datetime.UTC)


@dataclass(frozen=True)
class Example:
    """A recorded request: an operation, its variables and its answer."""

    path: Path

    @property
    def recorded(self) -> dict[str, Any]:
        """What the file holds."""
        return json.loads(self.path.read_text(encoding="utf-8"))

    @property
    def query(self) -> str:
        """The text of the operation that the file names."""
        name = self.recorded["operation"]
        return (CONTRACT / "operations" / f"{name}.graphql").read_text(encoding="utf-8")


def pytest_addoption(parser: pytest.Parser) -> None:
    """Offer to write the answers instead of comparing them."""
    parser.addoption("--record", action="store_true", help="Write the contract's fixtures anew.")


@pytest.fixture
def record(request: pytest.FixtureRequest) -> bool:
    """Whether answers are to be written."""
    return request.config.getoption("--record")
