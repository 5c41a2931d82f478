"""The contract's files, as the tests of this folder read them."""

from pathlib import Path

from django.conf import settings

CONTRACT = Path(settings.BASE_DIR) / "frontend_contract"
OPERATIONS = sorted(path.stem for path in (CONTRACT / "operations").glob("*.graphql"))
FIXTURES = sorted((CONTRACT / "fixtures").glob("*.json"))
# What an operation may cost.
MOST_QUERIES = 12


def query_of(operation: str) -> str:
    """Return the text of an operation."""
    return (CONTRACT / "operations" / f"{operation}.graphql").read_text(encoding="utf-8")
