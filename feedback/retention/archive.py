"""The archive package: an administration's feedback of some months, in open formats.

A ZIP of text files: JSON Lines with all data, CSV with the same as a table, a description in
Swedish, and checksums. It holds the public record: what residents sent, the public versions and the
answers. Internal notes are not part of it.
"""

import datetime
import hashlib
import json
import random
from collections.abc import Iterable, Iterator
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext, override

from feedback.enums import AnswerOutcome, FeedbackLanguage, Rating, SubmissionStatus
from feedback.exports import rows as export_rows
from feedback.exports.files import check_may_read
from feedback.exports.jobs import ExportFailed, Work
from feedback.exports.rows import ShuffledIds, month_text
from feedback.exports.spreadsheets import Cell, csv_pieces, zip_pieces
from feedback.models import IncomingSubmission, Service, ServiceAnswer, Submission
from feedback.models.exports import Export, ExportFailure

FORMAT = "medskap-archive/1"
SUBMISSIONS, TABLE = "submissions.jsonl", "submissions.csv"
SERVICES, SERVICE_ANSWERS = "services.jsonl", "service-answers.jsonl"
MANIFEST, README, CHECKSUMS = "manifest.json", "LAS_MIG.txt", "checksums.sha256"

# The description of each field, in the package's manifest.
FIELDS = {
    SUBMISSIONS: {
        "number": "Löpnummer inom paketet, i slumpad ordning. Säger inget om när något kom in.",
        "service": "Tjänstens kortnamn, som i services.jsonl.",
        "month": "Månaden då synpunkten kom in (ÅÅÅÅ-MM). Dagen har aldrig sparats.",
        "rating": "Helhetsbetyg, 1 (mycket dåligt) till 5 (mycket bra).",
        "rating_words": "Betyget i ord, som invånaren såg det.",
        "aspects": "Betyg på delar av tjänsten, 1 till 5. Det som saknas har inte betygsatts.",
        "comment": "Synpunkten, ordagrant. Tom om invånaren bara gav betyg.",
        "language": "Formulärets språk (ISO 639-1).",
        "status": "Hur långt handläggningen hade kommit när paketet gjordes.",
        "status_words": "Samma i ord.",
        "flags": "Vad programmet fann i texten, till exempel telefonnummer.",
        "urgent": "Om texten tydde på fara för liv eller hälsa.",
        "public_version": "Den version som en redaktör skrivit för publicering, med skälet, "
        "och om den var publicerad; null om det inte finns någon.",
        "answer": "Svaret till den som skrev: vad det blev, text, skäl och dag, och om det gick "
        "att läsa; null om det inte finns något.",
    },
    SERVICES: {
        "service": "Kortnamn.",
        "name": "Namn.",
        "description": "Beskrivning.",
        "audience": "För vem tjänsten är.",
        "opens_on": "Första dag för synpunkter; null om ingen var satt.",
        "closes_on": "Sista dag för synpunkter; null om ingen var satt.",
    },
    SERVICE_ANSWERS: {
        "service": "Tjänstens kortnamn.",
        "month": "Månaden som svaret gäller.",
        "said": "Vad flera invånare sagt, sammanfattat av förvaltningen.",
        "done": "Vad förvaltningen gjort.",
        "outcome": "Vad det blev: planned, changed eller not_possible.",
        "reason": "Skälet.",
        "answered_on": "Dagen för svaret.",
    },
}
README_TEXT = """\
Synpunkter från invånare, {administration}
Månaderna {first} till {last}

Paketet gjordes {made} med Medskap, på begäran av förvaltningen. Det innehåller {count} synpunkter.
Beslut om gallring: {decision}.

Synpunkterna är anonyma: programmet sparar varken namn, adress eller dag. En synpunkt kan ändå
innehålla personuppgifter som någon skrivit själv.

Filerna är text i UTF-8:
- {submissions}: alla synpunkter, ett JSON-objekt per rad.
- {table}: samma synpunkter som tabell, med semikolon mellan cellerna och BOM först. En
  apostrof står först i celler som ett kalkylprogram kan ta för en formel. Ordagrann text finns i
  {submissions}.
- {services}: tjänsterna som synpunkterna gäller.
- {service_answers}: förvaltningens svar på det som flera sagt.
- {manifest}: uppgifter om paketet, alla fält med förklaring och filernas kontrollsummor.
- {checksums}: SHA-256 för varje fil. Kontrollera med: sha256sum -c {checksums}

Det här ingår inte: anteckningar mellan medarbetare, utkast till svar, loggar, kvittonummer och
synpunkter som har raderats på begäran.

Paketet är uppbyggt efter samma tanke som Riksarkivets FGS Paketstruktur, med en beskrivning, filer
och kontrollsummor, men är inget METS-dokument.
"""


def pieces_of(work: Work, rng: random.Random) -> Iterator[bytes]:
    """Yield the package as a ZIP file in pieces.

    Raises `ExportFailed` if the user may not read the feedback, or if submissions of the months
    still wait for the daily batch.
    """
    export = work.export
    check_may_read(export)
    services = Service.objects.filter(pk__in=export.services.values("pk"))
    if IncomingSubmission.objects.filter(
        service__in=services, month__lte=export.last_month
    ).exists():
        raise ExportFailed(ExportFailure.WAITING)
    rows = Submission.objects.filter(
        service__in=services, month__gte=export.first_month, month__lte=export.last_month
    )
    ids = ShuffledIds(rows, rng)
    work.record(rows_total=len(ids))
    with override("sv"):
        yield from zip_pieces(_members(work, ids, services, timezone.localdate(work.clock())))


def _members(
    work: Work, ids: ShuffledIds, services: Any, made: datetime.date
) -> Iterator[tuple[str, Iterable[bytes]]]:
    export = work.export
    sums: dict[str, str] = {}

    def summed(name: str, content: Iterable[bytes]) -> tuple[str, Iterator[bytes]]:
        def pieces() -> Iterator[bytes]:
            digest = hashlib.sha256()
            for each in content:
                digest.update(each)
                yield each
            sums[name] = digest.hexdigest()

        return name, pieces()

    originals = services.originals().select_related("administration__retention_rule")
    described = originals.order_by("slug")
    yield summed(SUBMISSIONS, map(line, work.counted(_submissions(ids))))
    table = ([number, *row] for number, row in enumerate(_rows(ids), start=1))
    columns = [export_rows.Column(gettext("Number")), *export_rows.columns()]
    yield summed(TABLE, csv_pieces(columns, table))
    yield summed(SERVICES, [line(_service(each)) for each in described])
    answers = ServiceAnswer.objects.filter(
        service__in=services, month__gte=export.first_month, month__lte=export.last_month
    )
    in_order = answers.select_related("service").order_by("service__slug", "month", "pk")
    yield summed(SERVICE_ANSWERS, [line(_service_answer(each)) for each in in_order])
    facts = _facts(export, described.first(), len(ids), made)
    yield summed(README, [README_TEXT.format(**facts).replace("\n", "\r\n").encode()])
    manifest = {
        "format": FORMAT,
        **{name: facts[name] for name in ("administration", "first", "last", "count", "made")},
        "decision": facts["decision"],
        "files": {name: {"sha256": sums[name], "fields": FIELDS.get(name, {})} for name in sums},
        "values": {
            "outcome": {each.value: str(each.label) for each in AnswerOutcome},
            "status": {each.value: str(each.label) for each in SubmissionStatus},
            "language": {each.value: str(each.label) for each in FeedbackLanguage},
            "rating": {str(each.value): str(each.label) for each in Rating},
        },
    }
    yield summed(MANIFEST, [json.dumps(manifest, ensure_ascii=False, indent=2).encode()])
    yield CHECKSUMS, ["".join(f"{sums[name]}  {name}\n" for name in sorted(sums)).encode()]


def line(data: dict[str, Any]) -> bytes:
    """Return `data` as a line of JSON."""
    return json.dumps(data, ensure_ascii=False).encode() + b"\n"


def _submissions(ids: ShuffledIds) -> Iterator[dict[str, Any]]:
    number = 0
    for batch in ids.batches():
        for each in export_rows.submissions_of(batch, "voice"):
            number += 1
            yield {"number": number, **_submission(each)}


def _submission(row: Submission) -> dict[str, Any]:
    voice, answer = getattr(row, "voice", None), getattr(row, "answer", None)
    return {
        "service": row.service.slug,
        "month": month_text(row.month),
        "rating": row.rating,
        "rating_words": str(Rating(row.rating).label),
        "aspects": row.aspect_ratings,
        "comment": row.comment,
        "language": row.language,
        "status": row.status,
        "status_words": str(SubmissionStatus(row.status).label),
        "flags": row.flags,
        "urgent": row.urgent,
        "public_version": {
            "text": voice.text,
            "reason": voice.reason,
            "is_public": voice.is_public,
        }
        if voice is not None
        else None,
        # A draft that was never published is not a public record.
        "answer": {
            "outcome": answer.outcome,
            "text": answer.text,
            "reason": answer.reason,
            "answered_on": answer.answered_on.isoformat(),
            "is_live": answer.live,
        }
        if answer is not None and answer.first_published_at
        else None,
    }


def _rows(ids: ShuffledIds) -> Iterator[list[Cell]]:
    for batch in ids.batches():
        for each in export_rows.submissions_of(batch):
            yield export_rows.row_of(each)


def _service(service: Service) -> dict[str, Any]:
    return {
        "service": service.slug,
        "name": service.name,
        "description": service.description,
        "audience": service.audience,
        "opens_on": service.opens_on and service.opens_on.isoformat(),
        "closes_on": service.closes_on and service.closes_on.isoformat(),
    }


def _service_answer(answer: ServiceAnswer) -> dict[str, Any]:
    return {
        "service": answer.service.slug,
        "month": month_text(answer.month),
        "said": answer.said,
        "done": answer.done,
        "outcome": answer.outcome,
        "reason": answer.reason,
        "answered_on": answer.answered_on.isoformat(),
    }


def _facts(export: Export, service: Any, count: int, made: datetime.date) -> dict[str, Any]:
    administration = service and service.administration
    rule = getattr(administration, "retention_rule", None)
    return {
        "administration": administration.name if administration else "",
        "first": month_text(export.first_month or export.last_month or made),
        "last": month_text(export.last_month or made),
        "made": made.isoformat(),
        "count": count,
        "decision": f"{rule.decision}, {rule.decided_on:%Y-%m-%d}"
        if rule is not None and rule.has_decision
        else "inget",
        "submissions": SUBMISSIONS,
        "table": TABLE,
        "services": SERVICES,
        "service_answers": SERVICE_ANSWERS,
        "manifest": MANIFEST,
        "checksums": CHECKSUMS,
    }
