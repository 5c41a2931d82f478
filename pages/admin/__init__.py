"""Wagtail admin of the content: viewsets, panels and filters."""
