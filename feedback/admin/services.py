"""Services in the Wagtail admin, each administration its own."""

import uuid

from wagtail.snippets.views import snippets

from feedback.admin.access import OwnListMixin, OwnObjectMixin
from feedback.models import Service


class ServiceIndexView(OwnListMixin, snippets.IndexView):
    """The services of one's own administration."""


class ServiceEditView(OwnObjectMixin, snippets.EditView):
    """A service of one's own administration."""


class ServiceDeleteView(OwnObjectMixin, snippets.DeleteView):
    """Deletes a service without feedback; `feedback.wagtail_hooks` refuses the others."""


class ServiceCopyView(OwnObjectMixin, snippets.CopyView):
    """A new service, from one of one's own administration."""

    def get_initial_form_instance(self) -> Service:
        """Return the service as a new one: what was answered about the old one stays with it."""
        service: Service = super().get_initial_form_instance()
        service.pk = None
        service.translation_key = uuid.uuid4()
        service._state.adding = True
        service.answers.set([])
        return service


class ServiceHistoryView(OwnObjectMixin, snippets.HistoryView):
    """What editors have done with a service."""


class ServiceUsageView(OwnObjectMixin, snippets.UsageView):
    """Where a service is used."""
