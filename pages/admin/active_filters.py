"""Display of active filters in admin lists."""

from collections.abc import Iterator

from django.utils.translation import gettext as _
from wagtail.admin.active_filters import ActiveFilter, BaseFilterAdapter


class YesNoAdapter(BaseFilterAdapter):
    """Shows a boolean filter as “yes” or “no” in the editor's language, not as True or False."""

    def get_active_filters(self) -> Iterator[ActiveFilter]:
        """Yield the active filter."""
        yield ActiveFilter(
            self.bound_field.auto_id,
            self.filter.label,
            _("Yes") if self.value else _("No"),
            self.get_url_without_filter_param(self.name),
        )
