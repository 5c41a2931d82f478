// Written by `make contract-types` from schema.graphql and operations/; do not edit.
/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
/** The outcome of what residents said. */
export type AnswerOutcome =
  /** Something has been done; `done` or `text` says what. */
  | 'CHANGED'
  /** Nothing can be changed; `reason` says why. */
  | 'NOT_POSSIBLE'
  /** Something will be done; `done` or `text` says what. */
  | 'PLANNED';

/** Conditions for articles; all must hold. */
export type ArticleFilter = {
  /** Slug of an event that the article is about. */
  event?: string | null | undefined;
  /** Slug of a group that the article is about. */
  group?: string | null | undefined;
  /** Types of articles. Matches any of them; an empty list matches nothing. */
  kind?: Array<ArticleKind> | null | undefined;
  /** Slug of a project that the article is about. */
  project?: string | null | undefined;
  /** Slugs of topics. Matches any of them; an empty list matches nothing. */
  topic?: Array<string> | null | undefined;
};

/** The type of an article. */
export type ArticleKind =
  /** Column: the author's own views or experience. */
  | 'COLUMN'
  /** Film; see `mediaUrl` and `transcript`. */
  | 'FILM'
  /** Invitation to an event or to take part. */
  | 'INVITATION'
  /** Minutes of a meeting. */
  | 'MINUTES'
  /** A news item. */
  | 'NEWS'
  /** Podcast; see `mediaUrl` and `transcript`. */
  | 'PODCAST'
  /** Poem; keep its line breaks. */
  | 'POEM'
  /** Report: a longer text about what the author saw and heard. */
  | 'REPORT';

/** An area that a resident may rate; the areas are those of SKR's surveys. */
export type Aspect =
  /** Whether the service was easy to reach and use (tillgänglighet). */
  | 'ACCESSIBILITY'
  /** Whether the situation became better (förändring). */
  | 'CHANGE'
  /** Whether the information was enough and easy to understand. */
  | 'INFORMATION'
  /** Whether the person had a say (delaktighet). */
  | 'PARTICIPATION'
  /** How staff met the person (bemötande). */
  | 'TREATMENT';

/** A resident's rating of one aspect of a service. */
export type AspectRatingInput = {
  /** An aspect that the service asks about. */
  aspect: Aspect;
  /** From 1, very bad, to 5, very good. */
  rating: number;
};

/** The precision of a date; show only this much of it. */
export type DatePrecision =
  /** Exact to the day. */
  | 'DAY'
  /** Only year and month are known. */
  | 'MONTH'
  /** Only the year is known. */
  | 'YEAR';

/** The type of an event document. */
export type EventDocumentKind =
  /** Minutes of the meeting. */
  | 'MINUTES'
  /** Other; see its title. */
  | 'OTHER'
  /** A speaker's presentation. */
  | 'PRESENTATION'
  /** Programme of the event. */
  | 'PROGRAMME'
  /** Summary of the results. */
  | 'SUMMARY';

/** Conditions for events; all must hold. */
export type EventFilter = {
  /** Takes place at least partly on this day or later, in Swedish time. Includes events over midnight, for several days or without a known end; each possible time counts. With the same `toDay`: events on one day. */
  fromDay?: string | null | undefined;
  /** Slug of the group whose meeting it is. */
  group?: string | null | undefined;
  /** Types of events. Matches any of them; an empty list matches nothing. */
  kind?: Array<EventKind> | null | undefined;
  /** Whether anyone may attend. */
  openToAll?: boolean | null | undefined;
  /** Slug of an organisation that arranges the event. */
  organisation?: string | null | undefined;
  /** Slug of a project that the event is about. */
  project?: string | null | undefined;
  /** States of registration. Matches any of them; an empty list matches nothing. */
  registration?: Array<RegistrationState> | null | undefined;
  /** Slug of the event series. */
  series?: string | null | undefined;
  /** Starts at this time or later. Ongoing events and alternative times are not matched; for the days of a calendar, use `fromDay` and `toDay`. */
  startsAfter?: string | null | undefined;
  /** Starts before this time. */
  startsBefore?: string | null | undefined;
  /** Statuses of events. Matches any of them; an empty list matches nothing. */
  status?: Array<EventStatus> | null | undefined;
  /** True: only at venues known to be step-free. */
  stepFree?: boolean | null | undefined;
  /** Takes place at least partly on this day or earlier. */
  toDay?: string | null | undefined;
  /** Slugs of topics. Matches any of them; an empty list matches nothing. */
  topic?: Array<string> | null | undefined;
  /** Time relative to now. */
  when?: EventWhen | null | undefined;
};

/** The type of an event. */
export type EventKind =
  /** Several speakers, for one or more days. */
  | 'CONFERENCE'
  /** An exhibition, open for a period. */
  | 'EXHIBITION'
  /** A fair with stands. */
  | 'FAIR'
  /** A talk to an audience. */
  | 'LECTURE'
  /** A meeting, for instance of a group. */
  | 'MEETING'
  /** An excursion or outdoor activity. */
  | 'OUTING'
  /** A film screening. */
  | 'SCREENING'
  /** A course or exercise session. */
  | 'TRAINING'
  /** Participants work on something together. */
  | 'WORKSHOP';

/** Sort order of events. */
export type EventOrder =
  /** Soonest first. */
  | 'STARTS_AT_ASC'
  /** Latest first. */
  | 'STARTS_AT_DESC'
  /** Alphabetical (Swedish: å, ä, ö last). */
  | 'TITLE_ASC'
  /** Reverse alphabetical (Swedish). */
  | 'TITLE_DESC';

/** Whether the event takes place. */
export type EventStatus =
  /** Does not take place. */
  | 'CANCELLED'
  /** Takes place as announced. */
  | 'CONFIRMED'
  /** Moved; `startsAt` is the new start, `previousStartsAt` the old one. */
  | 'MOVED'
  /** Not confirmed yet. */
  | 'PLANNED'
  /** Postponed; the new date is not known. */
  | 'POSTPONED';

/** Time of an event relative to now. */
export type EventWhen =
  /** Started and not over. An event with two possible times is not ongoing between them. */
  | 'ONGOING'
  /** Over: after its end, or without an end, after its last day. */
  | 'PAST'
  /** Not over yet, by the last of its possible times. Includes ongoing, cancelled and postponed events (see `status`); a moved event counts by its new time. */
  | 'UPCOMING';

/** Why a submission was not accepted. */
export type FeedbackErrorCode =
  /** An aspect that the service does not ask for, or its rating is not 1 to 5. */
  | 'ASPECT_INVALID'
  /** The challenge is unknown, used or expired: show the new one. */
  | 'CAPTCHA_EXPIRED'
  /** The challenge was not answered, and is still open. */
  | 'CAPTCHA_REQUIRED'
  /** The answer was wrong and the challenge is used: show the new one. */
  | 'CAPTCHA_WRONG'
  /** The client id is not a version 4 UUID with hyphens. */
  | 'CLIENT_ID_INVALID'
  /** The comment is not text. */
  | 'COMMENT_INVALID'
  /** The comment exceeds 1,200 visible characters. */
  | 'COMMENT_TOO_LONG'
  /** The language is not `sv` or `en`. */
  | 'LANGUAGE_INVALID'
  /** The rating is not a whole number from 1 to 5. */
  | 'RATING_INVALID'
  /** No rating was given. */
  | 'RATING_REQUIRED'
  /** The service is closed for feedback. */
  | 'SERVICE_CLOSED'
  /** The service is not open for feedback yet. */
  | 'SERVICE_NOT_YET_OPEN'
  /** No service has the slug. */
  | 'SERVICE_UNKNOWN'
  /** The feedback could not be saved now. Retry with the same `clientId`. */
  | 'UNAVAILABLE';

/** Conditions for groups; all must hold. */
export type GroupFilter = {
  /** Whether the group has ended; omit for both. */
  ended?: boolean | null | undefined;
  /** Types of groups. Matches any of them; an empty list matches nothing. */
  kind?: Array<GroupKind> | null | undefined;
  /** Whether anyone may attend without an invitation. */
  openToAll?: boolean | null | undefined;
  /** Slug of an organisation that runs the group. */
  organisation?: string | null | undefined;
  /** Slugs of topics. Matches any of them; an empty list matches nothing. */
  topic?: Array<string> | null | undefined;
};

/** The type of a group. */
export type GroupKind =
  /** Develops services together with the people who use them. */
  | 'DEVELOPMENT_GROUP'
  /** Members share knowledge. */
  | 'NETWORK'
  /** Directs and monitors the work. */
  | 'STEERING_GROUP'
  /** Has one specific task. */
  | 'WORKING_GROUP';

/** A kind of personal data. */
export type PersonalData =
  /** A number of a bank account, a giro, Swish or a card. */
  | 'ACCOUNT'
  /** A postal address. */
  | 'ADDRESS'
  /** A date of birth. */
  | 'BIRTH_DATE'
  /** A number of a case, a decision, an invoice or a library card. */
  | 'CASE_NUMBER'
  /** An e-mail address. */
  | 'EMAIL'
  /** An account of social media. */
  | 'HANDLE'
  /** A diagnosis or a drug of a person. */
  | 'HEALTH'
  /** A personal identity number or a coordination number. */
  | 'IDENTITY_NUMBER'
  /** A link, which may lead to a person. */
  | 'LINK'
  /** A name of a person. */
  | 'NAME'
  /** A phone number. */
  | 'PHONE'
  /** A registration plate. */
  | 'VEHICLE';

/** Conditions for projects; all must hold. */
export type ProjectFilter = {
  /** Slug of a group that follows the project. */
  group?: string | null | undefined;
  /** Slug of a participating organisation. */
  organisation?: string | null | undefined;
  /** Stages of projects. Matches any of them; an empty list matches nothing. */
  status?: Array<ProjectStatus> | null | undefined;
  /** Slugs of topics. Matches any of them; an empty list matches nothing. */
  topic?: Array<string> | null | undefined;
};

/** Sort order of projects. */
export type ProjectOrder =
  /** Oldest first; null last. */
  | 'STARTS_ON_ASC'
  /** Newest first; null last. */
  | 'STARTS_ON_DESC'
  /** Alphabetical (Swedish: å, ä, ö last). */
  | 'TITLE_ASC'
  /** Reverse alphabetical (Swedish). */
  | 'TITLE_DESC';

/** The role of an organisation in a project. */
export type ProjectRole =
  /** Funds the project. */
  | 'FUNDER'
  /** Leads the project. */
  | 'LEAD'
  /** Takes part in the work. */
  | 'PARTNER'
  /** Studies the project or its results. */
  | 'RESEARCHER';

/** The stage of a project. */
export type ProjectStatus =
  /** Completed as planned. */
  | 'COMPLETED'
  /** Ended early, for example for lack of funding. */
  | 'DISCONTINUED'
  /** In progress. */
  | 'ONGOING'
  /** Not started. */
  | 'PLANNED';

/** How to register. */
export type RegistrationMethod =
  /** Through the form at `url`. */
  | 'LINK'
  /** By e-mail to `email`. */
  | 'MAIL'
  /** By phone to `phone`. */
  | 'PHONE';

/** Whether registration is open. */
export type RegistrationState =
  /** Registration has ended. */
  | 'CLOSED'
  /** Fully booked. */
  | 'FULL'
  /** No registration. */
  | 'NONE'
  /** Open; places are left. */
  | 'OPEN'
  /** Fully booked, with a waiting list. */
  | 'WAITING_LIST';

/** What can be found. */
export type SearchType =
  /** `ArticlePage`: news, reports and columns. */
  | 'ARTICLE'
  /** `Document`: a file to download, found by its title. */
  | 'DOCUMENT'
  /** `EventPage`. */
  | 'EVENT'
  /** `GroupPage`. */
  | 'GROUP'
  /** A page of any other type, such as `StandardPage` or an index page. */
  | 'PAGE'
  /** `ProjectPage`. */
  | 'PROJECT'
  /** `EventSeriesPage`: a programme of events. */
  | 'SERIES'
  /** `Service`: what residents rate. */
  | 'SERVICE';

/** Which services to list; all conditions must hold. */
export type ServiceFilter = {
  /** Slug of the administration. */
  administration?: string | null | undefined;
  /** Whether the service is open for feedback today; omit for both. */
  open?: boolean | null | undefined;
};

/** A resident's feedback on a service. Neither an address nor a time is stored with it. */
export type SubmitFeedbackInput = {
  /** At most one rating per aspect; the last one of several counts. */
  aspects?: Array<AspectRatingInput> | null | undefined;
  /** The `key` of the challenge. */
  captchaKey: string;
  /** The letters in the picture, or the answer to the question. Not compared, and may be empty, if the comment has words of crisis: show no challenge then. */
  captchaResponse: string;
  /** A version 4 UUID that the client generates for each form, for example with `crypto.randomUUID()`. A repeat is stored once and gets the same receipt. */
  clientId: string;
  /** At most 1,200 visible characters. Do not ask for names. */
  comment?: string | null | undefined;
  /** The language of the form and of error messages, `sv` or `en`. */
  language?: string | null | undefined;
  /** From 1, very bad, to 5, very good. */
  rating: number;
  /** The resident asks for a comment with words of crisis to be read as soon as possible, on its own instead of in a batch. Ignored without words of crisis. */
  readSoon?: boolean | null | undefined;
  /** The service's slug, in any language. */
  service: string;
};

export type ArticleQueryVariables = Exact<{
  slug: string;
  locale?: string | null | undefined;
}>;


export type ArticleQuery = { article: { id: string, title: string, path: string, url: string, locale: string, kind: ArticleKind, publishedAt: string, summary: string | null, textByline: string | null, pictureByline: string | null, disclaimer: string | null, mediaUrl: string | null, transcript: string | null, readability: { lix: number, words: number, minutes: number }, documents: Array<{ title: string, document: { url: string, fileType: string, size: number | null, language: string } | null }>, groups: Array<{ id: string, title: string, path: string }>, projects: Array<{ id: string, title: string, path: string }>, events: Array<{ id: string, title: string, path: string }>, topics: Array<{ id: string, name: string, slug: string }>, breadcrumbs: Array<{ title: string, path: string }>, translations: Array<{ locale: string, path: string }>, seo: { title: string, description: string | null, jsonLd: string }, image: { alt: string, credit: string | null, rendition: { src: string, width: number, height: number, sources: Array<{ type: string, srcset: string }> } | null } | null, body: Array<
      | (
        { id: string, text: string, href: string | null }
        & { __typename: 'CallToActionBlock' }
      )
      | (
        { id: string, description: string | null, document: { title: string, url: string, fileType: string, size: number | null } | null }
        & { __typename: 'DocumentBlock' }
      )
      | (
        { id: string, title: string, html: string }
        & { __typename: 'FactBoxBlock' }
      )
      | (
        { id: string, heading: string | null, images: Array<{ id: string, caption: string | null, image: { alt: string, rendition: { src: string, width: number, height: number } | null } | null }> }
        & { __typename: 'GalleryBlock' }
      )
      | (
        { id: string, text: string }
        & { __typename: 'HeadingBlock' }
      )
      | (
        { id: string, caption: string | null, image: { alt: string, credit: string | null, rendition: { src: string, width: number, height: number, sources: Array<{ type: string, srcset: string }> } | null } | null }
        & { __typename: 'ImageBlock' }
      )
      | (
        { id: string, text: string, attribution: string | null }
        & { __typename: 'QuoteBlock' }
      )
      | (
        { id: string, heading: string | null, pages: Array<{ title: string, path: string }> }
        & { __typename: 'RelatedPagesBlock' }
      )
      | (
        { id: string, html: string }
        & { __typename: 'RichTextBlock' }
      )
      | (
        { id: string, title: string, url: string, provider: string, embedUrl: string | null, transcript: string | null, thumbnail: { alt: string, credit: string | null, rendition: { src: string, width: number, height: number } | null } | null }
        & { __typename: 'VideoBlock' }
      )
    > } | null };

export type ArticleListQueryVariables = Exact<{
  first?: number;
  after?: string | null | undefined;
  locale?: string | null | undefined;
  filter?: ArticleFilter | null | undefined;
}>;


export type ArticleListQuery = { articles: { totalCount: number, pageInfo: { hasNextPage: boolean, endCursor: string | null }, nodes: Array<{ id: string, title: string, path: string, locale: string, kind: ArticleKind, publishedAt: string, summary: string | null, readability: { lix: number, minutes: number }, image: { alt: string, rendition: { src: string, width: number, height: number, sources: Array<{ type: string, srcset: string }> } | null } | null }> } };

export type CalendarQueryVariables = Exact<{
  first?: number;
  after?: string | null | undefined;
  locale?: string | null | undefined;
  filter?: EventFilter | null | undefined;
  orderBy?: EventOrder;
}>;


export type CalendarQuery = { events: { totalCount: number, pageInfo: { hasNextPage: boolean, endCursor: string | null }, nodes: Array<{ id: string, title: string, path: string, locale: string, kind: EventKind, status: EventStatus, notice: string | null, summary: string | null, startsAt: string, endsAt: string | null, allDay: boolean, dateIsTentative: boolean, previousStartsAt: string | null, openToAll: boolean, audience: string | null, room: string | null, possibleDates: Array<{ startsAt: string, endsAt: string | null, withdrawn: boolean }>, registration: { state: RegistrationState, deadline: string | null }, venue: { name: string, address: string, city: string | null, stepFree: boolean | null, hearingLoop: boolean | null } | null, group: { id: string, title: string, path: string } | null }> }, groups: { nodes: Array<{ id: string, title: string, slug: string }> }, topics: { nodes: Array<{ id: string, name: string, slug: string }> } };

export type EventQueryVariables = Exact<{
  slug: string;
  locale?: string | null | undefined;
}>;


export type EventQuery = { event: { id: string, title: string, path: string, url: string, locale: string, kind: EventKind, status: EventStatus, notice: string | null, summary: string | null, startsAt: string, endsAt: string | null, allDay: boolean, dateIsTentative: boolean, previousStartsAt: string | null, room: string | null, meetingPoint: string | null, interpretation: string | null, streamUrl: string | null, audience: string | null, openToAll: boolean, whatToBring: string | null, goodToKnow: string | null, attendance: string | null, calendarUrl: string | null, possibleDates: Array<{ startsAt: string, endsAt: string | null, withdrawn: boolean }>, registration: { state: RegistrationState, method: RegistrationMethod | null, url: string | null, email: string | null, phone: string | null, deadline: string | null, isBinding: boolean, price: number, dataUse: string | null }, contact: { role: string | null, email: string | null, phone: string | null } | null, venue: { name: string, address: string, postalCode: string | null, city: string | null, wayIn: string | null, stepFree: boolean | null, hearingLoop: boolean | null, accessibility: string | null, latitude: number | null, longitude: number | null } | null, group: { id: string, title: string, path: string } | null, series: { id: string, title: string, path: string } | null, organisers: Array<{ id: string, name: string }>, agenda: Array<{ title: string, description: string | null, isTentative: boolean }>, schedule: Array<{ startsAt: string, endsAt: string | null, title: string, description: string | null, location: string | null }>, speakers: Array<{ name: string, title: string | null, subject: string | null, organisation: { id: string, name: string } | null }>, documents: Array<{ kind: EventDocumentKind, title: string, document: { url: string, fileType: string, size: number | null, language: string } | null }>, recordings: Array<{ title: string, url: string, transcript: string | null }>, breadcrumbs: Array<{ title: string, path: string }>, translations: Array<{ locale: string, path: string }>, seo: { title: string, description: string | null, jsonLd: string }, image: { alt: string, credit: string | null, rendition: { src: string, width: number, height: number, sources: Array<{ type: string, srcset: string }> } | null } | null, body: Array<
      | (
        { id: string, text: string, href: string | null }
        & { __typename: 'CallToActionBlock' }
      )
      | (
        { id: string, description: string | null, document: { url: string, title: string, fileType: string, size: number | null } | null }
        & { __typename: 'DocumentBlock' }
      )
      | (
        { id: string, title: string, html: string }
        & { __typename: 'FactBoxBlock' }
      )
      | (
        { id: string, text: string }
        & { __typename: 'HeadingBlock' }
      )
      | (
        { id: string, caption: string | null, image: { alt: string, credit: string | null, rendition: { src: string, width: number, height: number, sources: Array<{ type: string, srcset: string }> } | null } | null }
        & { __typename: 'ImageBlock' }
      )
      | (
        { id: string, text: string, attribution: string | null }
        & { __typename: 'QuoteBlock' }
      )
      | (
        { id: string, html: string }
        & { __typename: 'RichTextBlock' }
      )
      | (
        { id: string, title: string, url: string, provider: string, embedUrl: string | null, transcript: string | null, thumbnail: { alt: string, credit: string | null, rendition: { src: string, width: number, height: number } | null } | null }
        & { __typename: 'VideoBlock' }
      )
    >, report: Array<
      | (
        { id: string, text: string, href: string | null }
        & { __typename: 'CallToActionBlock' }
      )
      | (
        { id: string, description: string | null, document: { url: string, title: string, fileType: string, size: number | null } | null }
        & { __typename: 'DocumentBlock' }
      )
      | (
        { id: string, title: string, html: string }
        & { __typename: 'FactBoxBlock' }
      )
      | (
        { id: string, heading: string | null, images: Array<{ id: string, caption: string | null, image: { alt: string, rendition: { src: string, width: number, height: number } | null } | null }> }
        & { __typename: 'GalleryBlock' }
      )
      | (
        { id: string, text: string }
        & { __typename: 'HeadingBlock' }
      )
      | (
        { id: string, caption: string | null, image: { alt: string, credit: string | null, rendition: { src: string, width: number, height: number, sources: Array<{ type: string, srcset: string }> } | null } | null }
        & { __typename: 'ImageBlock' }
      )
      | (
        { id: string, text: string, attribution: string | null }
        & { __typename: 'QuoteBlock' }
      )
      | (
        { id: string, html: string }
        & { __typename: 'RichTextBlock' }
      )
      | (
        { id: string, title: string, url: string, provider: string, embedUrl: string | null, transcript: string | null, thumbnail: { alt: string, credit: string | null, rendition: { src: string, width: number, height: number } | null } | null }
        & { __typename: 'VideoBlock' }
      )
    > } | null };

type EventText_CallToActionBlock_Fragment = (
  { id: string, text: string, href: string | null }
  & { __typename: 'CallToActionBlock' }
);

type EventText_DocumentBlock_Fragment = (
  { id: string, description: string | null, document: { url: string, title: string, fileType: string, size: number | null } | null }
  & { __typename: 'DocumentBlock' }
);

type EventText_FactBoxBlock_Fragment = (
  { id: string, title: string, html: string }
  & { __typename: 'FactBoxBlock' }
);

type EventText_HeadingBlock_Fragment = (
  { id: string, text: string }
  & { __typename: 'HeadingBlock' }
);

type EventText_ImageBlock_Fragment = (
  { id: string, caption: string | null, image: { alt: string, credit: string | null, rendition: { src: string, width: number, height: number, sources: Array<{ type: string, srcset: string }> } | null } | null }
  & { __typename: 'ImageBlock' }
);

type EventText_QuoteBlock_Fragment = (
  { id: string, text: string, attribution: string | null }
  & { __typename: 'QuoteBlock' }
);

type EventText_RichTextBlock_Fragment = (
  { id: string, html: string }
  & { __typename: 'RichTextBlock' }
);

type EventText_VideoBlock_Fragment = (
  { id: string, title: string, url: string, provider: string, embedUrl: string | null, transcript: string | null, thumbnail: { alt: string, credit: string | null, rendition: { src: string, width: number, height: number } | null } | null }
  & { __typename: 'VideoBlock' }
);

export type EventTextFragment =
  | EventText_CallToActionBlock_Fragment
  | EventText_DocumentBlock_Fragment
  | EventText_FactBoxBlock_Fragment
  | EventText_HeadingBlock_Fragment
  | EventText_ImageBlock_Fragment
  | EventText_QuoteBlock_Fragment
  | EventText_RichTextBlock_Fragment
  | EventText_VideoBlock_Fragment
;

type EventReportText_CallToActionBlock_Fragment = (
  { id: string, text: string, href: string | null }
  & { __typename: 'CallToActionBlock' }
);

type EventReportText_DocumentBlock_Fragment = (
  { id: string, description: string | null, document: { url: string, title: string, fileType: string, size: number | null } | null }
  & { __typename: 'DocumentBlock' }
);

type EventReportText_FactBoxBlock_Fragment = (
  { id: string, title: string, html: string }
  & { __typename: 'FactBoxBlock' }
);

type EventReportText_GalleryBlock_Fragment = (
  { id: string, heading: string | null, images: Array<{ id: string, caption: string | null, image: { alt: string, rendition: { src: string, width: number, height: number } | null } | null }> }
  & { __typename: 'GalleryBlock' }
);

type EventReportText_HeadingBlock_Fragment = (
  { id: string, text: string }
  & { __typename: 'HeadingBlock' }
);

type EventReportText_ImageBlock_Fragment = (
  { id: string, caption: string | null, image: { alt: string, credit: string | null, rendition: { src: string, width: number, height: number, sources: Array<{ type: string, srcset: string }> } | null } | null }
  & { __typename: 'ImageBlock' }
);

type EventReportText_QuoteBlock_Fragment = (
  { id: string, text: string, attribution: string | null }
  & { __typename: 'QuoteBlock' }
);

type EventReportText_RichTextBlock_Fragment = (
  { id: string, html: string }
  & { __typename: 'RichTextBlock' }
);

type EventReportText_VideoBlock_Fragment = (
  { id: string, title: string, url: string, provider: string, embedUrl: string | null, transcript: string | null, thumbnail: { alt: string, credit: string | null, rendition: { src: string, width: number, height: number } | null } | null }
  & { __typename: 'VideoBlock' }
);

export type EventReportTextFragment =
  | EventReportText_CallToActionBlock_Fragment
  | EventReportText_DocumentBlock_Fragment
  | EventReportText_FactBoxBlock_Fragment
  | EventReportText_GalleryBlock_Fragment
  | EventReportText_HeadingBlock_Fragment
  | EventReportText_ImageBlock_Fragment
  | EventReportText_QuoteBlock_Fragment
  | EventReportText_RichTextBlock_Fragment
  | EventReportText_VideoBlock_Fragment
;

export type FeedbackAnswerQueryVariables = Exact<{
  receipt: string;
}>;


export type FeedbackAnswerQuery = { feedbackAnswer: { serviceName: string, serviceSlug: string, outcome: AnswerOutcome, text: string, reason: string | null, answeredOn: string, language: string } | null };

export type GroupQueryVariables = Exact<{
  slug: string;
  locale?: string | null | undefined;
  meetings?: number;
  minutes?: number;
  afterMinutes?: string | null | undefined;
  year?: number | null | undefined;
}>;


export type GroupQuery = { group: { id: string, title: string, path: string, locale: string, kind: GroupKind, summary: string | null, purpose: string, meetingRhythm: string | null, openToAll: boolean, howToJoin: string | null, endedOn: string | null, calendarUrl: string | null, feedUrl: string | null, contact: { role: string | null, email: string | null, phone: string | null } | null, organisers: Array<{ id: string, name: string, website: string | null }>, links: Array<{ text: string, url: string }>, breadcrumbs: Array<{ title: string, path: string }>, translations: Array<{ locale: string, path: string }>, seo: { title: string, description: string | null, jsonLd: string }, image: { alt: string, credit: string | null, rendition: { src: string, width: number, height: number, sources: Array<{ type: string, srcset: string }> } | null } | null, body: Array<
      | (
        { id: string, text: string, href: string | null }
        & { __typename: 'CallToActionBlock' }
      )
      | (
        { id: string, description: string | null, document: { url: string, title: string, fileType: string, size: number | null } | null }
        & { __typename: 'DocumentBlock' }
      )
      | (
        { id: string, title: string, html: string }
        & { __typename: 'FactBoxBlock' }
      )
      | (
        { id: string, text: string }
        & { __typename: 'HeadingBlock' }
      )
      | (
        { id: string, caption: string | null, image: { alt: string, credit: string | null, rendition: { src: string, width: number, height: number, sources: Array<{ type: string, srcset: string }> } | null } | null }
        & { __typename: 'ImageBlock' }
      )
      | (
        { id: string, text: string, attribution: string | null }
        & { __typename: 'QuoteBlock' }
      )
      | (
        { id: string, html: string }
        & { __typename: 'RichTextBlock' }
      )
      | (
        { id: string, title: string, url: string, provider: string, embedUrl: string | null, transcript: string | null, thumbnail: { alt: string, credit: string | null, rendition: { src: string, width: number, height: number } | null } | null }
        & { __typename: 'VideoBlock' }
      )
    >, events: { pageInfo: { hasNextPage: boolean }, nodes: Array<{ id: string, title: string, path: string, startsAt: string, endsAt: string | null, status: EventStatus, notice: string | null, dateIsTentative: boolean }> }, minutesYears: Array<{ year: number, count: number }>, minutesList: { pageInfo: { hasNextPage: boolean, endCursor: string | null }, nodes: Array<{ heldOn: string, title: string, document: { url: string, fileType: string, size: number | null, language: string } | null }> }, projects: { nodes: Array<{ id: string, title: string, path: string, status: ProjectStatus }> } } | null };

export type GroupListQueryVariables = Exact<{
  first?: number;
  after?: string | null | undefined;
  locale?: string | null | undefined;
  filter?: GroupFilter | null | undefined;
}>;


export type GroupListQuery = { groups: { totalCount: number, pageInfo: { hasNextPage: boolean, endCursor: string | null }, nodes: Array<{ id: string, title: string, path: string, locale: string, kind: GroupKind, summary: string | null, purpose: string, meetingRhythm: string | null, openToAll: boolean, endedOn: string | null, organisers: Array<{ id: string, name: string }>, image: { alt: string, rendition: { src: string, width: number, height: number, sources: Array<{ type: string, srcset: string }> } | null } | null, events: { nodes: Array<{ id: string, title: string, path: string, startsAt: string, status: EventStatus, dateIsTentative: boolean }> } }> } };

export type IssueCaptchaMutationVariables = Exact<{
  language?: string;
}>;


export type IssueCaptchaMutation = { issueCaptcha: { key: string, imageUrl: string, audioUrl: string | null, question: string, expiresAt: string } };

export type LayoutQueryVariables = Exact<{
  locale?: string | null | undefined;
}>;


export type LayoutQuery = { site: { name: string, url: string, tagline: string | null, footerText: string | null, defaultLocale: string, contactAddress: string | null, contact: { email: string | null, phone: string | null } | null, languages: Array<{ title: string, locale: string, path: string }>, accessibilityPage: { title: string, path: string } | null, privacyPage: { title: string, path: string } | null }, menu: Array<{ title: string, path: string }> };

export type PreviewQueryVariables = Exact<{
  token: string;
}>;


export type PreviewQuery = { preview: { expiresAt: string, savedAt: string | null, isPublished: boolean, problems: Array<{ field: string, message: string }>, page:
      | (
        { id: string, title: string, path: string, locale: string, summary: string | null, breadcrumbs: Array<{ title: string, path: string }>, image: { alt: string, credit: string | null, rendition: { src: string, width: number, height: number, sources: Array<{ type: string, srcset: string }> } | null } | null }
        & { __typename: 'ArticleIndexPage' | 'EventIndexPage' | 'GroupIndexPage' | 'ProjectIndexPage' | 'StandardPage' }
      )
      | (
        { kind: ArticleKind, publishedAt: string, textByline: string | null, id: string, title: string, path: string, locale: string, summary: string | null, breadcrumbs: Array<{ title: string, path: string }>, image: { alt: string, credit: string | null, rendition: { src: string, width: number, height: number, sources: Array<{ type: string, srcset: string }> } | null } | null }
        & { __typename: 'ArticlePage' }
      )
      | (
        { notice: string | null, startsAt: string, endsAt: string | null, allDay: boolean, id: string, title: string, path: string, locale: string, summary: string | null, eventStatus: EventStatus, venue: { name: string, address: string } | null, group: { title: string, path: string } | null, organisers: Array<{ name: string }>, agenda: Array<{ title: string, description: string | null, isTentative: boolean }>, report: Array<
          | (
            { id: string, text: string, href: string | null }
            & { __typename: 'CallToActionBlock' }
          )
          | (
            { id: string, description: string | null, document: { url: string, title: string, fileType: string, size: number | null } | null }
            & { __typename: 'DocumentBlock' }
          )
          | (
            { id: string, title: string, html: string }
            & { __typename: 'FactBoxBlock' }
          )
          | (
            { id: string, heading: string | null, images: Array<{ id: string, caption: string | null, image: { alt: string, rendition: { src: string, width: number, height: number } | null } | null }> }
            & { __typename: 'GalleryBlock' }
          )
          | (
            { id: string, text: string }
            & { __typename: 'HeadingBlock' }
          )
          | (
            { id: string, caption: string | null, image: { alt: string, credit: string | null, rendition: { src: string, width: number, height: number, sources: Array<{ type: string, srcset: string }> } | null } | null }
            & { __typename: 'ImageBlock' }
          )
          | (
            { id: string, text: string, attribution: string | null }
            & { __typename: 'QuoteBlock' }
          )
          | (
            { id: string, html: string }
            & { __typename: 'RichTextBlock' }
          )
          | (
            { id: string, title: string, url: string, provider: string, embedUrl: string | null, transcript: string | null, thumbnail: { alt: string, credit: string | null, rendition: { src: string, width: number, height: number } | null } | null }
            & { __typename: 'VideoBlock' }
          )
        >, breadcrumbs: Array<{ title: string, path: string }>, image: { alt: string, credit: string | null, rendition: { src: string, width: number, height: number, sources: Array<{ type: string, srcset: string }> } | null } | null }
        & { __typename: 'EventPage' }
      )
      | (
        { season: string | null, id: string, title: string, path: string, locale: string, summary: string | null, breadcrumbs: Array<{ title: string, path: string }>, image: { alt: string, credit: string | null, rendition: { src: string, width: number, height: number, sources: Array<{ type: string, srcset: string }> } | null } | null }
        & { __typename: 'EventSeriesPage' }
      )
      | (
        { purpose: string, openToAll: boolean, id: string, title: string, path: string, locale: string, summary: string | null, organisers: Array<{ name: string }>, breadcrumbs: Array<{ title: string, path: string }>, image: { alt: string, credit: string | null, rendition: { src: string, width: number, height: number, sources: Array<{ type: string, srcset: string }> } | null } | null }
        & { __typename: 'GroupPage' }
      )
      | (
        { id: string, title: string, path: string, locale: string, summary: string | null, featured: Array<{ id: string, title: string, path: string }>, breadcrumbs: Array<{ title: string, path: string }>, image: { alt: string, credit: string | null, rendition: { src: string, width: number, height: number, sources: Array<{ type: string, srcset: string }> } | null } | null }
        & { __typename: 'HomePage' }
      )
      | (
        { method: string | null, results: string | null, id: string, title: string, path: string, locale: string, summary: string | null, projectStatus: ProjectStatus, participants: Array<{ role: ProjectRole, organisation: { name: string } }>, breadcrumbs: Array<{ title: string, path: string }>, image: { alt: string, credit: string | null, rendition: { src: string, width: number, height: number, sources: Array<{ type: string, srcset: string }> } | null } | null }
        & { __typename: 'ProjectPage' }
      )
     | null, plain: { body: Array<
        | (
          { id: string, text: string, href: string | null }
          & { __typename: 'CallToActionBlock' }
        )
        | (
          { id: string, description: string | null, document: { url: string, title: string, fileType: string, size: number | null } | null }
          & { __typename: 'DocumentBlock' }
        )
        | (
          { id: string, title: string, html: string }
          & { __typename: 'FactBoxBlock' }
        )
        | (
          { id: string, heading: string | null, images: Array<{ id: string, caption: string | null, image: { alt: string, rendition: { src: string, width: number, height: number } | null } | null }> }
          & { __typename: 'GalleryBlock' }
        )
        | (
          { id: string, text: string }
          & { __typename: 'HeadingBlock' }
        )
        | (
          { id: string, caption: string | null, image: { alt: string, credit: string | null, rendition: { src: string, width: number, height: number, sources: Array<{ type: string, srcset: string }> } | null } | null }
          & { __typename: 'ImageBlock' }
        )
        | (
          { id: string, text: string, attribution: string | null }
          & { __typename: 'QuoteBlock' }
        )
        | (
          { id: string, heading: string | null, pages: Array<{ title: string, path: string }> }
          & { __typename: 'RelatedPagesBlock' }
        )
        | (
          { id: string, html: string }
          & { __typename: 'RichTextBlock' }
        )
        | (
          { id: string, title: string, url: string, provider: string, embedUrl: string | null, transcript: string | null, thumbnail: { alt: string, credit: string | null, rendition: { src: string, width: number, height: number } | null } | null }
          & { __typename: 'VideoBlock' }
        )
      > } } | null };

type Blocks_CallToActionBlock_Fragment = (
  { id: string, text: string, href: string | null }
  & { __typename: 'CallToActionBlock' }
);

type Blocks_DocumentBlock_Fragment = (
  { id: string, description: string | null, document: { url: string, title: string, fileType: string, size: number | null } | null }
  & { __typename: 'DocumentBlock' }
);

type Blocks_FactBoxBlock_Fragment = (
  { id: string, title: string, html: string }
  & { __typename: 'FactBoxBlock' }
);

type Blocks_GalleryBlock_Fragment = (
  { id: string, heading: string | null, images: Array<{ id: string, caption: string | null, image: { alt: string, rendition: { src: string, width: number, height: number } | null } | null }> }
  & { __typename: 'GalleryBlock' }
);

type Blocks_HeadingBlock_Fragment = (
  { id: string, text: string }
  & { __typename: 'HeadingBlock' }
);

type Blocks_ImageBlock_Fragment = (
  { id: string, caption: string | null, image: { alt: string, credit: string | null, rendition: { src: string, width: number, height: number, sources: Array<{ type: string, srcset: string }> } | null } | null }
  & { __typename: 'ImageBlock' }
);

type Blocks_QuoteBlock_Fragment = (
  { id: string, text: string, attribution: string | null }
  & { __typename: 'QuoteBlock' }
);

type Blocks_RelatedPagesBlock_Fragment = (
  { id: string, heading: string | null, pages: Array<{ title: string, path: string }> }
  & { __typename: 'RelatedPagesBlock' }
);

type Blocks_RichTextBlock_Fragment = (
  { id: string, html: string }
  & { __typename: 'RichTextBlock' }
);

type Blocks_VideoBlock_Fragment = (
  { id: string, title: string, url: string, provider: string, embedUrl: string | null, transcript: string | null, thumbnail: { alt: string, credit: string | null, rendition: { src: string, width: number, height: number } | null } | null }
  & { __typename: 'VideoBlock' }
);

export type BlocksFragment =
  | Blocks_CallToActionBlock_Fragment
  | Blocks_DocumentBlock_Fragment
  | Blocks_FactBoxBlock_Fragment
  | Blocks_GalleryBlock_Fragment
  | Blocks_HeadingBlock_Fragment
  | Blocks_ImageBlock_Fragment
  | Blocks_QuoteBlock_Fragment
  | Blocks_RelatedPagesBlock_Fragment
  | Blocks_RichTextBlock_Fragment
  | Blocks_VideoBlock_Fragment
;

export type ProjectQueryVariables = Exact<{
  slug: string;
  locale?: string | null | undefined;
  news?: number;
}>;


export type ProjectQuery = { project: { id: string, title: string, path: string, locale: string, summary: string | null, status: ProjectStatus, statusNote: string | null, targetGroup: string | null, method: string | null, results: string | null, startsOn: { date: string, precision: DatePrecision } | null, endsOn: { date: string, precision: DatePrecision } | null, contact: { role: string | null, email: string | null, phone: string | null } | null, participants: Array<{ role: ProjectRole, organisation: { id: string, name: string, website: string | null } }>, changes: Array<{ title: string, description: string | null, decidedOn: { date: string, precision: DatePrecision } | null }>, reports: Array<{ title: string, publishedOn: string | null, document: { url: string, fileType: string, size: number | null, language: string } | null }>, links: Array<{ text: string, url: string }>, groups: Array<{ id: string, title: string, path: string }>, breadcrumbs: Array<{ title: string, path: string }>, translations: Array<{ locale: string, path: string }>, seo: { title: string, description: string | null, jsonLd: string }, image: { alt: string, credit: string | null, rendition: { src: string, width: number, height: number, sources: Array<{ type: string, srcset: string }> } | null } | null, body: Array<
      | (
        { id: string, text: string, href: string | null }
        & { __typename: 'CallToActionBlock' }
      )
      | (
        { id: string, description: string | null, document: { url: string, title: string, fileType: string, size: number | null } | null }
        & { __typename: 'DocumentBlock' }
      )
      | (
        { id: string, title: string, html: string }
        & { __typename: 'FactBoxBlock' }
      )
      | (
        { id: string, heading: string | null, images: Array<{ id: string, caption: string | null, image: { alt: string, rendition: { src: string, width: number, height: number } | null } | null }> }
        & { __typename: 'GalleryBlock' }
      )
      | (
        { id: string, text: string }
        & { __typename: 'HeadingBlock' }
      )
      | (
        { id: string, caption: string | null, image: { alt: string, credit: string | null, rendition: { src: string, width: number, height: number, sources: Array<{ type: string, srcset: string }> } | null } | null }
        & { __typename: 'ImageBlock' }
      )
      | (
        { id: string, text: string, attribution: string | null }
        & { __typename: 'QuoteBlock' }
      )
      | (
        { id: string, html: string }
        & { __typename: 'RichTextBlock' }
      )
      | (
        { id: string, title: string, url: string, provider: string, embedUrl: string | null, transcript: string | null, thumbnail: { alt: string, credit: string | null, rendition: { src: string, width: number, height: number } | null } | null }
        & { __typename: 'VideoBlock' }
      )
    >, articles: { pageInfo: { hasNextPage: boolean }, nodes: Array<{ id: string, title: string, path: string, kind: ArticleKind, publishedAt: string, summary: string | null }> } } | null };

export type ProjectListQueryVariables = Exact<{
  first?: number;
  after?: string | null | undefined;
  locale?: string | null | undefined;
  filter?: ProjectFilter | null | undefined;
  orderBy?: ProjectOrder;
}>;


export type ProjectListQuery = { projects: { totalCount: number, pageInfo: { hasNextPage: boolean, endCursor: string | null }, nodes: Array<{ id: string, title: string, path: string, locale: string, summary: string | null, status: ProjectStatus, targetGroup: string | null, startsOn: { date: string, precision: DatePrecision } | null, endsOn: { date: string, precision: DatePrecision } | null, participants: Array<{ role: ProjectRole, organisation: { id: string, name: string } }>, topics: Array<{ id: string, name: string, slug: string }>, image: { alt: string, rendition: { src: string, width: number, height: number, sources: Array<{ type: string, srcset: string }> } | null } | null }> } };

export type ScreenCommentMutationVariables = Exact<{
  comment: string;
  language?: string;
}>;


export type ScreenCommentMutation = { screenComment: { hasPersonalData: boolean, passages: Array<{ text: string, found: PersonalData | null, label: string | null }>, helpLines: Array<{ reason: string, name: string, phone: string | null, hours: string | null, url: string | null }> } };

export type SearchQueryVariables = Exact<{
  query: string;
  first?: number;
  after?: string | null | undefined;
  locale?: string | null | undefined;
  types?: Array<SearchType> | SearchType | null | undefined;
}>;


export type SearchQuery = { search: { totalCount: number, pageInfo: { hasNextPage: boolean, endCursor: string | null }, nodes: Array<{ type: SearchType, title: string, titleHtml: string, snippetHtml: string, path: string | null, url: string | null, locale: string, item:
        | { __typename: 'ArticleIndexPage' | 'EventIndexPage' | 'EventSeriesPage' | 'GroupIndexPage' | 'GroupPage' | 'HomePage' | 'ProjectIndexPage' | 'ProjectPage' | 'StandardPage' }
        | (
          { publishedAt: string }
          & { __typename: 'ArticlePage' }
        )
        | (
          { fileType: string, size: number | null }
          & { __typename: 'Document' }
        )
        | (
          { startsAt: string, endsAt: string | null, status: EventStatus, venue: { id: string, name: string } | null }
          & { __typename: 'EventPage' }
        )
        | (
          { slug: string, formUrl: string }
          & { __typename: 'Service' }
        )
       }> } };

export type ServiceQueryVariables = Exact<{
  slug: string;
  locale?: string | null | undefined;
  voices?: number | null | undefined;
  afterVoice?: string | null | undefined;
}>;


export type ServiceQuery = { service: { id: string, name: string, slug: string, locale: string, description: string | null, audience: string | null, access: string | null, isOpen: boolean, opensOn: string | null, closesOn: string | null, formUrl: string, ratings: Array<{ value: number, label: string }>, aspects: Array<{ value: Aspect, label: string }>, answers: Array<{ month: string, said: string, done: string, outcome: AnswerOutcome, reason: string | null, answeredOn: string }>, feedbackSummary: { count: number, openDataUrl: string, share: { atLeast: number, atMost: number, intervalLow: number, intervalHigh: number }, periods: Array<{ firstMonth: string | null, lastMonth: string, count: number, distribution: Array<{ ratings: Array<number>, hasSkipped: boolean, atLeast: number, atMost: number }>, share: { atLeast: number, atMost: number, intervalLow: number, intervalHigh: number }, mean: { value: number, intervalLow: number, intervalHigh: number } | null, aspects: Array<{ aspect: Aspect, distribution: Array<{ ratings: Array<number>, hasSkipped: boolean, atLeast: number, atMost: number }>, share: { atLeast: number, atMost: number, intervalLow: number, intervalHigh: number } | null }> }> } | null, voices: { totalCount: number, pageInfo: { hasNextPage: boolean, endCursor: string | null }, nodes: Array<{ id: string, text: string, language: string }> }, contact: { role: string | null, email: string | null, phone: string | null } | null, seo: { title: string, description: string | null, jsonLd: string }, administration: { id: string, name: string, website: string | null } } | null };

export type ShareFragment = { atLeast: number, atMost: number, intervalLow: number, intervalHigh: number };

export type AnswersFragment = { ratings: Array<number>, hasSkipped: boolean, atLeast: number, atMost: number };

export type ServiceListQueryVariables = Exact<{
  first?: number;
  after?: string | null | undefined;
  locale?: string | null | undefined;
  filter?: ServiceFilter | null | undefined;
}>;


export type ServiceListQuery = { services: { totalCount: number, pageInfo: { hasNextPage: boolean, endCursor: string | null }, nodes: Array<{ id: string, name: string, slug: string, locale: string, description: string | null, audience: string | null, isOpen: boolean, closesOn: string | null, administration: { id: string, name: string, slug: string } }> } };

export type SitemapQueryVariables = Exact<{
  first?: number;
  after?: string | null | undefined;
}>;


export type SitemapQuery = { sitemap: { pageInfo: { hasNextPage: boolean, endCursor: string | null }, nodes: Array<{ url: string, lastmod: string | null, alternates: Array<{ locale: string, url: string }> }> } };

export type StartPageQueryVariables = Exact<{
  path?: string;
  locale?: string | null | undefined;
}>;


export type StartPageQuery = { route:
    | { __typename: 'GoneRoute' | 'NotFoundRoute' | 'RedirectRoute' }
    | (
      { page:
        | (
          { id: string, title: string, path: string, summary: string | null, seo: { title: string, description: string | null }, image: { alt: string, rendition: { src: string, width: number, height: number, sources: Array<{ type: string, srcset: string }> } | null } | null }
          & { __typename: 'ArticleIndexPage' | 'ArticlePage' | 'EventIndexPage' | 'EventPage' | 'EventSeriesPage' | 'GroupIndexPage' | 'GroupPage' | 'ProjectIndexPage' | 'ProjectPage' | 'StandardPage' }
        )
        | (
          { id: string, title: string, path: string, summary: string | null, featured: Array<(
            { id: string, title: string, path: string, summary: string | null, image: { alt: string, rendition: { src: string, width: number, height: number, sources: Array<{ type: string, srcset: string }> } | null } | null }
            & { __typename: 'ArticleIndexPage' | 'ArticlePage' | 'EventIndexPage' | 'EventPage' | 'EventSeriesPage' | 'GroupIndexPage' | 'GroupPage' | 'HomePage' | 'ProjectIndexPage' | 'ProjectPage' | 'StandardPage' }
          )>, body: Array<
            | (
              { id: string, text: string, href: string | null }
              & { __typename: 'CallToActionBlock' }
            )
            | (
              { id: string, description: string | null, document: { url: string, title: string, fileType: string, size: number | null } | null }
              & { __typename: 'DocumentBlock' }
            )
            | (
              { id: string, title: string, html: string }
              & { __typename: 'FactBoxBlock' }
            )
            | (
              { id: string, text: string }
              & { __typename: 'HeadingBlock' }
            )
            | (
              { id: string, caption: string | null, image: { alt: string, credit: string | null, rendition: { src: string, width: number, height: number, sources: Array<{ type: string, srcset: string }> } | null } | null }
              & { __typename: 'ImageBlock' }
            )
            | (
              { id: string, text: string, attribution: string | null }
              & { __typename: 'QuoteBlock' }
            )
            | (
              { id: string, heading: string | null, pages: Array<{ title: string, path: string }> }
              & { __typename: 'RelatedPagesBlock' }
            )
            | (
              { id: string, html: string }
              & { __typename: 'RichTextBlock' }
            )
            | (
              { id: string, title: string, url: string, provider: string, embedUrl: string | null, transcript: string | null, thumbnail: { alt: string, credit: string | null, rendition: { src: string, width: number, height: number } | null } | null }
              & { __typename: 'VideoBlock' }
            )
          >, seo: { title: string, description: string | null }, image: { alt: string, rendition: { src: string, width: number, height: number, sources: Array<{ type: string, srcset: string }> } | null } | null }
          & { __typename: 'HomePage' }
        )
       }
      & { __typename: 'PageRoute' }
    )
  , comingEvents: { nodes: Array<{ id: string, title: string, path: string, startsAt: string, endsAt: string | null, allDay: boolean, status: EventStatus, notice: string | null, venue: { name: string, city: string | null } | null }> }, news: { nodes: Array<(
      { kind: ArticleKind, publishedAt: string, id: string, title: string, path: string, summary: string | null, image: { alt: string, rendition: { src: string, width: number, height: number, sources: Array<{ type: string, srcset: string }> } | null } | null }
      & { __typename: 'ArticlePage' }
    )> } };

export type CardFragment = (
  { id: string, title: string, path: string, summary: string | null, image: { alt: string, rendition: { src: string, width: number, height: number, sources: Array<{ type: string, srcset: string }> } | null } | null }
  & { __typename: 'ArticleIndexPage' | 'ArticlePage' | 'EventIndexPage' | 'EventPage' | 'EventSeriesPage' | 'GroupIndexPage' | 'GroupPage' | 'HomePage' | 'ProjectIndexPage' | 'ProjectPage' | 'StandardPage' }
);

export type SubmitFeedbackMutationVariables = Exact<{
  input: SubmitFeedbackInput;
  language?: string;
}>;


export type SubmitFeedbackMutation = { submitFeedback: { received: boolean, receipt: string | null, errors: Array<{ field: string | null, code: FeedbackErrorCode, message: string }>, captcha: { key: string, imageUrl: string, audioUrl: string | null, question: string, expiresAt: string } | null, helpLines: Array<{ reason: string, name: string, phone: string | null, hours: string | null, url: string | null }> } };

export type WhereQueryVariables = Exact<{
  path: string;
  site?: string | null | undefined;
}>;


export type WhereQuery = { route:
    | (
      { path: string }
      & { __typename: 'GoneRoute' | 'NotFoundRoute' }
    )
    | (
      { page:
        | (
          { feedUrl: string | null, id: string, title: string, slug: string, path: string, locale: string, summary: string | null, breadcrumbs: Array<{ title: string, path: string }>, translations: Array<{ locale: string, path: string }>, seo: { title: string, description: string | null, jsonLd: string }, image: { alt: string, credit: string | null, rendition: { src: string, width: number, height: number, sources: Array<{ type: string, srcset: string }> } | null } | null }
          & { __typename: 'ArticleIndexPage' }
        )
        | (
          { id: string, title: string, slug: string, path: string, locale: string, summary: string | null, breadcrumbs: Array<{ title: string, path: string }>, translations: Array<{ locale: string, path: string }>, seo: { title: string, description: string | null, jsonLd: string }, image: { alt: string, credit: string | null, rendition: { src: string, width: number, height: number, sources: Array<{ type: string, srcset: string }> } | null } | null }
          & { __typename: 'ArticlePage' | 'EventPage' | 'GroupIndexPage' | 'GroupPage' | 'HomePage' | 'ProjectIndexPage' | 'ProjectPage' }
        )
        | (
          { calendarUrl: string | null, id: string, title: string, slug: string, path: string, locale: string, summary: string | null, breadcrumbs: Array<{ title: string, path: string }>, translations: Array<{ locale: string, path: string }>, seo: { title: string, description: string | null, jsonLd: string }, image: { alt: string, credit: string | null, rendition: { src: string, width: number, height: number, sources: Array<{ type: string, srcset: string }> } | null } | null }
          & { __typename: 'EventIndexPage' }
        )
        | (
          { season: string | null, calendarUrl: string | null, id: string, title: string, slug: string, path: string, locale: string, summary: string | null, organisers: Array<{ id: string, name: string }>, body: Array<
            | (
              { id: string, text: string, href: string | null }
              & { __typename: 'CallToActionBlock' }
            )
            | (
              { id: string, description: string | null, document: { url: string, title: string, fileType: string, size: number | null } | null }
              & { __typename: 'DocumentBlock' }
            )
            | (
              { id: string, title: string, html: string }
              & { __typename: 'FactBoxBlock' }
            )
            | (
              { id: string, text: string }
              & { __typename: 'HeadingBlock' }
            )
            | (
              { id: string, caption: string | null, image: { alt: string, credit: string | null, rendition: { src: string, width: number, height: number, sources: Array<{ type: string, srcset: string }> } | null } | null }
              & { __typename: 'ImageBlock' }
            )
            | (
              { id: string, text: string, attribution: string | null }
              & { __typename: 'QuoteBlock' }
            )
            | (
              { id: string, html: string }
              & { __typename: 'RichTextBlock' }
            )
            | (
              { id: string, title: string, url: string, provider: string, embedUrl: string | null, transcript: string | null, thumbnail: { alt: string, credit: string | null, rendition: { src: string, width: number, height: number } | null } | null }
              & { __typename: 'VideoBlock' }
            )
          >, events: { pageInfo: { hasNextPage: boolean }, nodes: Array<{ id: string, title: string, path: string, startsAt: string, endsAt: string | null, allDay: boolean, status: EventStatus, notice: string | null }> }, breadcrumbs: Array<{ title: string, path: string }>, translations: Array<{ locale: string, path: string }>, seo: { title: string, description: string | null, jsonLd: string }, image: { alt: string, credit: string | null, rendition: { src: string, width: number, height: number, sources: Array<{ type: string, srcset: string }> } | null } | null }
          & { __typename: 'EventSeriesPage' }
        )
        | (
          { id: string, title: string, slug: string, path: string, locale: string, summary: string | null, body: Array<
            | (
              { id: string, text: string, href: string | null }
              & { __typename: 'CallToActionBlock' }
            )
            | (
              { id: string, description: string | null, document: { url: string, title: string, fileType: string, size: number | null } | null }
              & { __typename: 'DocumentBlock' }
            )
            | (
              { id: string, title: string, html: string }
              & { __typename: 'FactBoxBlock' }
            )
            | (
              { id: string, text: string }
              & { __typename: 'HeadingBlock' }
            )
            | (
              { id: string, caption: string | null, image: { alt: string, credit: string | null, rendition: { src: string, width: number, height: number, sources: Array<{ type: string, srcset: string }> } | null } | null }
              & { __typename: 'ImageBlock' }
            )
            | (
              { id: string, text: string, attribution: string | null }
              & { __typename: 'QuoteBlock' }
            )
            | (
              { id: string, heading: string | null, pages: Array<{ title: string, path: string }> }
              & { __typename: 'RelatedPagesBlock' }
            )
            | (
              { id: string, html: string }
              & { __typename: 'RichTextBlock' }
            )
            | (
              { id: string, title: string, url: string, provider: string, embedUrl: string | null, transcript: string | null, thumbnail: { alt: string, credit: string | null, rendition: { src: string, width: number, height: number } | null } | null }
              & { __typename: 'VideoBlock' }
            )
          >, breadcrumbs: Array<{ title: string, path: string }>, translations: Array<{ locale: string, path: string }>, seo: { title: string, description: string | null, jsonLd: string }, image: { alt: string, credit: string | null, rendition: { src: string, width: number, height: number, sources: Array<{ type: string, srcset: string }> } | null } | null }
          & { __typename: 'StandardPage' }
        )
       }
      & { __typename: 'PageRoute' }
    )
    | (
      { location: string, permanent: boolean }
      & { __typename: 'RedirectRoute' }
    )
   };
