"""The search in the contract: over what both `pages` and `feedback` have."""
