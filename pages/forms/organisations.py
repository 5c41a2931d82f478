"""The admin form for organisations."""

from typing import Any

from wagtail.admin.forms import WagtailAdminModelForm

# Fields that determine permissions: the name is that of the collection, the kind determines whether
# there are services, and the slug is used by front ends.
DECIDED_BY_ADMINISTRATORS = ("name", "slug", "kind")
ADMINISTRATION = "administration"


class OrganisationForm(WagtailAdminModelForm):
    """Restricts administrations to users who may change user groups."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.for_user is None or self.for_user.has_perm("auth.change_group"):
            return
        if self.instance.kind == ADMINISTRATION:
            for name in DECIDED_BY_ADMINISTRATORS:
                self.fields[name].disabled = True
        else:
            kind = self.fields["kind"]
            kind.choices = [each for each in kind.choices if each[0] != ADMINISTRATION]
