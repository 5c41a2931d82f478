"""Suicide, and the wish not to live."""

WORDS = """\
självmord*
sjelfmord*
självmörd*
suicid*
sucid*
livstrött*
livsled*
avskedsbrev*
självdöd*
- självmord att
- ren/rena/rent/rätt/ekonomiskt/politiskt/ekologiskt/karriärmässigt/trafik ... självmord*
- självmordsuppdrag*
- kollektivt självmord*
- självmord/självmordet för staden/kommunen/handeln/centrum/kulturen/företag
- som självmord
- bekämpa/förebygga/motverka/minska/förhindra/stoppa ... självmord*/våld*/mäns/misshandel*/hedersvåld*/hedersförtryck*

ta mitt/sitt/hans/hennes/ditt/eget liv
ta livet av #mig
- ta livet av ... snig*/snigl*/mördarsnig*/råtto*/råttor*/ogräs*/mygg*/getingar*/lupin*
- kaffemaskin*/tvättmaskin*/maskin*/kopiator*/skrivare/skrivaren/datorn/hissen/batteri*/bilen/telefonen/mobilen/appen/lampan/projektorn ... ta livet av sig
avsluta/ända/sluta mitt/sitt liv/livet
avsluta/ända livet/alltihop
göra slut på allt/alltihop/alltihopa/livet/lidandet/eländet/skiten
- göra slut på allt/alltihop ... skräp*/slöseri*/krångel*/buller*/nedskräp*/pappers*/mygel*/kön/köer/köerna
ta/tar/sätta slut/punkt på/för mig/allt/livet/alltihop
liv ... inte/ej ... värt
göra slut på mig/mitt/sitt själv/liv
döda/mörda/dräpa mig/sig/oss/henne/honom/mamma
- dödar/döda mig/oss sakta/långsamt/snart/inombords
- den/det/denna här/där ... dödar/döda mig/oss
- ni dödar/döda mig/oss
döda #själv
hänga #själv
- hänga #själv på/med/kvar
- hänga/hängde/hänger av #själv
skjuta #själv i/själv
skjuta #själv
dränka #själv
gasa ihjäl #själv
kasta #själv framför/från/under
kasta #själv ut
hoppa/hoppar/hoppade framför/från/fr/av/ner/utför tåg/tåget/tunnelbanan/bron/bro/taket/balkongen/spåret/pendeln/fönstret/klippan
hoppa framför
lägga #själv på spåret/rälsen
köra in i en lastbil
köra #mig ihjäl
- tar/ta livet av mig/oss/en snart/långsamt
- kön/köer/köerna/kötid*/telefonkö*/trappor*/backen/backar*/bussen/väntan/väntetid*/stressen/byråkrati*/krångel*/systemet/appen/hemsidan/blankett*/musiken/bullret/ljudet/värmen/hettan/kaffet/priserna/räkningar*/pollen/tristess*/långtråk* ... ta livet av
- kön/köer/köerna/kötid*/telefonkö*/trappor*/backen/väntan/stressen/byråkrati*/krångel*/appen/hemsidan/väntetid*/maten/kaffet/priserna/blanketterna ... dödar/döda/tar mig/oss
- döda/dödar tid/tiden/stämningen/intresset/lusten/motivationen/kreativiteten

#vill ... #dö
vill/ville ... vara/va död
#jag ska/kommer dö snart/ikväll/idag/imorgon
bra/bäst/skönt/bättre ... jag dör/dog/dött
vill ... att jag/han/hon/vi dör/dog
bättre/bäst/enklare/lättare/skönast ... jag ... dö/död/borta/försvann/fanns
bättre/bäst/enklare/lättare utan mig
bättre/hellre/skönare/skönt/lättare död
skönare/lättare ... vara/va död
önskar ... död/aldrig/inte född/död/fanns/funnits
önskar ... aldrig blivit/varit född/funnits/vaknade
hoppas ... inte/aldrig vaknar
slipper/slippa vakna/leva/finnas/existera/livet
sova för alltid
somna för alltid
somna ... inte/aldrig vakna
inte/aldrig vakna upp/mer/igen/imorgon
inte/aldrig vakna
- inte/aldrig vakna till/förrän/före/innan
- dö/dör/dog av/utav skratt/garv/skam/tristess/uttråkning/nyfikenhet/värme/hetta/hunger/törst/pinsamhet/cringe/kyla/leda/avund/lycka/längtan/stress
- dö/dör/dog/dött ut
- #dör/dö ... en/lite/smula inombords
- dö/dör/dog av skratt
- vill ... dö ... asgarv*/skrattade/lol/haha*
- så pinsamt/roligt/kul/gott/tråkigt/tråkig ... dö
- innan jag/vi/man dör
- inte/aldrig dö ut
- får/får inte dö ut/i/på
- batteri*/skärm*/träd*/växt*/blommor*/butik*/centrum/stadskärn*/landsbygd*/byn/byarna/förening*/stad/staden/mobil*/bibliotek*/lokaltidning*/bin/bina/fisk*/skogen/gräs*/torghandel*/föreningsliv*/kultur*/språk*/språket/ortens ... dö
- den/det/de/datorn/mobilen kommer/får/ska dö

#orkar inte ... leva
orka leva
lust/lusten/anledning/skäl/ork/kraft/orken/livsgnista/livslust/livsvilja att/till/för ... leva/livet/finnas
fortsätta leva
leva med det här
leva med detta/skammen/smärtan/ångesten/rädslan
- leva med det här/detta ... bullret/bygget/ljudet/oväsendet/grannarna/beslutet/systemet/kön
- anledning ... klaga
lika gärna/bra ... vara/va död
lika gärna/bra dö/dött
hellre dö/dör/dog
dör/dö/dog hellre
- hellre ... än ringa/åka/ring/sitta/stå/fylla/äta/jobba/vänta
- dö/dör ... än ringa/åka/ring/sitta/stå/fylla/äta/jobba/vänta
av daga
gett/ger/ge upp hoppet
avsluta det/allt/skiten/eländet ikväll/nu/idag
vill/tänker/ska/kan avsluta det/allt .
inte här/kvar längre/snart/imorgon ... slipper/sakna/ni/er/förlåt
jag är inte här länge/längre/imorgon .
slipper ni/alla/mamma/de/dom mig
vill/få/bara/ville slippa .
slippa allt/alltihop/livet/ångesten/smärtan
köpt/skaffat/hittat/knutit/har ett/en rep/repet/snara/snaran
köpt rep
köra av vägen
köra in i ... bergvägg*/träd/träd/mötande/lastbil
vill/till inte vara/va till ... besvär/last .
slutat äta
slutar äta
äter inte/ingenting längre/alls/nånting
inte äter längre/alls/nånting
hör röster
ska/vill/måste/kommer skada andra/folk/människor/någon
dö/dör snart
avskedsmail*
vill/vara/va i/med ... livet längre
kan inte mer .
klarar inte mer .
klarar/orkar inte livet
testament* ... innan jag
inte #orkar leva
inte/aldrig #orkar ... leva/finnas/existera
#orkar inte finnas/existera/andas
#orkar inte ... vara/va kvar/här/med/vid #mer
#orkar inte ... vara/va med #mer
#orkar inte vara här
inte vara vid liv
inte leva ... #mer
inte leva så
inte finnas ... #mer
inte finnas till
vill inte finnas/vakna/existera
orkar inte mer .
orkar inte längre .
pallar inte mer .
orkar inte leva .
ingen bryr sig .
vill försvinna .
hatar mitt liv
avskyr mitt liv
vill/ville/bara bort ... för alltid
står på bron/räcket/spåret/balkongräcket/taket
min/egen begravning
tänker/tankar/tänkt på/om döden/dö
dödslängt*
dödstank*
dödsönsk*
jag pallar inte mer/längre/livet
orkar inte livet
orkar/pallar inte med livet
inte/ej ... med/i livet längre
ge/ger/gett upp livet
inget/ingenting/inte/något/ingen/knappt ... leva för
ingen/inte/vad mening/meningen ... leva/livet/finnas/fortsätta
ingen mening med allt/livet/något/nånting/någonting/mig
inte någon mening ... leva/livet
#vill inte ... leva
- inte ... leva upp
livet ... inget
- livet ... inget att/lätt
hjälp ... jag dör
vill inte ... här/kvar i/på världen/jorden
inte ... finnas/leva på/i jorden/världen
livet/liv ... meningslöst/olidligt/slut/hopplöst
inte värt att leva
livet ... inte/ej värt
trött/less/leds på livet/leva
trött på att finnas
sista/slutgiltiga utväg/utvägen
ser ingen annan utväg
ingen utväg #mer
vill/ville ... försvinna/upphöra/utplånas
vill/måste försvinna
min/mina sista dag/natt/timme/ord
- man vill inte leva
- leva i/på/utan/med ... stad/staden/kommun/kommunen/samhälle/bibliotek*/buss*/simhall*/bad*/internet/bil/by/land/kaffe*/park/parken/kultur/träd/natur/fritidsgård*/teater*/café/bredband/kollektivtrafik/hund/soptipp/byggarbetsplats/buller/damm/oväsen
- leva upp/vidare till
- orkar inte mer/längre med/vänta/sitta/stå/läsa/gå/cykla/springa/åka/köra/ringa/än/när/på/svara/fråga/försöka/städa/leta/jobba
- orkar inte mer/längre ... kön/köer/köerna/buss*/telefon*/blankett*/byråkrati*/krångel*/samtal/snö*/text*/läxor/mail/möte/möten/formulär*/styrketräning/träna
- vill/ville ... försvinna/försvinner från/ur ert/er/era kartan/listan/hemsidan/registret
- det/den/de/reklamen/skylten/sidan/annonsen/appen/bänken/bussen ... försvinna/försvinner
- sista dag/dagen för/att/på
- sista dag/dagen i ... kursen/skolan/månaden/veckan/kommunen
- livet ... inte lättare/enkelt/rättvist
- min/mina sista ord på/var/arbetsdag
- ser/hittar ingen annan utväg än

hjälp ... jag/mig ... dö
skyddat boende
behöver/behov skydd från/mot/nu
fly/flytt/flyr/flydde från min/mitt #nära
slå personalen/eleverna/brukare/brukaren/brukarna/patienten/patienter/boende/gamla/gamlingar
är i fara
svävar i livsfara
- livsfara* på
livsfarlig* hemma
ätstörning*
anorexi*
- ätstörning*/anorexi* #kultur
vill inte ... ha mitt/det liv #mer
panik* ... dö
mår/mådde så/för/riktigt/jätte/fruktansvärt dåligt ... vill/orkar/inte/livet
kms
unalive*
unaliv*
sewerslide*
självmorda
suicida*
göra/gör/gjort självmord*
vill ... ända/offa/offra/avliva/döda #själv/skiten
offa #själv
avliva #själv
ända mitt/sitt/livet
repet är/rep runt/om halsen
snara/snaran runt/om halsen
deppig/deppad/deppar/deprimerad ... dö/försvinna/leva/liv
ingen ... märka/sakna/bryr ... dö/dör/dog/död/borta/försvann/försvinner/mig
ingen bryr sig ... om mig/jag/ifall
ingen skulle/kommer sakna/märka/bry
"""
