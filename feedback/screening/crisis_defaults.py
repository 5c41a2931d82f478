"""Words of crisis and help lines of a new installation, and the fallback for empty lists."""

from typing import Any

WORDS = {
    "sv": """\
självmord*
suicid*
ta mitt liv
ta sitt liv
ta hans liv
ta hennes liv
ta livet av
vill dö
vill inte leva
orkar inte leva
inte värt att leva
slippa leva
skada mig själv
skadar mig själv
skär mig
överdos*
misshandl*
slår mig
slår oss
slår barn*
slår mamma
slår min*
slår sin*
slog mig
slog oss
slog barn*
blir slagen
blir slagna
våldt*
våldsam*
våldet hemma
hotar mig
hotar oss
hotar att
rädd för mitt liv
rädd hemma
barn* far illa
barn* blir slag*
utnyttjar barn*
bortgift*
könsstymp*
""",
    "en": """\
suicid*
kill myself
kill himself
kill herself
end my life
take my own life
want to die
don't want to live
do not want to live
hurt myself
cut myself
self harm*
overdos*
beats me
beats us
beats my
hits me
hits us
hits my
abuse
rape
threatens me
threatens us
threatens to
afraid for my life
afraid at home
""",
}
HELP_LINES: tuple[dict[str, Any], ...] = (
    {
        "language": "sv",
        "reason": "Fara för liv",
        "name": "SOS Alarm",
        "phone": "112",
        "hours": "Dygnet runt",
    },
    {
        "language": "sv",
        "reason": "Tankar på självmord",
        "name": "Självmordslinjen, Mind",
        "phone": "90101",
        "hours": "Dygnet runt",
        "url": "https://mind.se/",
    },
    {
        "language": "sv",
        "reason": "Våld från någon nära",
        "name": "Kvinnofridslinjen",
        "phone": "020-50 50 50",
        "hours": "Dygnet runt",
        "url": "https://kvinnofridslinjen.se/",
    },
    {
        "language": "sv",
        "reason": "För dig under 18 år",
        "name": "Bris",
        "phone": "116 111",
        "hours": "Dygnet runt",
        "url": "https://www.bris.se/",
    },
    {
        "language": "sv",
        "reason": "Råd om vård",
        "name": "Sjukvårdsrådgivningen",
        "phone": "1177",
        "hours": "Dygnet runt",
        "url": "https://www.1177.se/",
    },
    {
        "language": "en",
        "reason": "Danger to life",
        "name": "SOS Alarm",
        "phone": "112",
        "hours": "Day and night",
    },
    {
        "language": "en",
        "reason": "Thoughts of suicide",
        "name": "Självmordslinjen, Mind",
        "phone": "90101",
        "hours": "Day and night",
        "url": "https://mind.se/",
    },
    {
        "language": "en",
        "reason": "Violence from someone close",
        "name": "Kvinnofridslinjen",
        "phone": "020-50 50 50",
        "hours": "Day and night",
        "url": "https://kvinnofridslinjen.se/",
    },
    {
        "language": "en",
        "reason": "If you are under 18",
        "name": "Bris",
        "phone": "116 111",
        "hours": "Day and night",
        "url": "https://www.bris.se/",
    },
    {
        "language": "en",
        "reason": "Health care advice",
        "name": "Sjukvårdsrådgivningen",
        "phone": "1177",
        "hours": "Day and night",
        "url": "https://www.1177.se/",
    },
)
