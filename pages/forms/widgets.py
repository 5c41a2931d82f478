"""How editors choose several things out of many."""

from django.forms import CheckboxSelectMultiple, Media


class FilteredCheckboxes(CheckboxSelectMultiple):
    """Checkboxes in a box that scrolls, with a field that narrows them; without script, all show.

    A list where a forgotten Ctrl key loses the earlier choices is no tool for fifty projects.
    """

    template_name = "pages/widgets/filtered_checkboxes.html"

    @property
    def media(self) -> Media:
        """Bring the script and the style that the box needs."""
        return Media(
            js=["pages/filtered-checkboxes.js"], css={"all": ["pages/filtered-checkboxes.css"]}
        )
