"""Stop words: too common to be decisive in a query with other words."""

_SWEDISH = """
    alla allt att av blev bli blir blivit de dem den denna deras dess dessa det detta dig din
    dina ditt du där då efter ej eller en er era ert ett finns från för får ha hade han hans har hos
    henne hennes hon honom hur här i icke ingen inom inte jag ju kan kunde man med mellan men mig
    min mina mitt mot mycket ni nu när något någon några och om oss på samma sedan sig sin sina
    sitta själv ska skulle som så sådan sådana sådant till under upp ut utan vad var vara varför
    varit varje vars vart vem vi vid vilka vilkas vilken vilket vill vår våra vårt är åt än över
"""
_ENGLISH = """
    a about above after again all am an and any are as at be because been before being below between
    both but by can did do does during each few for from further had has have having he her here his
    how i if in into is it its just me more most my no nor not now of off on once only or other our
    out over own same she should so some such than that the their them then there these they this
    those through to too under until up very was we were what when where which while who whom why
    will with you your
"""

_WITHOUT_DOTS = str.maketrans("åäö", "aao")

STOP_WORDS = {
    "sv": frozenset([*_SWEDISH.split(), *_SWEDISH.translate(_WITHOUT_DOTS).split()]),
    "en": frozenset(_ENGLISH.split()),
}
