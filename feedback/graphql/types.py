"""Services: what residents rate."""

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
from feedback.graphql.lists import SERVICES, SERVICES_TYPE
from feedback.graphql.seo import SERVICE_SEO, form_address
from feedback.graphql.voices import voices_field
from feedback.models import Service, ServiceAnswer
from pages.graphql.declare import declare, extend
from pages.graphql.lists.declarations import related_list
from pages.graphql.relations import snippet_field
from pages.graphql.seo import seo_field
from pages.graphql.types.common import contact_field, optional_text, text, type_of
from pages.graphql.types.snippets import locale_field, translated_id_field
from pages.models import Organisation


@dataclass(frozen=True, slots=True, eq=False)
class Choice:
    """One of the choices of the feedback form, in the language of the service."""

    value: Any
    label: str


class RatingChoice(graphene.ObjectType):
    """A step of the rating."""

    class Meta:
        description = "A step of the rating."

    value = ApiField(graphene.Int, description="To send as `rating`.")
    label = ApiField(graphene.String, description="In words, in the language of the service.")


class AspectChoice(graphene.ObjectType):
    """Something that residents may rate beside the whole."""

    class Meta:
        description = "Something that residents may rate beside the whole."

    value = ApiField(AspectType, description="To send as `aspect`.")
    label = ApiField(graphene.String, description="In words, in the language of the service.")


class _ChoiceLoader:
    """Puts choices into words; only the languages are asked of the database."""

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
    """Loads the answers of all services at once."""

    def load(self, parents: Sequence[Service], call: Call) -> Sequence[list[ServiceAnswer]]:
        """Return each service's answers, the newest first, in the language they were written."""
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
    "What an administration answers to what several residents said of a service.",
    month=ApiField(Date, description="The month when they said it: its first day, show no day."),
    said=text("What they said, summed up in plain words."),
    done=text("What was done about it, or will be."),
    outcome=ApiField(AnswerOutcomeType, description="What came of it."),
    reason=optional_text("reason", "Why; never null for `NOT_POSSIBLE`."),
    answered_on=ApiField(Date, description="The day of the answer."),
)
declare(
    Service,
    "Something that an administration offers, and that residents rate.",
    id=translated_id_field(),
    locale=locale_field(),
    name=text("What residents call it."),
    slug=text("Short name; send it as `service` in `submitFeedback`."),
    description=optional_text("description", "What it is, in plain words."),
    administration=snippet_field(
        type_of(Organisation),
        "administration_id",
        Organisation,
        "Who offers it, and reads the feedback.",
        required=True,
    ),
    audience=optional_text("audience", "For whom it is."),
    access=optional_text("access", "What to do to get it."),
    contact=contact_field(),
    opens_on=ApiField(Date, required=False, description="First day for feedback; null: at once."),
    closes_on=ApiField(Date, required=False, description="Last day for feedback; null: no end."),
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
        description="What may be rated beside the whole; none is mandatory.",
        loader=_ChoiceLoader(lambda service: [Aspect(value) for value in service.aspects]),
    ),
    answers=ApiField(
        list_of(type_of(ServiceAnswer)),
        description="What residents said and what was done about it, the newest answer first.",
        loader=_AnswersByService(),
    ),
    feedback_summary=summary_field(),
    voices=voices_field(),
    form_url=ApiField(
        graphene.String,
        description="A form that works without JavaScript, to link to.",
        source=lambda service, _: form_address(service),
    ),
    seo=seo_field(SERVICE_SEO),
)
extend(
    Organisation,
    services=related_list(
        SERVICES,
        "Services that it offers.",
        path="administration_id",
        key=lambda organisation: organisation.pk,
        list_type=SERVICES_TYPE,
    ),
)
