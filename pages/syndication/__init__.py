"""Content in other formats: iCalendar, Atom and structured data (schema.org)."""
