"""Lists of the contract: orders, filters and roots."""
