"""Data migrations of values inside blocks.

Migrations hold no block list (see `wagtail_flexible_streamfield`), so Wagtail's own paths into
blocks (`"fact_box"`, `"gallery.images.item"`) fail with InvalidBlockDefError. Wrap the operation
in `InBlock` and leave Wagtail's path empty:

    MigrateStreamData(
        "pages", "ArticlePage", "body",
        [(InBlock("fact_box", RenameStructChildrenOperation("text", "facts")), "")],
    )
"""

from typing import Any

from wagtail.blocks.migrations.operations import BaseBlockOperation
from wagtail.blocks.migrations.utils import formatted_list_child_generator


class InBlock(BaseBlockOperation):
    """Apply an operation to every value at a path, found by the shape of the stored JSON.

    `path` has Wagtail's form: names of blocks and fields with dots between, `item` for the
    members of a list block.
    """

    def __init__(self, path: str, operation: BaseBlockOperation) -> None:
        super().__init__()
        self.path = path
        self.operation = operation

    def apply(self, block_value: Any) -> Any:
        """Return the stream with the changed values in it."""
        return self._apply_at(block_value, self.path.split("."))

    def _apply_at(self, value: Any, path: list[str]) -> Any:
        if not path:
            return self.operation.apply(value)
        if not value:
            return value
        name, *rest = path
        if isinstance(value, dict):
            return {
                key: self._apply_at(child, rest) if key == name else child
                for key, child in value.items()
            }
        # Wagtail stores members of a list as {"type": "item", …}, formerly as bare values.
        children = formatted_list_child_generator(value) if name == "item" else value
        return [
            {**child, "value": self._apply_at(child["value"], rest)}
            if child["type"] == name
            else child
            for child in children
        ]

    @property
    def operation_name_fragment(self) -> str:
        """Name the migration after the operation."""
        return str(self.operation.operation_name_fragment)
