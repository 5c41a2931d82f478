"""The types of services and of answers to everybody."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import graphene
from django.utils import timezone, translation

from cms.graphql.fields import ApiField, Call, list_of
from cms.graphql.scalars import Date
from feedback.enums import Aspect, Rating
from feedback.graphql.enums import AnswerOutcomeType, AspectType
from feedback.graphql.figures import summary_field
from feedback.graphql.lists import SERVICES
from feedback.graphql.seo import SERVICE_SEO, form_address
from feedback.graphql.voices import voices_field
from feedback.models import Service, ServiceAnswer
from pages.graphql.declare import declare, extend
from pages.graphql.relations import snippet_field
from pages.graphql.seo import seo_field
from pages.graphql.types.common import contact_field, optional_text, text, type_of
from pages.graphql.types.snippets import locale_field, translated_id_field
from pages.models import Organisation


@dataclass(frozen=True, slots=True, eq=False)
class Choice:
    """A choice of the feedback form, with its label in the language of the service."""

    value: Any
    label: str


class RatingChoice(graphene.ObjectType):
    """A step of the rating."""

    value = ApiField(graphene.Int, description="The value to send as `rating`.")
    label = ApiField(graphene.String, description="The label, in the language of the service.")


class AspectChoice(graphene.ObjectType):
    """An aspect that residents may rate besides the service as a whole."""

    value = ApiField(AspectType, description="The value to send as `aspect`.")
    label = ApiField(graphene.String, description="The label, in the language of the service.")


class _ChoiceLoader:
    """Loads the labels of choices; queries only the languages."""

    def __init__(self, choices: Any) -> None:
        self.choices = choices

    def load(self, parents: Sequence[Service], call: Call) -> Sequence[list[Choice]]:
        """Return each service's choices in its own language."""
        values = []
        for service in parents:
            with translation.override(call.context.language(service.locale_id)):
                values.append(
                    [Choice(each.value, str(each.label)) for each in self.choices(service)]
                )
        return values


class _AnswersByService:
    """Loads the live answers of all requested services in one query."""

    def load(self, parents: Sequence[Service], call: Call) -> Sequence[list[ServiceAnswer]]:
        """Return each service's answers, newest first; translations have their own."""
        found: dict[int, list[ServiceAnswer]] = defaultdict(list)
        for answer in ServiceAnswer.objects.filter(
            service__in=[each.pk for each in parents], live=True
        ):
            found[answer.service_id].append(answer)
        return [found[service.pk] for service in parents]


def _is_open(service: Service, context: Any) -> bool:
    return service.is_open(timezone.localdate(context.now))


declare(
    ServiceAnswer,
    "An administration's answer to what several residents said about a service.",
    month=ApiField(
        Date, description="The month when they said it, as its first day: do not show the day."
    ),
    said=text("A summary of what residents said."),
    done=text("What was or will be done about it."),
    outcome=ApiField(AnswerOutcomeType, description="What the feedback has led to."),
    reason=optional_text("reason", "The reason; never null for `NOT_POSSIBLE`."),
    answered_on=ApiField(Date, description="The day of the answer."),
)
declare(
    Service,
    "A service of an administration that residents can rate.",
    id=translated_id_field(),
    locale=locale_field(),
    name=text("Name of the service."),
    slug=text("Short name, to send as `service` in `submitFeedback`."),
    description=optional_text("description", "Description of the service, as plain text."),
    administration=snippet_field(
        type_of(Organisation),
        "administration_id",
        Organisation,
        "The administration that offers the service and reads the feedback.",
        required=True,
    ),
    audience=optional_text("audience", "Whom the service is for."),
    access=optional_text("access", "How to get access to the service."),
    contact=contact_field(),
    opens_on=ApiField(
        Date,
        required=False,
        description="First day for feedback; null if it is open without a start.",
    ),
    closes_on=ApiField(
        Date, required=False, description="Last day for feedback; null if there is no end."
    ),
    is_open=ApiField(
        graphene.Boolean,
        description="Whether feedback can be sent today.",
        source=_is_open,
    ),
    ratings=ApiField(
        list_of(RatingChoice),
        description="The steps of the rating, the worst first.",
        loader=_ChoiceLoader(lambda service: Rating),
    ),
    aspects=ApiField(
        list_of(AspectChoice),
        description="The aspects that may be rated besides the whole; none is mandatory.",
        loader=_ChoiceLoader(lambda service: [Aspect(value) for value in service.aspects]),
    ),
    answers=ApiField(
        list_of(type_of(ServiceAnswer)),
        description="The answers to what residents said, newest first.",
        loader=_AnswersByService(),
    ),
    feedback_summary=summary_field(),
    voices=voices_field(),
    form_url=ApiField(
        graphene.String,
        description="URL of a form that works without JavaScript.",
        source=lambda service, _: form_address(service),
    ),
    seo=seo_field(SERVICE_SEO),
)
extend(
    Organisation,
    services=SERVICES.under(
        "Services of the organisation.",
        path="administration_id",
        key=lambda organisation: organisation.pk,
    ),
)
