"""A cache of StreamField bodies, parsed from their stored JSON."""

import json
from collections import OrderedDict
from collections.abc import Mapping, Sequence
from threading import Lock
from typing import Any

from pages.graphql.sources.instances import JSON_SUFFIX


class Block:
    """A StreamField block with the language of its page.

    Blocks are shared between requests and must not be modified.
    """

    __slots__ = ("graphql_type", "id", "locale_id", "value")

    def __init__(self, graphql_type: str, block_id: str, value: Any, locale_id: int) -> None:
        self.graphql_type = graphql_type
        self.id = block_id
        self.value = value
        self.locale_id = locale_id


class BlockCache:
    """An LRU cache of parsed bodies, bounded by `size` characters of JSON.

    The JSON text itself is the key, so another revision can never match. Link targets are not
    cached: their visibility is checked in each request.
    """

    def __init__(self, type_names: Mapping[str, str], size: int = 2_000_000) -> None:
        self.type_names = type_names
        self.size = size
        self.length = 0
        self._bodies: OrderedDict[tuple[str, int], Sequence[Block]] = OrderedDict()
        self._lock = Lock()

    def blocks(self, stored: str, locale_id: int) -> Sequence[Block]:
        """Return the blocks of a body, given as JSON text."""
        key = (stored, locale_id)
        with self._lock:
            if key in self._bodies:
                self._bodies.move_to_end(key)
                return self._bodies[key]
        made = self.made_of(json.loads(stored), locale_id)
        with self._lock:
            if key not in self._bodies:
                self._bodies[key] = made
                self.length += len(stored)
            while self.length > self.size:
                (oldest, _), _ = self._bodies.popitem(last=False)
                self.length -= len(oldest)
        return made

    def made_of(self, raw: Sequence[Mapping[str, Any]], locale_id: int) -> Sequence[Block]:
        """Return the blocks of a StreamField's raw data, without unknown block types."""
        return [
            Block(self.type_names[each["type"]], each.get("id") or "", each["value"], locale_id)
            for each in raw
            if each["type"] in self.type_names
        ]

    def of_page(self, page: Any, name: str) -> Sequence[Block]:
        """Return the blocks of a page's StreamField, from a loaded row or a draft."""
        stored = page.__dict__.get(name + JSON_SUFFIX)
        if stored is not None:
            return self.blocks(stored, page.locale_id)
        return self.made_of(getattr(page, name).raw_data, page.locale_id)
