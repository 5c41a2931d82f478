"""Services in the Wagtail admin."""

import uuid

from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.widgets.button import Button
from wagtail.snippets.views import snippets

from feedback.admin.figures.poster import poster_url
from feedback.models import Service, ServiceAnswer


class ServiceEditView(snippets.EditView):
    """The form of a service, with buttons for its answers, figures and poster."""

    @cached_property
    def header_more_buttons(self) -> list[Button]:
        """The header's buttons: Wagtail's own, then those of the service."""
        return [*super().header_more_buttons, *service_buttons(self.object)]


class ServiceCopyView(snippets.CopyView):
    """Creates a service from another one."""

    def get_initial_form_instance(self) -> Service:
        """Return the copy, unsaved and without answers."""
        service: Service = super().get_initial_form_instance()
        service.pk = None
        service.translation_key = uuid.uuid4()
        service._state.adding = True
        service.answers.set([])
        return service


def service_buttons(service: Service) -> list[Button]:
    """Return buttons for a service's answers, figures and poster."""
    figures = reverse("feedback_dashboard:service", args=[service.pk])
    answers = reverse(ServiceAnswer.snippet_viewset.get_url_name("list"))
    return [
        Button(
            _("Answers to everybody"),
            url=f"{answers}?service={service.pk}",
            icon_name="group",
            priority=59,
        ),
        Button(_("Feedback in figures"), url=figures, icon_name="feedback-figures", priority=60),
        Button(_("Poster to print"), url=poster_url(service), icon_name="doc-full", priority=61),
    ]
