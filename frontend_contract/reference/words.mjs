// The front end's own texts; all other texts come from the API.
const WORDS = {
  sv: {
    skip: "Hoppa till innehållet", menu: "Meny", languages: "Språk", breadcrumbs: "Du är här",
    search: "Sök", hits: (count) => `${count} träffar`, services: "Tjänster",
    coming: "Kommande möten", news: "Nytt", minutes: "Minnesanteckningar", projects: "Projekt",
    agenda: "Dagordning", tentative: "ej klart", stepFree: "Utan trappsteg in",
    possible: "Möjliga datum", was: "Tidigare datum:", video: "Öppna hos", documents: "Dokument",
    feedback: "Vad tycker du?", rating: "Hur var det?", comment: "Vad vill du berätta?",
    anonymous: "Vi sparar inte vem du är. Skriv inga namn.", next: "Fortsätt",
    captcha: "Skriv bokstäverna i bilden, eller svara på frågan", send: "Skicka",
    picture: "Fem bokstäver. Frågan nedanför går lika bra.", closed: "Stängt för synpunkter.",
    thanks: "Tack! Det du skrev är framme.", receipt: "Spara numret för att läsa svaret:",
    help: "Behöver du hjälp nu?", helpAtOnce: "Du kan prata med någon direkt. Du behöver inte säga vem du är.",
    readLater: "Du kan ändå skicka det du skrev. Det kan ta upp till en vecka innan vi läser det du skriver.",
    isReadLater: "Det kan ta upp till en vecka innan vi läser det du skriver.", wrote: "Det här skrev du", change: "Ändra",
    personal: "Det kan visa vem du eller någon annan är. Ta bort det om du inte behöver det:",
    answers: "Vad vi har gjort", youSaid: "Ni sa:", weDid: "Vi svarar:", voices: "Andra har skrivit",
    figures: "Hur det har varit", satisfied: "Så många tyckte att det var bra eller mycket bra", months: "Månader",
    count: "Svar", share: "Andel", since: "Från början", all: "Tillsammans", openData: "Öppna data och förklaringar",
    withheld: "Vi visar aldrig antal under tio. Då vet vi bara att andelen ligger mellan två tal.",
    read: "Läs ditt svar", number: "Numret som du fick när du skickade", show: "Visa svaret",
    noAnswer: "Det finns inget svar än, eller så är en siffra fel.", digits: "Numret har 16 siffror.",
    outcomes: { PLANNED: "Planerat", CHANGED: "Ändrat", NOT_POSSIBLE: "Inte möjligt" },
    missing: "Sidan finns inte", gone: "Sidan är borttagen", failed: "Något gick fel",
    later: "Försök igen om en stund.", draft: "Utkast, visas till", ended: "Visningen är slut",
    reopen: "Öppna en ny från redigeringen.", script: "Utkast visas med JavaScript.", more: "Fler",
    statuses: { CANCELLED: "Inställt", MOVED: "Flyttat", PLANNED: "Planerat", POSTPONED: "Uppskjutet" },
  },
  en: {
    skip: "Skip to content", menu: "Menu", languages: "Languages", breadcrumbs: "You are here",
    search: "Search", hits: (count) => `${count} hits`, services: "Services",
    coming: "Coming meetings", news: "News", minutes: "Minutes", projects: "Projects",
    agenda: "Agenda", tentative: "not settled", stepFree: "Step-free",
    possible: "Possible dates", was: "Earlier date:", video: "Open at", documents: "Documents",
    feedback: "What do you think?", rating: "How was it?", comment: "What do you want to tell?",
    anonymous: "We do not keep who you are. Write no names.", next: "Go on",
    captcha: "Write the letters in the picture, or answer the question", send: "Send",
    picture: "Five letters. The question below will do as well.", closed: "Closed for feedback.",
    thanks: "Thank you! What you wrote has arrived.", receipt: "Keep this number to read the answer:",
    help: "Do you need help now?", helpAtOnce: "You can talk to somebody at once. You do not have to say who you are.",
    readLater: "You can still send what you wrote. It can take up to a week before we read what you write.",
    isReadLater: "It can take up to a week before we read what you write.", wrote: "This is what you wrote", change: "Change",
    personal: "It may show who you or somebody else is. Take it out if you do not need it:",
    answers: "What we have done", youSaid: "You said:", weDid: "We answer:", voices: "Others have written",
    figures: "How it has been", satisfied: "How many thought it was good or very good", months: "Months",
    count: "Answers", share: "Share", since: "From the start", all: "Together", openData: "Open data, with explanations",
    withheld: "We never show numbers below ten. Then all that is known is that the share lies between two numbers.",
    read: "Read your answer", number: "The number that you got when you sent", show: "Show the answer",
    noAnswer: "There is no answer yet, or a digit is wrong.", digits: "The number has 16 digits.",
    outcomes: { PLANNED: "Planned", CHANGED: "Changed", NOT_POSSIBLE: "Not possible" },
    missing: "There is no such page", gone: "The page was removed", failed: "Something went wrong",
    later: "Try again in a while.", draft: "Draft, shown until", ended: "The preview has ended",
    reopen: "Open a new one where you edit.", script: "Drafts are shown with JavaScript.", more: "More",
    statuses: { CANCELLED: "Cancelled", MOVED: "Moved", PLANNED: "Planned", POSTPONED: "Postponed" },
  },
};

/** Return the texts of a language, with date formatters. */
export function wordsIn(locale) {
  const options = { dateStyle: "full", timeZone: "Europe/Stockholm" };
  const day = new Intl.DateTimeFormat(locale, options);
  const month = new Intl.DateTimeFormat(locale, { year: "numeric", month: "long", timeZone: "UTC" });
  const percent = new Intl.NumberFormat(locale, { style: "percent" });
  const moment = new Intl.DateTimeFormat(locale, { ...options, timeStyle: "short" });
  return {
    locale,
    ...WORDS[locale],
    day: (date) => day.format(new Date(date)),
    month: (date) => month.format(new Date(date)),
    percent: (share) => percent.format(share),
    moment: (date) => moment.format(new Date(date)),
    when: ({ startsAt, allDay }) => (allDay ? day : moment).format(new Date(startsAt)),
  };
}

export const LOCALES = Object.keys(WORDS);
