"""The form in which the register of organisations is kept."""

from typing import Any

from wagtail.admin.forms import WagtailAdminModelForm

# What an administration's rights hang on: its name leads to its collection, its kind to its
# services, its slug to what front ends ask for.
DECIDED_BY_ADMINISTRATORS = ("name", "slug", "kind")
ADMINISTRATION = "administration"


class OrganisationForm(WagtailAdminModelForm):
    """Leaves administrations of the city to those who decide about user groups."""

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
