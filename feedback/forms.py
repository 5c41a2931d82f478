"""Forms of the Wagtail admin that the models refer to."""

from typing import Any

from wagtail.admin.forms import WagtailAdminModelForm

ALL_SUBMISSIONS = "feedback.view_all_submissions"


class ServiceForm(WagtailAdminModelForm):
    """The form of a service; offers only the administrations that the user belongs to."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields.get("administration")
        if field is None or self.for_user is None or self.for_user.has_perm(ALL_SUBMISSIONS):
            return
        field.queryset = field.queryset.filter(staff__user=self.for_user)
