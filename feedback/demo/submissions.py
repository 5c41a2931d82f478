"""Invented feedback on the demo's services."""

import datetime
import random
import uuid
from collections.abc import Iterable, Iterator
from functools import cache, partial
from typing import NamedTuple

from django.db import transaction

from feedback.demo.answers import answer_some
from feedback.enums import SubmissionStatus
from feedback.figures import rollups
from feedback.figures.publication import release_figures
from feedback.handling import moderation
from feedback.intake.crisis import crisis_phrases
from feedback.intake.receipts import receipt_hash
from feedback.models import (
    IncomingSubmission,
    RetentionRule,
    Service,
    Submission,
    Voice,
)
from feedback.screening.personal_data import Screening, screen

MONTHS = 14
# The same demo on every machine.
SEED = 2017


class Activity(NamedTuple):
    """How many write in a month, and how often they give 1 to 5: at first, and by now."""

    fewest: int
    most: int
    at_first: tuple[int, ...]
    by_now: tuple[int, ...]


WELL_LIKED = (1, 1, 4, 9, 10)
MIXED = (4, 5, 6, 5, 2)
BETTER = (2, 3, 5, 9, 6)
ACTIVITY = {
    # Nine places: in most months too few for figures.
    "kvinnobehandlingen": Activity(1, 4, BETTER, BETTER),
    "bostad-forst": Activity(3, 8, BETTER, WELL_LIKED),
    "radgivningen": Activity(5, 10, BETTER, BETTER),
    "stodboende-carnot": Activity(0, 3, MIXED, BETTER),
    "digidel-drop-in": Activity(9, 18, WELL_LIKED, WELL_LIKED),
    "fritidsbanken": Activity(8, 15, WELL_LIKED, WELL_LIKED),
    "personligt-ombud": Activity(2, 6, BETTER, WELL_LIKED),
    "motet-med-socialsekreteraren": Activity(8, 14, MIXED, BETTER),
}

BY_RATING = {
    1: (
        "Jag ringde fem gånger och fick aldrig något svar. Till slut gav jag upp.",
        "Jag fick berätta allt från början för en ny person. Ingen hade läst det som stod.",
        "Beslutet kom utan förklaring. Jag vet inte vad jag ska göra nu.",
    ),
    2: (
        "Brevet var svårt att förstå. En vän fick hjälpa mig att läsa det.",
        "Lång väntan, och ingen sa hur lång den skulle bli.",
        "Trevligt bemötande men tiden räckte inte. Jag hann inte säga det viktigaste.",
    ),
    3: (
        "Det fungerar, men öppettiderna passar inte den som jobbar.",
        "Bra när man väl är där. Svårt att hitta dit första gången.",
        "",
    ),
    4: (
        "Personalen lyssnade och skyndade inte på mig.",
        "Jag fick vara med och bestämma nästa steg. Det var nytt för mig.",
        "Tydlig information. Gärna som film också, jag orkar inte läsa så mycket.",
    ),
    5: (
        "Första gången på länge som någon frågade vad jag själv vill.",
        "Ni ringde upp när ni sa att ni skulle. Det betyder mycket.",
        "Tack. Jag vågar gå ut på stan igen.",
    ),
}
BY_SERVICE = {
    "kvinnobehandlingen": (
        (5, "Gruppen gav mig ord för det jag känner. Nio platser är för få."),
        (3, "Bra behandling men det tog lång tid att få beslutet."),
    ),
    "bostad-forst": (
        (5, "En egen nyckel. Jag sover hela nätter nu."),
        (4, "Det var roligt att få måla väggen tillsammans."),
        (2, "Grannarna undrar vem jag är. Jag skulle vilja ha hjälp med det."),
    ),
    "radgivningen": ((4, "Skönt att man får vara anonym och slipper remiss."),),
    "stodboende-carnot": ((3, "Lugnt hus. Köket är för litet när alla är hemma."),),
    "digidel-drop-in": (
        (5, "Äntligen kan jag betala räkningar själv med telefonen."),
        (4, "Tålmodiga instruktörer. Kom tidigt, det blir kö."),
    ),
    "fritidsbanken": ((5, "Barnen fick låna skridskor hela lovet utan att det kostade något."),),
    "personligt-ombud": ((5, "Någon som följer med på möten. Då vågar jag säga ifrån."),),
    "motet-med-socialsekreteraren": (
        (2, "Ny handläggare för tredje gången i år."),
        (4, "Hon ritade upp hur allt hänger ihop. Då förstod jag."),
    ),
}
TO_LOOK_INTO = (
    (2, "Ring mig på 070-174 06 05 så berättar jag mer."),
    (1, "Jag orkar inte leva så här. Ingen svarar när jag ringer."),
)


@transaction.atomic
def generate_demo_feedback(today: datetime.date) -> None:
    """Add some hundred submissions of the last months, with answers, figures and public comments.

    A few are left waiting for the daily batch. Does nothing if there is any feedback already.
    """
    if Submission.objects.exists() or IncomingSubmission.objects.exists():
        return
    rng = random.Random(SEED)  # noqa: S311 (a demo, the same everywhere)
    # Cached: the same few comments occur some hundred times.
    screened = cache(partial(screen, crisis=crisis_phrases()))
    services = {service.slug: service for service in Service.objects.originals()}
    released = [
        _fields(rng, services[slug], month, rating, comment, screened(comment))
        for slug, month, rating, comment in _demo_comments(rng, today)
        if slug in services and services[slug].is_open(month)
    ]
    rng.shuffle(released)
    Submission.objects.bulk_create(Submission(**fields) for fields in released)
    # A generator of its own, so that a change of answers does not change the submissions.
    answer_some(today, random.Random(SEED + 1))  # noqa: S311 (a demo, the same everywhere)
    for service in services.values():
        rollups.recount(service.pk)
    IncomingSubmission.objects.bulk_create(
        IncomingSubmission(
            **_fields(rng, services[slug], today.replace(day=1), 4, comment, screened(comment))
        )
        for slug, comment in (
            ("digidel-drop-in", "Jag lärde mig söka bussar i dag."),
            ("personligt-ombud", "Tack för hjälpen med papperen."),
        )
        if slug in services
    )
    release_figures(today)
    _publish_voices(rng)
    _keep_for_a_year(today, services.values())


def _publish_voices(rng: random.Random) -> None:
    """Publish the comments that were written for one service only."""
    own = [comment for pairs in BY_SERVICE.values() for _, comment in pairs]
    # Sorted here: databases differ in the order of å, ä and ö.
    said = Submission.objects.filter(comment__in=own)
    for submission in sorted(said, key=lambda each: (each.comment, each.pk)):
        Voice.objects.create(
            id=uuid.UUID(int=rng.getrandbits(128), version=4),
            submission=submission,
            service_id=submission.service_id,
            language=submission.language,
        )
        moderation.publish(submission.pk, submission.comment, "Ingen går att känna igen.")


def _keep_for_a_year(today: datetime.date, services: Iterable[Service]) -> None:
    """Give each administration a rule, by which the oldest months are due."""
    RetentionRule.objects.bulk_create(
        (
            RetentionRule(
                administration_id=administration,
                months_to_keep=12,
                minimum_months=12,
                decision=f"AN {today.year - 2}/7 § 12",
                decided_on=datetime.date(today.year - 2, 2, 3),
            )
            for administration in sorted({service.administration_id for service in services})
        ),
        ignore_conflicts=True,
    )


def _demo_comments(
    rng: random.Random, today: datetime.date
) -> Iterator[tuple[str, datetime.date, int, str]]:
    months = _last_months(today)
    for slug, own in BY_SERVICE.items():
        lively = ACTIVITY[slug]
        for rating, comment in own:
            yield slug, rng.choice(months[:3]), rating, comment
        for ago, month in enumerate(months):
            weights = [
                first * ago + now * (len(months) - 1 - ago)
                for first, now in zip(lively.at_first, lively.by_now, strict=True)
            ]
            for _ in range(rng.randint(lively.fewest, lively.most)):
                rating = rng.choices(list(BY_RATING), weights=weights)[0]
                # Most people give a rating and no more.
                comment = rng.choice(BY_RATING[rating]) if rng.random() < 0.3 else ""
                yield slug, month, rating, comment
    for rating, comment in TO_LOOK_INTO:
        yield "motet-med-socialsekreteraren", months[0], rating, comment


def _last_months(today: datetime.date) -> list[datetime.date]:
    months = [today.replace(day=1)]
    while len(months) <= MONTHS:
        months.append((months[-1] - datetime.timedelta(days=1)).replace(day=1))
    # Not the current month, whose submissions still wait for the batch.
    return months[1:]


def _fields(
    rng: random.Random,
    service: Service,
    month: datetime.date,
    rating: int,
    comment: str,
    screening: Screening,
) -> dict[str, object]:
    asked = [aspect for aspect in service.aspects if rng.random() < 0.4]
    statuses = [SubmissionStatus.NEW, SubmissionStatus.IN_REVIEW, SubmissionStatus.ANSWERED]
    return {
        "id": uuid.UUID(int=rng.getrandbits(128), version=4),
        "service": service,
        "rating": rating,
        "aspect_ratings": {
            aspect: min(5, max(1, rating + rng.choice((-1, 0, 0, 1)))) for aspect in asked
        },
        "comment": comment,
        "language": "sv",
        "month": month,
        "status": SubmissionStatus.NEW if screening.flags else rng.choice(statuses),
        "flags": screening.flags,
        "urgent": screening.is_urgent,
        "receipt_hash": receipt_hash(f"{rng.randrange(10**16):016d}"),
    }
