"""A bounded LRU cache for values computed from requests."""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Generic, TypeVar

Value = TypeVar("Value")


class BoundedCache(Generic[Value]):
    """An LRU cache with at most `size` values; thread-safe."""

    def __init__(self, size: int = 200, longest_key: int = 2_000) -> None:
        self.size = size
        self.longest_key = longest_key
        self._values: OrderedDict[Hashable, Value] = OrderedDict()
        self._lock = Lock()

    def get(self, key: Hashable, make: Callable[[], Value]) -> Value:
        """Return the value of `key`, calling `make` on a miss.

        Values with a key longer than `longest_key` characters (as `repr`) are not cached.
        """
        with self._lock:
            if key in self._values:
                self._values.move_to_end(key)
                return self._values[key]
        made = make()
        if len(repr(key)) <= self.longest_key:
            with self._lock:
                self._values[key] = made
                while len(self._values) > self.size:
                    self._values.popitem(last=False)
        return made
