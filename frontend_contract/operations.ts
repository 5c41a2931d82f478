// Written by `make contract-types` from schema.graphql and operations/; do not edit.
import type * as Types from "./types.js";

/** An operation of the contract, for clients that send text or an id. */
export type Operation<Data, Variables> = {
  readonly name: string;
  readonly kind: "query" | "mutation";
  /** Id of the text: `sha256:` and the hash of the file's bytes. */
  readonly documentId: `sha256:${string}`;
  readonly text: string;
  /** Never set; carries the types of variables and result. */
  readonly types?: (variables: Variables) => Data;
};

/** One article with its text, pictures, recording and what it is about. */
export const Article: Operation<Types.ArticleQuery, Types.ArticleQueryVariables> = {
  name: "Article",
  kind: "query",
  documentId: "sha256:eee6eccf6df395f9e2de17c00dea745a3505c01f0d609dd072f79d7fbf9cee67",
  text: `# One article with its text, pictures, recording and what it is about.
query Article($slug: String!, $locale: String) {
  article(slug: $slug, locale: $locale) {
    id
    title
    path
    url
    locale
    kind
    publishedAt
    summary
    textByline
    pictureByline
    disclaimer
    mediaUrl
    transcript
    readability { lix words minutes }
    documents { title document { url fileType size language } }
    groups { id title path }
    projects { id title path }
    events { id title path }
    topics { id name slug }
    breadcrumbs { title path }
    translations { locale path }
    seo { title description jsonLd }
    image { alt credit rendition(preset: HERO) { src width height sources { type srcset } } }
    body {
      __typename
      ... on HeadingBlock { id text }
      ... on RichTextBlock { id html }
      ... on ImageBlock { id caption image { alt credit rendition(preset: FULL) { src width height sources { type srcset } } } }
      ... on GalleryBlock { id heading images { id caption image { alt rendition(preset: FULL) { src width height } } } }
      ... on QuoteBlock { id text attribution }
      ... on FactBoxBlock { id title html }
      ... on VideoBlock { id title url provider embedUrl transcript thumbnail { alt credit rendition(preset: CARD) { src width height } } }
      ... on DocumentBlock { id description document { title url fileType size } }
      ... on CallToActionBlock { id text href }
      ... on RelatedPagesBlock { id heading pages { title path } }
    }
  }
}
`,
};

/** News, newest first. */
export const ArticleList: Operation<Types.ArticleListQuery, Types.ArticleListQueryVariables> = {
  name: "ArticleList",
  kind: "query",
  documentId: "sha256:2866af3897fddc967f947ab314cdaa6fcc27decb75625fc52f5fde6be703d664",
  text: `# News, newest first.
query ArticleList($first: Int! = 20, $after: String, $locale: String, $filter: ArticleFilter) {
  articles(first: $first, after: $after, locale: $locale, filter: $filter) {
    totalCount
    pageInfo { hasNextPage endCursor }
    nodes {
      id
      title
      path
      locale
      kind
      publishedAt
      summary
      readability { lix minutes }
      image { alt rendition(preset: CARD) { src width height sources { type srcset } } }
    }
  }
}
`,
};

/** The calendar with its filters, and what can be chosen in them. */
export const Calendar: Operation<Types.CalendarQuery, Types.CalendarQueryVariables> = {
  name: "Calendar",
  kind: "query",
  documentId: "sha256:a2e80dd4fbdfe38668ab673b1d4a49f5fdde69faa3fa3d0e193c7219f5c39299",
  text: `# The calendar with its filters, and what can be chosen in them.
query Calendar($first: Int! = 20, $after: String, $locale: String, $filter: EventFilter, $orderBy: EventOrder! = STARTS_AT_ASC) {
  events(first: $first, after: $after, locale: $locale, filter: $filter, orderBy: $orderBy) {
    totalCount
    pageInfo { hasNextPage endCursor }
    nodes {
      id
      title
      path
      locale
      kind
      status
      notice
      summary
      startsAt
      endsAt
      allDay
      dateIsTentative
      previousStartsAt
      possibleDates { startsAt endsAt withdrawn }
      openToAll
      audience
      registration { state deadline }
      venue { name address city stepFree hearingLoop }
      room
      group { id title path }
    }
  }
  groups(first: 100, locale: $locale) { nodes { id title slug } }
  topics(first: 100, locale: $locale) { nodes { id name slug } }
}
`,
};

/** One event with all that somebody needs who wants to come, and what came of it. */
export const Event: Operation<Types.EventQuery, Types.EventQueryVariables> = {
  name: "Event",
  kind: "query",
  documentId: "sha256:1c473ce3e3be0d18daa8587e206927f370020ac758ceead129ae8ce452ad8eba",
  text: `# One event with all that somebody needs who wants to come, and what came of it.
query Event($slug: String!, $locale: String) {
  event(slug: $slug, locale: $locale) {
    id
    title
    path
    url
    locale
    kind
    status
    notice
    summary
    startsAt
    endsAt
    allDay
    dateIsTentative
    previousStartsAt
    possibleDates { startsAt endsAt withdrawn }
    room
    meetingPoint
    interpretation
    streamUrl
    audience
    openToAll
    whatToBring
    goodToKnow
    attendance
    calendarUrl
    registration { state method url email phone deadline isBinding price dataUse }
    contact { role email phone }
    venue { name address postalCode city wayIn stepFree hearingLoop accessibility latitude longitude }
    group { id title path }
    series { id title path }
    organisers { id name }
    agenda { title description isTentative }
    schedule { startsAt endsAt title description location }
    speakers { name title subject organisation { id name } }
    documents { kind title document { url fileType size language } }
    recordings { title url transcript }
    breadcrumbs { title path }
    translations { locale path }
    seo { title description jsonLd }
    image { alt credit rendition(preset: HERO) { src width height sources { type srcset } } }
    body { ...EventText }
    report { ...EventReportText }
  }
}

fragment EventText on EventPageBody {
  __typename
  ... on HeadingBlock { id text }
  ... on RichTextBlock { id html }
  ... on ImageBlock { id caption image { alt credit rendition(preset: FULL) { src width height sources { type srcset } } } }
  ... on QuoteBlock { id text attribution }
  ... on FactBoxBlock { id title html }
  ... on VideoBlock { id title url provider embedUrl transcript thumbnail { alt credit rendition(preset: CARD) { src width height } } }
  ... on DocumentBlock { id description document { url title fileType size } }
  ... on CallToActionBlock { id text href }
}

fragment EventReportText on EventPageReport {
  __typename
  ... on HeadingBlock { id text }
  ... on RichTextBlock { id html }
  ... on ImageBlock { id caption image { alt credit rendition(preset: FULL) { src width height sources { type srcset } } } }
  ... on GalleryBlock { id heading images { id caption image { alt rendition(preset: FULL) { src width height } } } }
  ... on QuoteBlock { id text attribution }
  ... on FactBoxBlock { id title html }
  ... on VideoBlock { id title url provider embedUrl transcript thumbnail { alt credit rendition(preset: CARD) { src width height } } }
  ... on DocumentBlock { id description document { url title fileType size } }
  ... on CallToActionBlock { id text href }
}
`,
};

/** The answer to what a resident sent, for whoever has the receipt: POST this, and ask for the number in a form. */
export const FeedbackAnswer: Operation<Types.FeedbackAnswerQuery, Types.FeedbackAnswerQueryVariables> = {
  name: "FeedbackAnswer",
  kind: "query",
  documentId: "sha256:a43f0366ef1d40c3f3086ac4b73904b57343d6e8d3dd803b9bc86d1ef712482e",
  text: `# The answer to what a resident sent, for whoever has the receipt: POST this, and ask for the number in a form.
query FeedbackAnswer($receipt: String!) {
  feedbackAnswer(receipt: $receipt) {
    serviceName
    serviceSlug
    outcome
    text
    reason
    answeredOn
    language
  }
}
`,
};

/** One group with its coming meetings, its latest minutes (of one year, if given) and its projects. */
export const Group: Operation<Types.GroupQuery, Types.GroupQueryVariables> = {
  name: "Group",
  kind: "query",
  documentId: "sha256:bb195db1328495239094635a5c0d6e02050d3e9bf8a10ac37d9a6c4e1bd6a84a",
  text: `# One group with its coming meetings, its latest minutes (of one year, if given) and its projects.
# For more minutes, give \`endCursor\` as \`$afterMinutes\`; \`minutesYears\` has the values of \`$year\`.
query Group($slug: String!, $locale: String, $meetings: Int! = 5, $minutes: Int! = 20, $afterMinutes: String, $year: Int) {
  group(slug: $slug, locale: $locale) {
    id
    title
    path
    locale
    kind
    summary
    purpose
    meetingRhythm
    openToAll
    howToJoin
    endedOn
    calendarUrl
    feedUrl
    contact { role email phone }
    organisers { id name website }
    links { text url }
    breadcrumbs { title path }
    translations { locale path }
    seo { title description jsonLd }
    image { alt credit rendition(preset: HERO) { src width height sources { type srcset } } }
    body {
      __typename
      ... on HeadingBlock { id text }
      ... on RichTextBlock { id html }
      ... on ImageBlock { id caption image { alt credit rendition(preset: FULL) { src width height sources { type srcset } } } }
      ... on QuoteBlock { id text attribution }
      ... on FactBoxBlock { id title html }
      ... on VideoBlock { id title url provider embedUrl transcript thumbnail { alt credit rendition(preset: CARD) { src width height } } }
      ... on DocumentBlock { id description document { url title fileType size } }
      ... on CallToActionBlock { id text href }
    }
    events(first: $meetings, filter: { when: UPCOMING }) {
      pageInfo { hasNextPage }
      nodes {
        id
        title
        path
        startsAt
        endsAt
        status
        notice
        dateIsTentative
      }
    }
    minutesYears { year count }
    minutesList(first: $minutes, after: $afterMinutes, year: $year) {
      pageInfo { hasNextPage endCursor }
      nodes { heldOn title document { url fileType size language } }
    }
    projects(first: 20) { nodes { id title path status } }
  }
}
`,
};

/** All groups, with how they meet and their next meeting. */
export const GroupList: Operation<Types.GroupListQuery, Types.GroupListQueryVariables> = {
  name: "GroupList",
  kind: "query",
  documentId: "sha256:f7ef6562fa91f12109d6fef7830ee44ea59e3e8bc226c93368485a6b3ac1283f",
  text: `# All groups, with how they meet and their next meeting.
query GroupList($first: Int! = 20, $after: String, $locale: String, $filter: GroupFilter) {
  groups(first: $first, after: $after, locale: $locale, filter: $filter) {
    totalCount
    pageInfo { hasNextPage endCursor }
    nodes {
      id
      title
      path
      locale
      kind
      summary
      purpose
      meetingRhythm
      openToAll
      endedOn
      organisers { id name }
      image { alt rendition(preset: CARD) { src width height sources { type srcset } } }
      events(first: 1, filter: { when: UPCOMING }) {
        nodes { id title path startsAt status dateIsTentative }
      }
    }
  }
}
`,
};

/** A challenge that shows that a person is writing; ask when the resident is about to send. */
export const IssueCaptcha: Operation<Types.IssueCaptchaMutation, Types.IssueCaptchaMutationVariables> = {
  name: "IssueCaptcha",
  kind: "mutation",
  documentId: "sha256:401a85553046f9183bd08e4aa4e793128201efe73b07fba4ea41e65e42074539",
  text: `# A challenge that shows that a person is writing; ask when the resident is about to send.
mutation IssueCaptcha($language: String! = "sv") {
  issueCaptcha {
    key
    imageUrl
    audioUrl(language: $language)
    question(language: $language)
    expiresAt
  }
}
`,
};

/** What surrounds every page: who the site is, its menu, its languages, its duties. */
export const Layout: Operation<Types.LayoutQuery, Types.LayoutQueryVariables> = {
  name: "Layout",
  kind: "query",
  documentId: "sha256:f5d3b689f81d9a253928512fc0f4b1485423d3fc643c34a897f78c0a6765f456",
  text: `# What surrounds every page: who the site is, its menu, its languages, its duties.
query Layout($locale: String) {
  site(locale: $locale) {
    name
    url
    tagline
    footerText
    defaultLocale
    contact { email phone }
    contactAddress
    languages { title locale path }
    accessibilityPage { title path }
    privacyPage { title path }
  }
  menu(locale: $locale) { title path }
}
`,
};

/** A draft, for the page that editors are led to: read the token after `#token=`, and POST this. */
export const Preview: Operation<Types.PreviewQuery, Types.PreviewQueryVariables> = {
  name: "Preview",
  kind: "query",
  documentId: "sha256:dbbb8d1ef515e87f90315cdb58cfb7117d575c5eeb2c0b439980f4353695869c",
  text: `# A draft, for the page that editors are led to: read the token after \`#token=\`, and POST this.
query Preview($token: String!) {
  preview(token: $token) {
    expiresAt
    savedAt
    isPublished
    problems { field message }
    page {
      __typename
      id
      title
      path
      locale
      summary
      breadcrumbs { title path }
      image { alt credit rendition(preset: HERO) { src width height sources { type srcset } } }
      ... on HomePage {
        featured { id title path }
      }
      ... on GroupPage {
        purpose
        openToAll
        organisers { name }
      }
      ... on ProjectPage {
        projectStatus: status
        method
        results
        participants { role organisation { name } }
      }
      ... on EventSeriesPage {
        season
      }
      ... on EventPage {
        eventStatus: status
        notice
        startsAt
        endsAt
        allDay
        venue { name address }
        group { title path }
        organisers { name }
        agenda { title description isTentative }
        report { ...Blocks }
      }
      ... on ArticlePage {
        kind
        publishedAt
        textByline
      }
    }
    plain { body { ...Blocks } }
  }
}

# One for all: a report's blocks are among those of a body.
fragment Blocks on PreviewBody {
  __typename
  ... on HeadingBlock { id text }
  ... on RichTextBlock { id html }
  ... on ImageBlock { id caption image { alt credit rendition(preset: FULL) { src width height sources { type srcset } } } }
  ... on GalleryBlock { id heading images { id caption image { alt rendition(preset: FULL) { src width height } } } }
  ... on QuoteBlock { id text attribution }
  ... on FactBoxBlock { id title html }
  ... on VideoBlock { id title url provider embedUrl transcript thumbnail { alt credit rendition(preset: CARD) { src width height } } }
  ... on DocumentBlock { id description document { url title fileType size } }
  ... on CallToActionBlock { id text href }
  ... on RelatedPagesBlock { id heading pages { title path } }
}
`,
};

/** One project: aim, time, people, what changed, what came of it, and its news. */
export const Project: Operation<Types.ProjectQuery, Types.ProjectQueryVariables> = {
  name: "Project",
  kind: "query",
  documentId: "sha256:60aa8832a5d0d1674f4db3b758cd29c0ba10cf5b6a7f4fc2df0d1921feeb2896",
  text: `# One project: aim, time, people, what changed, what came of it, and its news.
query Project($slug: String!, $locale: String, $news: Int! = 10) {
  project(slug: $slug, locale: $locale) {
    id
    title
    path
    locale
    summary
    status
    statusNote
    startsOn { date precision }
    endsOn { date precision }
    targetGroup
    method
    results
    contact { role email phone }
    participants { role organisation { id name website } }
    changes { title description decidedOn { date precision } }
    reports { title publishedOn document { url fileType size language } }
    links { text url }
    groups { id title path }
    breadcrumbs { title path }
    translations { locale path }
    seo { title description jsonLd }
    image { alt credit rendition(preset: HERO) { src width height sources { type srcset } } }
    body {
      __typename
      ... on HeadingBlock { id text }
      ... on RichTextBlock { id html }
      ... on ImageBlock { id caption image { alt credit rendition(preset: FULL) { src width height sources { type srcset } } } }
      ... on GalleryBlock { id heading images { id caption image { alt rendition(preset: FULL) { src width height } } } }
      ... on QuoteBlock { id text attribution }
      ... on FactBoxBlock { id title html }
      ... on VideoBlock { id title url provider embedUrl transcript thumbnail { alt credit rendition(preset: CARD) { src width height } } }
      ... on DocumentBlock { id description document { url title fileType size } }
      ... on CallToActionBlock { id text href }
    }
    articles(first: $news) {
      pageInfo { hasNextPage }
      nodes { id title path kind publishedAt summary }
    }
  }
}
`,
};

/** Projects with their status and time, and who is behind them. */
export const ProjectList: Operation<Types.ProjectListQuery, Types.ProjectListQueryVariables> = {
  name: "ProjectList",
  kind: "query",
  documentId: "sha256:41e2a8b539ea9cf0ac3b054759d145af92a90364ba1a730784878400738fe744",
  text: `# Projects with their status and time, and who is behind them.
query ProjectList($first: Int! = 20, $after: String, $locale: String, $filter: ProjectFilter, $orderBy: ProjectOrder! = STARTS_ON_DESC) {
  projects(first: $first, after: $after, locale: $locale, filter: $filter, orderBy: $orderBy) {
    totalCount
    pageInfo { hasNextPage endCursor }
    nodes {
      id
      title
      path
      locale
      summary
      status
      startsOn { date precision }
      endsOn { date precision }
      targetGroup
      participants { role organisation { id name } }
      topics { id name slug }
      image { alt rendition(preset: CARD) { src width height sources { type srcset } } }
    }
  }
}
`,
};

/** Looks at a comment before it is sent: what to mark in it, and whom to call at once. */
export const ScreenComment: Operation<Types.ScreenCommentMutation, Types.ScreenCommentMutationVariables> = {
  name: "ScreenComment",
  kind: "mutation",
  documentId: "sha256:419012baa9068ea08c7320ef0a86f479120f3d4d7686d2f67bc4ec4cf5043ad0",
  text: `# Looks at a comment before it is sent: what to mark in it, and whom to call at once.
mutation ScreenComment($comment: String!, $language: String! = "sv") {
  screenComment(comment: $comment, language: $language) {
    hasPersonalData
    passages { text found label }
    helpLines { reason name phone hours url }
  }
}
`,
};

/** What somebody looks for: a page of hits, ready to be shown. */
export const Search: Operation<Types.SearchQuery, Types.SearchQueryVariables> = {
  name: "Search",
  kind: "query",
  documentId: "sha256:ed86babc0dd4de747cf3b0ca5d00fc23bcff91aa06b26705cb8027ea4370263c",
  text: `# What somebody looks for: a page of hits, ready to be shown.
query Search(
  $query: String!
  $first: Int! = 20
  $after: String
  $locale: String
  $types: [SearchType!]
) {
  search(query: $query, first: $first, after: $after, locale: $locale, types: $types) {
    totalCount
    pageInfo { hasNextPage endCursor }
    nodes {
      type
      title
      titleHtml
      snippetHtml
      path
      url
      locale
      item {
        __typename
        ... on EventPage { startsAt endsAt status venue { id name } }
        ... on ArticlePage { publishedAt }
        ... on Document { fileType size }
        ... on Service { slug formUrl }
      }
    }
  }
}
`,
};

/** One service, what its feedback form needs, and what came of what residents said. */
export const Service: Operation<Types.ServiceQuery, Types.ServiceQueryVariables> = {
  name: "Service",
  kind: "query",
  documentId: "sha256:30f27e4ae4e7e51a2c2ec4fe3223f92b99006e098af53f5203cf521910831e89",
  text: `# One service, what its feedback form needs, and what came of what residents said.
query Service($slug: String!, $locale: String, $voices: Int = 10, $afterVoice: String) {
  service(slug: $slug, locale: $locale) {
    id
    name
    slug
    locale
    description
    audience
    access
    isOpen
    opensOn
    closesOn
    formUrl
    ratings { value label }
    aspects { value label }
    answers { month said done outcome reason answeredOn }
    feedbackSummary {
      count
      share { ...Share }
      periods {
        firstMonth
        lastMonth
        count
        distribution { ...Answers }
        share { ...Share }
        mean { value intervalLow intervalHigh }
        aspects {
          aspect
          distribution { ...Answers }
          share { ...Share }
        }
      }
      openDataUrl
    }
    voices(first: $voices, after: $afterVoice) {
      totalCount
      pageInfo { hasNextPage endCursor }
      nodes { id text language }
    }
    contact { role email phone }
    seo { title description jsonLd }
    administration { id name website }
  }
}

fragment Share on FeedbackShare {
  atLeast
  atMost
  intervalLow
  intervalHigh
}

fragment Answers on FeedbackGroup {
  ratings
  hasSkipped
  atLeast
  atMost
}
`,
};

/** Services that residents rate. */
export const ServiceList: Operation<Types.ServiceListQuery, Types.ServiceListQueryVariables> = {
  name: "ServiceList",
  kind: "query",
  documentId: "sha256:e5d3afc224beceea304d0280f8f8a161b46d28a4443e9903dc2bfa2107540745",
  text: `# Services that residents rate.
query ServiceList($first: Int! = 50, $after: String, $locale: String, $filter: ServiceFilter) {
  services(first: $first, after: $after, locale: $locale, filter: $filter) {
    totalCount
    pageInfo { hasNextPage endCursor }
    nodes { id name slug locale description audience isOpen closesOn administration { id name slug } }
  }
}
`,
};

/** The addresses of all pages, a hundred at a time, to make sitemap.xml of. */
export const Sitemap: Operation<Types.SitemapQuery, Types.SitemapQueryVariables> = {
  name: "Sitemap",
  kind: "query",
  documentId: "sha256:33831d2be07285c6cb1141c4b387d61ee8b4ce774bc37ac820551584f34561a6",
  text: `# The addresses of all pages, a hundred at a time, to make sitemap.xml of.
query Sitemap($first: Int! = 100, $after: String) {
  sitemap(first: $first, after: $after) {
    pageInfo { hasNextPage endCursor }
    nodes {
      url
      lastmod
      alternates { locale url }
    }
  }
}
`,
};

/** The start page in one language: what it puts forward, what comes next, what is new. */
export const StartPage: Operation<Types.StartPageQuery, Types.StartPageQueryVariables> = {
  name: "StartPage",
  kind: "query",
  documentId: "sha256:f2783e7c685253be378a496b7ec19ce0ccbbd354a58048b504d01cd295ccb20f",
  text: `# The start page in one language: what it puts forward, what comes next, what is new.
query StartPage($path: String! = "/", $locale: String) {
  route(path: $path) {
    __typename
    ... on PageRoute {
      page {
        ...Card
        seo { title description }
        ... on HomePage {
          featured { ...Card }
          body {
            __typename
            ... on HeadingBlock { id text }
            ... on RichTextBlock { id html }
            ... on ImageBlock { id caption image { alt credit rendition(preset: FULL) { src width height sources { type srcset } } } }
            ... on QuoteBlock { id text attribution }
            ... on FactBoxBlock { id title html }
            ... on VideoBlock { id title url provider embedUrl transcript thumbnail { alt credit rendition(preset: CARD) { src width height } } }
            ... on DocumentBlock { id description document { url title fileType size } }
            ... on CallToActionBlock { id text href }
            ... on RelatedPagesBlock { id heading pages { title path } }
          }
        }
      }
    }
  }
  comingEvents: events(first: 4, locale: $locale, filter: { when: UPCOMING }) {
    nodes {
      id
      title
      path
      startsAt
      endsAt
      allDay
      status
      notice
      venue { name city }
    }
  }
  news: articles(first: 3, locale: $locale) {
    nodes { ...Card kind publishedAt }
  }
}

fragment Card on Page {
  __typename
  id
  title
  path
  summary
  image {
    alt
    rendition(preset: CARD) { src width height sources { type srcset } }
  }
}
`,
};

/** Sends what a resident thinks of a service. Show every error beside its field, keep what was typed, */
export const SubmitFeedback: Operation<Types.SubmitFeedbackMutation, Types.SubmitFeedbackMutationVariables> = {
  name: "SubmitFeedback",
  kind: "mutation",
  documentId: "sha256:2dcaaceec4d4806cb7414bc6f273091c5643e47618224284555647f44d210c9d",
  text: `# Sends what a resident thinks of a service. Show every error beside its field, keep what was typed,
# and show the help lines, if there are any, before anything else.
mutation SubmitFeedback($input: SubmitFeedbackInput!, $language: String! = "sv") {
  submitFeedback(input: $input) {
    received
    receipt
    errors { field code message }
    captcha {
      key
      imageUrl
      audioUrl(language: $language)
      question(language: $language)
      expiresAt
    }
    helpLines { reason name phone hours url }
  }
}
`,
};

/** Where a path leads. Plain pages and programmes come whole; the other types have operations of their own. */
export const Where: Operation<Types.WhereQuery, Types.WhereQueryVariables> = {
  name: "Where",
  kind: "query",
  documentId: "sha256:d192b58d4d7494e6fd356ccb16a81024efafa331921d26865a8efb60498d4b2e",
  text: `# Where a path leads. Plain pages and programmes come whole; the other types have operations of their own.
query Where($path: String!, $site: String) {
  route(path: $path, site: $site) {
    __typename
    ... on PageRoute {
      page {
        __typename
        id
        title
        slug
        path
        locale
        breadcrumbs { title path }
        translations { locale path }
        summary
        seo { title description jsonLd }
        image { alt credit rendition(preset: HERO) { src width height sources { type srcset } } }
        ... on StandardPage {
          body {
            __typename
            ... on HeadingBlock { id text }
            ... on RichTextBlock { id html }
            ... on ImageBlock { id caption image { alt credit rendition(preset: FULL) { src width height sources { type srcset } } } }
            ... on QuoteBlock { id text attribution }
            ... on FactBoxBlock { id title html }
            ... on VideoBlock { id title url provider embedUrl transcript thumbnail { alt credit rendition(preset: CARD) { src width height } } }
            ... on DocumentBlock { id description document { url title fileType size } }
            ... on CallToActionBlock { id text href }
            ... on RelatedPagesBlock { id heading pages { title path } }
          }
        }
        ... on EventSeriesPage {
          season
          calendarUrl
          organisers { id name }
          body {
            __typename
            ... on HeadingBlock { id text }
            ... on RichTextBlock { id html }
            ... on ImageBlock { id caption image { alt credit rendition(preset: FULL) { src width height sources { type srcset } } } }
            ... on QuoteBlock { id text attribution }
            ... on FactBoxBlock { id title html }
            ... on VideoBlock { id title url provider embedUrl transcript thumbnail { alt credit rendition(preset: CARD) { src width height } } }
            ... on DocumentBlock { id description document { url title fileType size } }
            ... on CallToActionBlock { id text href }
          }
          events(first: 50) {
            pageInfo { hasNextPage }
            nodes { id title path startsAt endsAt allDay status notice }
          }
        }
        ... on EventIndexPage { calendarUrl }
        ... on ArticleIndexPage { feedUrl }
      }
    }
    ... on RedirectRoute { location permanent }
    ... on GoneRoute { path }
    ... on NotFoundRoute { path }
  }
}
`,
};
