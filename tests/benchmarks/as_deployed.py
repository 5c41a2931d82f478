"""The product with the packages that an installation has, and none that only developers do.

Libraries look for others and load what they find: here `lxml`, `yaml` and `pygments` would be in a
web process, 7 MB, because tests need them. So imports find what `requirements.txt` names.
"""

import re
import sys
from collections.abc import Iterator
from importlib.machinery import ModuleSpec
from importlib.metadata import Distribution, distributions
from typing import Any

from cms.environment import BASE_DIR


def _deployed() -> set[str]:
    requirements = (BASE_DIR / "requirements.txt").read_text(encoding="utf-8")
    return {_plain(name) for name in re.findall(r"(?m)^([\w.-]+)==", requirements)}


def _plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def _modules(distribution: Distribution) -> Iterator[str]:
    for file in distribution.files or ():
        if file.suffix == ".py" and not file.parts[0].startswith("."):
            yield file.parts[0].removesuffix(".py")


class _OnlyDeployed:
    """Finds nothing of what developers have beside."""

    def __init__(self) -> None:
        deployed, modules = _deployed(), {True: set[str](), False: set[str]()}
        for each in distributions():
            modules[_plain(each.metadata["Name"]) in deployed].update(_modules(each))
        self.hidden = modules[False] - modules[True]

    def find_spec(self, name: str, path: Any = None, target: Any = None) -> ModuleSpec | None:
        """Refuse a module that an installation does not have."""
        if name.partition(".")[0] in self.hidden:
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)
        return None


sys.meta_path.insert(0, _OnlyDeployed())

from cms.wsgi import application  # noqa: E402, F401 (after what it may find)
