"""The blocks of bodies as they are stored, made of a body's JSON once however often it is read."""

import json
from collections import OrderedDict
from collections.abc import Mapping, Sequence
from threading import Lock
from typing import Any

from pages.graphql.sources.instances import JSON_SUFFIX


class Block:
    """A block of a body as it is stored, with the language of its page.

    One block serves many requests, so nothing may change it.
    """

    __slots__ = ("graphql_type", "id", "locale_id", "value")

    def __init__(self, graphql_type: str, block_id: str, value: Any, locale_id: int) -> None:
        self.graphql_type = graphql_type
        self.id = block_id
        self.value = value
        self.locale_id = locale_id


class BlockCache:
    """The bodies that were read last, whose JSON together is at most `size` characters.

    They are known by their JSON itself, so what is found is never that of another revision. What a
    body links to is not in here: whether a reader may see it is asked anew for each request.
    """

    def __init__(self, type_names: Mapping[str, str], size: int = 2_000_000) -> None:
        self.type_names = type_names
        self.size = size
        self.length = 0
        self._bodies: OrderedDict[tuple[str, int], Sequence[Block]] = OrderedDict()
        self._lock = Lock()

    def blocks(self, stored: str, locale_id: int) -> Sequence[Block]:
        """Return the blocks of a body's JSON."""
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
        """Return the blocks of a stream field's raw data, without kinds that are not known."""
        return [
            Block(self.type_names[each["type"]], each.get("id") or "", each["value"], locale_id)
            for each in raw
            if each["type"] in self.type_names
        ]

    def of_page(self, page: Any, name: str) -> Sequence[Block]:
        """Return the blocks of a page's stream field, read from the database or in a draft."""
        stored = page.__dict__.get(name + JSON_SUFFIX)
        if stored is not None:
            return self.blocks(stored, page.locale_id)
        return self.made_of(getattr(page, name).raw_data, page.locale_id)
