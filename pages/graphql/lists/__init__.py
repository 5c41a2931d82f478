"""Root lists: orders, filters and fields."""
