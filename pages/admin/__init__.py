"""The Wagtail admin of pages: viewsets, panels and filters."""
