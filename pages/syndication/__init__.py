"""Other formats of the content: iCalendar, Atom and structured data (schema.org)."""
