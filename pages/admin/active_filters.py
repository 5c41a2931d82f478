"""How filters of lists read while they narrow one, where Wagtail's own words do not do."""

from collections.abc import Iterator

from django.utils.translation import gettext as _
from wagtail.admin.active_filters import ActiveFilter, BaseFilterAdapter


class YesNoAdapter(BaseFilterAdapter):
    """Says “yes” or “no” in the editor's language; Wagtail shows Python's words."""

    def get_active_filters(self) -> Iterator[ActiveFilter]:
        """Yield the only one."""
        yield ActiveFilter(
            self.bound_field.auto_id,
            self.filter.label,
            _("Yes") if self.value else _("No"),
            self.get_url_without_filter_param(self.name),
        )
