"""The first steps of an installation: start page, sections, first administration, check list."""
