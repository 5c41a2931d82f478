"""Comments as residents might write them, composed of sentences."""

import random
from collections.abc import Sequence

# Weights of the number of sentences: most comments are short, a few fill the form.
_LENGTHS = {1: 30, 2: 25, 3: 18, 4: 10, 6: 8, 9: 5, 14: 3, 18: 1}
_TO_LOOK_INTO = 0.03
_IN_CRISIS = 0.004
# Personal data for screening to find; all of it is fictitious.
_PERSONAL = {
    "sv": (
        "Ring mig på 070-174 06 05 så berättar jag mer.",
        "Skriv till mig på resident@example.org.",
        "Mitt nummer är 19121212-1212.",
        "Jag bor på Storgatan 12, 252 20 Helsingborg.",
        "Det står mer på www.example.org/beslut.",
    ),
    "en": (
        "Call me at 070-174 06 05 and I will tell you more.",
        "Write to me at resident@example.org.",
    ),
}
_CRISIS = {
    "sv": ("Jag orkar inte leva så här.", "Jag är rädd, han slår mig."),
    "en": ("I want to die when I get these letters.",),
}
_WHO = {
    "sv": [
        "Personalen",
        "Min handläggare",
        "Socialsekreteraren",
        "Mannen i receptionen",
        "Min kontaktperson",
        "Instruktören",
        "Kvinnan som svarade",
        "Mitt ombud",
        "Chefen",
        "En ny vikarie",
        "Behandlaren",
        "Vaktmästaren",
    ],
    "en": ["The staff", "My case worker", "The man at the desk", "My contact", "The instructor"],
}
_DID = {
    "sv": [
        "lyssnade på mig",
        "hade inte tid",
        "ringde aldrig tillbaka",
        "förklarade beslutet tydligt",
        "glömde bort mitt möte",
        "gick igenom ansökan med mig",
        "var vänlig men stressad",
        "kände inte till min planering",
        "hjälpte mig att fylla i blanketten",
        "svarade samma dag",
        "skickade ett brev som jag inte förstod",
        "följde med till vården",
        "frågade vad jag själv vill",
        "bytte tid utan att säga till",
        "såg till att jag fick en plats",
        "visade hur man bokar på nätet",
        "trodde inte på det jag berättade",
        "tog sig tid",
    ],
    "en": [
        "listened to me",
        "had no time",
        "never called back",
        "explained the decision",
        "forgot my appointment",
        "helped me with the form",
        "answered the same day",
    ],
}
_WHEN = {
    "sv": [
        "i går",
        "i våras",
        "på första mötet",
        "när jag bad om hjälp",
        "efter tre veckor",
        "i telefon",
        "på kontoret",
        "på biblioteket",
        "under sommaren",
        "varje gång",
        "till slut",
        "i chatten",
        "när jag kom med min syster",
        "efter överklagandet",
    ],
    "en": ["last week", "at the first meeting", "after three weeks", "on the phone", "in the end"],
}
_SENTENCES = {
    "sv": (
        "Väntan var för lång.",
        "Öppettiderna passar inte den som arbetar.",
        "Tack för hjälpen!",
        "Jag vill kunna boka tid utan att ringa.",
        "Det var svårt att hitta hissen.",
        "Hörslingan fungerade inte.",
        "Informationen på webbplatsen stämmer inte med det som sägs i telefon.",
        "Brevet var skrivet på ett språk som ingen förstår.",
        "Jag fick vara med och bestämma nästa steg.",
        "Det känns tryggt att komma dit.",
        "Lokalen är ljus och fin, men det är trångt i väntrummet.",
        "Fler kvällstider, snälla.",
        "Jag fick berätta allt från början igen.",
        "För första gången på länge vågar jag hoppas.",
        "Kaffet är gott.",
        "Maten borde vara bättre, särskilt för den som är vegetarian.",
        "Bussen går bara en gång i timmen.",
        "Jag skulle vilja att samma person följer mig hela vägen.",
        "Min dotter fick läsa beslutet åt mig.",
        "Åtta veckor är lång tid när pengarna är slut.",
        "Överklagandet tog ett halvår.",
        "Gruppen betyder mycket för mig.",
        "Ensamheten är det svåraste, och här är jag inte ensam.",
        "Ärendet bollades mellan två förvaltningar.",
    ),
    "en": (
        "The wait was too long.",
        "Thank you for your help!",
        "I could not find the lift.",
        "The letter was hard to understand.",
        "I had to tell everything from the beginning again.",
        "More evening hours, please.",
    ),
}


class Comments:
    """Draws comments, all by `rng`."""

    def __init__(self, rng: random.Random) -> None:
        self.rng = rng

    def draw(self, language: str) -> str:
        """Return 1 to 18 sentences, some with personal data or words of crisis."""
        rng = self.rng
        number = rng.choices(list(_LENGTHS), weights=list(_LENGTHS.values()))[0]
        sentences = [self._sentence(language) for _ in range(number)]
        if rng.random() < _TO_LOOK_INTO:
            sentences.append(rng.choice(_PERSONAL[language]))
        if rng.random() < _IN_CRISIS:
            sentences.append(rng.choice(_CRISIS[language]))
        return self._in_paragraphs(sentences)

    def _sentence(self, language: str) -> str:
        rng = self.rng
        if rng.random() < 0.5:
            return rng.choice(_SENTENCES[language])
        words = (rng.choice(part[language]) for part in (_WHO, _DID, _WHEN))
        return f"{' '.join(words)}."

    def _in_paragraphs(self, sentences: Sequence[str]) -> str:
        return "".join(
            sentence + ("\n\n" if self.rng.random() < 0.1 else " ") for sentence in sentences
        ).rstrip()
