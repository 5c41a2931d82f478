"""Sexual abuse, forced marriage, honour, and children in danger."""

WORDS = """\
våldt*
våldta*
voldta*
våltag*
våltä*
voltag*
våldtäkt*
gruppvåldt*
gängvåldt*
tafsa*
tafsar/tafsat/tafsade/tafs
antasta*
ofreda*
sexuell* övergrepp*/utnyttja*/trakasseri*/våld*/ofred*/trakasserad*/antast*
övergrepp
övergreppet
- övergrepp mot/på språket/arkitekturen/naturen/demokratin/stadsbilden/miljön/skogen/byggnad*/stadsdelen/trädet/huset
sexuellt ... utnyttja*/övergrepp*/trakasseri*/våld*/ofred*
utnyttja* ... sexuellt
utnyttja* mig/barn*/barnen/flickor/henne
incest*
pedofil*
groom*
blottar*
blottade*
- brotta*/brottar*
kladdar/kladdade/klämde/smekte/smeker/tafsar/gnider/grabbade/tallade/tallar på/mig/mina/mellan/under ... mig/bröst/brösten/rumpan/rumpa/benen/tröjan/kroppen/rumpan
tar/tog/tagit/rör/rörde/ta/nyper/klämde ... på/i/mellan/under ... brösten/bröst/rumpan/rumpa/röven/stjärten/snippan/snopp/snoppen/underlivet/skrevet/trosorna/kläderna/tröjan/könet/benen
rör/rörde/tog/tar ... mellan mina/hennes ben
rör/rörde ... mig/vid där/mot
tar/tog/rör på mig/henne ... när/fast/utan/där/nätterna/natten/duschen
tvinga mig/henne/dottern/oss ... sex/suga/ligga/runka/naken/klä/kyssa/röra/ta/samlag
sex/samlag/ligga mot ... vilja
tvinga ... sex/samlag
- tvinga ... klä om/på/av ... kylan/ute/regn/kallt
- ta/tog på mig/oss/barn/barnen ... kläderna/tröjan
ha sex fast/mot/när ... inte/vilja/sov/nej
låg/legat/ligger/ligga med mig ... fast/inte/barn/sov
fast/trots jag/hon ... sa/sagt/skrek/sade nej
nakenbild*
lägga/lägger/lägg/sprida/sprider/lade ... bild/bilder/film/filmer ... naken/nakna/mig/henne
- lägga/lägger/sprida ... bilder ... hemsidan/facebook/instagram
skickar/skickade/skickat ... bild/bilder/film ... kuk/snopp/kön/bröst/naken/nakna/underlivet/kuken
kyssa/kysste/kysser/kysst/pussade/pussar/smekte/smeker/kramade/tafsade mig ... läraren/lärare/chef/chefen/tränare/tränaren/ledare/ledaren/vikarien/personal/gubbe
lärare/läraren/chef/chefen/tränare/tränaren/ledare/ledaren/vikarien/morbror/farbror/granne/grannen/gubbe/gubben ... kyssa/kysste/kysser/kysst/pussade/pussar/smekte/smeker/klämde/tafsade mig/henne/oss
påsatt mot/av
nudes
dickpic*
sälja/säljer/sålt/köper ... sex/kroppen/min kropp
sexköp*
prostitu*
trafficking
människohand*
sugardejt*
- prostitu* #kultur
utpressa*
kom/kommer in ... rum/rummet/sängen/säng/duschen ... natten/nätterna/natt/mig
nätterna/natten/natt ... tar/tog/rör på/vid mig
- det/som/vad/detta rör mig
- pedofil* film

gifta/gift bort #mig
gifta bort
- gifta bort ... möbler*/katt*/hund*/bok/böcker*/cykl*/saker
bortgift*
- bortgifta katter
tvångsgift*
tvångsäktenskap*
barnäktenskap*
barngift*
tvinga/måste/vägrar ... gifta/giftermål/förlova* ... mig/sig/med
tvinga ... gifta/förlova*
ska/måste/vill ... gifta mig/henne med ... kusin/gubbe/okänd/gammal
gifta/gift/gifter/giftes mot ... vilja
mot min/hennes/sin/hans vilja
- mot min vilja ... prenumer*/flytta*/byt*
inte välja ... vem/gifta
könsstymp*
omskär*
omskuren/omskurna
- omskär* ... pojkar religion
oskuld* kontroll/prov/test/bevis/kontrollera
oskuldskontroll*
oskuldsprov*
hedersvåld*
hedersförtryck*
hedersmord*
hedersrelatera*
hedersproblem*
hederskultur*
hederskontext*
familjens/släktens/familjen/släkten heder/ära
dragit/drar/drog skam/vanära över
vanära*
uppfostringsresa*
uppfostran i hemlandet
skicka/skickas/skickar/skickat/ta/tas/tar/föra/åka/dumpa ... tillbaka/till/i hemlandet/somalia/irak/syrien/pakistan/afghanistan/iran/turkiet/kurdistan/eritrea/gambia ... gifta/mot/tvinga/pass/skola
skicka/skickas/skickar/tvingar/för mig/henne/min ... till hemlandet
tagit/tog/gömt/tar/gömmer mitt/hennes/våra/mina pass/passet
bror* vaktar/kontrollerar/bevakar/spionerar ... mig
vakta/kontrolleras/vaktas av ... #familj
- hedersomnämnande*
- hedersmed*

#barn far/fara/farit/for illa
far/fara/for illa hemma
#barn bli/blir/blev/blivit slå
#barn ... slagen/slagna/slås/sparkade/misshandlade ... av/hemma
#barn ... blåmärke*
#barn ... får/får/fick inte ... mat/äta/frukost
#barn svälter/svalt
#barn ... alltid/hemma ... hungriga/hungrig
#barn ... hungriga/hungrig ... alltid/hemma/varje/jämt/jämnt
#barn ... inte ... bra/tryggt/trygga/säkra hemma
har/ha det svårt/hemskt/jobbigt hemma
#barn ... rädd/livrädd/skräckslagen ... hem/hemma/pappa/mamma/föräldrar
lämnar/lämnade/lämnat #barn ... ensam/ensamma
#barn ... ensam/ensamma ... dygn/natt/natten/nätter/nätterna/dagar
skakar/skakade #barn
#barn/ungar/ungarna ... ute/själva/ensamma ... natt/natten/nätterna
barnaga
agar/agas/agade
aga #barn
vanvård*
vansköt* #barn
- dricka ... kaffe/te/vatten/saft/mjölk/läsk
#familj super/dricker/knarkar/full/packad/påtänd ... barn/barnen/jag/hemma/varje/slå/arg/läskig
utnyttja* #barn
skada/skadar #barn
gör/göra/gjort #mig illa
gör/göra/gjort illa #mig
skriker ... barnen/bebisen ... nätterna/natten/slå
- mat i tid
- får/fick inte ... mat ... utflykt*/läger*/restaurang*/fritids/skolan/förskolan/matsal*/kalas*
- får/inte ... mat/äta ... kafé*/bibliotek*/rummet/salen/bussen
- lämna/lämnar #barn ... ensam ... förskola*/dagis/skola/skolan
"""
