"""Hosts of public authorities, which lead to no person."""

import re

_MUNICIPALITIES = """
ale alingsas almhult alvdalen alvesta alvkarleby alvsbyn amal aneby ange angelholm arboga are
arjang arjeplog arvidsjaur arvika askersund astorp atvidaberg avesta bastad bengtsfors berg
bjurholm bjuv boden bollebygd bollnas boras borgholm borlange botkyrka boxholm bracke bromolla
burlov dals-ed danderyd degerfors dorotea eda ekero eksjo emmaboda enkoping eskilstuna eslov
essunga fagersta falkenberg falkoping falun fargelanda filipstad finspang flen forshaga gagnef
gallivare gavle gislaved gnesta gnosjo goteborg gotene gotland grastorp grums gullspang habo
hagfors hallefors hallsberg hallstahammar halmstad hammaro haninge haparanda harjedalen harnosand
harryda hassleholm heby hedemora helsingborg herrljunga hjo hofors hoganas hogsby hoor horby
huddinge hudiksvall hultsfred hylte jarfalla jokkmokk jonkoping kalix kalmar karlsborg karlshamn
karlskoga karlskrona karlstad katrineholm kavlinge kil kinda kiruna klippan knivsta koping
kramfors kristianstad kristinehamn krokom kumla kungalv kungsbacka kungsor laholm landskrona laxa
lekeberg leksand lerum lessebo lidingo lidkoping lillaedet lindesberg linkoping ljungby ljusdal
ljusnarsberg lomma ludvika lulea lund lycksele lysekil mala malmo malung-salen mariestad mark
markaryd mellerud mjolby molndal monsteras mora morbylanga motala mullsjo munkedal munkfors nacka
nassjo nora norberg nordanstig nordmaling norrkoping norrtalje norsjo nybro nykoping nykvarn
nynashamn ockelbo olofstrom orebro orkelljunga ornskoldsvik orsa orust osby oskarshamn ostersund
osthammar ostragoinge ovanaker overkalix overtornea oxelosund pajala partille perstorp pitea
ragunda rattvik robertsfors ronneby saffle sala salem sandviken sater savsjo sigtuna simrishamn
sjobo skara skelleftea skinnskatteberg skovde skurup smedjebacken soderhamn soderkoping sodertalje
solleftea sollentuna solna solvesborg sorsele sotenas staffanstorp stenungsund stockholm storfors
storuman strangnas stromstad stromsund sundbyberg sundsvall sunne surahammar svalov svedala
svenljunga taby tanum tibro tidaholm tierp timra tingsryd tjorn tomelilla toreboda torsas torsby
tranas tranemo trelleborg trollhattan trosa tyreso uddevalla ulricehamn umea upplands-bro
upplandsvasby uppsala uppvidinge vadstena vaggeryd valdemarsvik vallentuna vanersborg vannas
vansbro vara varberg vargarda varmdo varnamo vasteras vastervik vaxholm vaxjo vellinge vetlanda
vilhelmina vimmerby vindeln vingaker ydre ystad
"""
_AUTHORITIES = """
112 11313 1177 antagning arbetsformedlingen bankid boverket bris csn digg
diskrimineringsombudsmannen do folkhalsomyndigheten forsakringskassan informationsverige ivo kb
kivra konsumentverket krisinformation kvinnofridslinjen lansstyrelsen libris mfd migrationsverket
minasidor mind msb mtm naturvardsverket pensionsmyndigheten polisen postnord regeringen
regionstockholm regionuppsala riksdagen skane skanetrafiken skatteverket skolinspektionen
skolverket skr sl smhi socialstyrelsen stadsbiblioteket svenskakyrkan sverigesradio svt
trafikverket transportstyrelsen ul umo ur vasttrafik verksamt vgregion youmo
"""
_HOSTS = frozenset(f"{name}.se" for name in (_MUNICIPALITIES + _AUTHORITIES).split())
_HOST = re.compile(r"^(?:https?://)?([\w.-]+)", re.IGNORECASE)
_OF_A_PERSON = re.compile(r"[@?=]")


def is_public_host(link: str) -> bool:
    """Return whether a link leads to an authority's site; one with a query may be personal."""
    match = _HOST.match(link)
    if match is None or _OF_A_PERSON.search(link):
        return False
    labels = match[1].casefold().rstrip(".").split(".")
    return ".".join(labels[-2:]) in _HOSTS
