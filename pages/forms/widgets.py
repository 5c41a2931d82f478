"""Widgets for choosing several objects."""

from django.forms import CheckboxSelectMultiple, Media


class FilteredCheckboxes(CheckboxSelectMultiple):
    """Checkboxes in a scrollable box with a filter field; without JavaScript all are shown.

    Replaces the multiple select, where a click without Ctrl discards the other choices.
    """

    template_name = "pages/widgets/filtered_checkboxes.html"

    @property
    def media(self) -> Media:
        """The widget's script and style sheet."""
        return Media(
            js=["pages/filtered-checkboxes.js"], css={"all": ["pages/filtered-checkboxes.css"]}
        )
