"""The tables of feedback, one subject a module. Saving a model has no effect on other tables.

May import `feedback.enums`, `feedback.forms`, `feedback.model_fields`, the pure rules,
`pages.models` and `pages.roles`.
"""

from feedback.models.answers import ServiceAnswer as ServiceAnswer
from feedback.models.answers import SubmissionAnswer as SubmissionAnswer
from feedback.models.crisis import CrisisWordList as CrisisWordList
from feedback.models.crisis import HelpLine as HelpLine
from feedback.models.exports import Export as Export
from feedback.models.exports import ExportPart as ExportPart
from feedback.models.figures import MonthlyRollup as MonthlyRollup
from feedback.models.figures import PublishedFigures as PublishedFigures
from feedback.models.inbox_mail import InboxMail as InboxMail
from feedback.models.log import FeedbackLogEntry as FeedbackLogEntry
from feedback.models.notes import SubmissionNote as SubmissionNote
from feedback.models.reply_templates import ReplyTemplate as ReplyTemplate
from feedback.models.retention import ArchiveDelivery as ArchiveDelivery
from feedback.models.retention import RetentionRule as RetentionRule
from feedback.models.services import Service as Service
from feedback.models.services import ServiceQuerySet as ServiceQuerySet
from feedback.models.submissions import IncomingSubmission as IncomingSubmission
from feedback.models.submissions import ReleaseRun as ReleaseRun
from feedback.models.submissions import Submission as Submission
from feedback.models.submissions import SubmissionFields as SubmissionFields
from feedback.models.submissions import UsedClientId as UsedClientId
from feedback.models.voices import Voice as Voice
