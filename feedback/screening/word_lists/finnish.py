"""Crisis words in Finnish."""

WORDS = """\
#lähi = mies/mieheni/isä/isäni/äiti/äitini/isäpuoli/veli/veljeni/poikaystävä/poikaystäväni/puoliso/puolisoni/vaimo/vaimoni/aviomies/setä/avopuoliso
#lapsi = laps*/lasta/lasten/vauva*/vauvaa/tyttär*/poika*/poikaa

- kirja*/luento*/elokuv*/näyttely*/näytelm*/kurssi*/koulutu*/luenno* ... itsemurh*/väkival*/raiska*
- itsemurh*/väkival* ... kirja*/luento*/luennolla/elokuv*/näyttely*/koulutu*/ehkäis*
itsemurh*
itsetuho*
tapan itseni
tappaa/tappamaan/tapan/tapat/tapettava itseni/itsensä
haluan/haluaisin/halusin/tahdon/toivon ... kuolla/kuolema/kuolisin/kuollut/kuoleva*
halua/haluaisi/tahtoisi kuolla
olisinpa kuollut
kuolisin/kuolisinpa pois
en/ei/emme halua/jaksa/jaksaisi/tahdo/pysty/voi ... elää
en jaksa elämää
en/ei halua/tahdo/jaksa ... herätä/olemassa/elossa/nousta
en/ei jaksa/halua/kestä/pysty enää .
en näe mitään syytä elää
kaikki/perhe/perheeni/vanhempani pakottaa/pakottavat/pakotti ... naimisiin/avioliitto*
pakotetaan/pakotettiin/pakotettu naimisiin/avioliitto*
otin/söin/nielin kaikki ... lääkkeet/pillerit/tabletit
löi/lyö/lyövät/hakkaavat/hakkaa vyöllä/nyrkillä/kasvoihin
ajattelen/mietin/suunnittelen ... kuolemaa/kuolemista/itsemurhaa
en jaksa enää
ei ole mitään ... elää/syytä/elämällä
elämällä ei ole
elämä ei ole elämisen
väsynyt elämään
lopetan/lopettaa/päätän/päättää/riistän/riistää elämäni/päiväni/henkeni/itseltäni/elämänsä
viiltelen/viiltelee/viillellä/viiltää/viilsin
viiltely*
satutan/satuttaa/vahingoitan/vahingoittaa itseäni/itseään/minua/meitä/lasta/lapsia
hirttää/hirtän itseni/itsensä
yliannost*
otin/ottanut/söin/nielin/nielaisin ... pillereitä/tabletteja/lääkkeitä/unilääkkeitä/purkillisen
hyppään/hypätä junan/sillalta/alle
lyö/löi/lyönyt/hakkaa/hakkasi/potkii/potki/kuristaa/kuristi/pahoinpitelee/pahoinpiteli ... minua/meitä/minut/lasta/lapsia/lapsiaan/lapsiani/äitiä/häntä/vaimoaan
#lähi ... lyö/löi/hakkaa/hakkasi/potkii/kuristaa/uhkailee/pahoinpitelee/satuttaa
pahoinpit*
pahoinpide*
perheväkival*
lähisuhdeväkival*
väkivalt* kotona/kotiin/perhe*
väkivaltai* mies/isä/puoliso/kotona
uhkaa/uhkasi/uhkaili/uhkailee ... tappaa/minua/meitä/puukolla/lyödä/veitsellä
pelkään ... miestäni/isääni/äitiäni/henkeni/kotona/puolisoani/mennä/veljeäni/isää
pelkään että hän
en uskalla ... mennä/olla/tulla kotiin/kotona
raiska*
seksuaalis* hyväksikäyt*/väkival*/ahdist*/häirin*
hyväksikäyt*
käyttää/käytti hyväkseen ... minua/lasta/lapsia
kosketteli/koskettelee/kouri/kourii/lääppii/lääppi
pakko/pakkoavioli*/pakottaa/pakotetaan/pakottavat ... naimisiin/avioliitto*/mennä/seksiin/avioon
pakkoavioli*
naitetaan
silpominen/silpomi*
ympärileikka*
kunniaväkival*
kunniamurh*
#lapsi ... lyödään/hakataan/pelkää/heitteille/nälässä/mustelmi*
laiminlyö* ... laps*/lasta
tapan sinut/hänet/teidät/kaikki/heidät
- lyö/löi/lyödä ... vetoa/ennätyksen/laudalta/kelloa
- kuolla nauruun/tylsyyteen
- kuolen nauruun
- en jaksa enää odottaa/jonottaa/soittaa
"""
