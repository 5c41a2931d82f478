"""Violence, threats and fear."""

WORDS = """\
#slår = slå/sparkar/knuffar/nyper/dänger/bankar/lappar/klappar/spöar/smiskar/drämde/daskar/klår/boxar/piskar/skallar/prygla
slå #mig
slå på/på mig/oss/henne/honom/barn/barnen/mamma/dottern/sonen
slå min/mitt/sin/sitt/mina/sina/våra/hennes/hans ... #barn
slå min/mitt/sin/sitt/mina/sina/våra/hennes/hans/vår #nära
#slår #mig
han/hon slå ... mig/oss/henne/honom/barn/barnen
ha/har/hade/ta ihjäl #mig
ha/har/hade ihjäl er/dem/dig/alla/någon
knivhot*
hota/hotar/hotat oss/mig
bränner/bränna/brände ner/upp ... oss/huset/mig/lägenheten
våldför/våldförde/våldfört sig/honom
#nära ... slå sönder
#familj ... dricker/full/super/skriker ... #rädd
märken på halsen/kroppen/armarna/ryggen/handlederna/låren
röda/brännmärken/brännskador märken/halsen/ryggen
skjuter/skjuta/mördar/dödar/mörda/döda alla/oss
skjuter/skjuta/sköt mamma/pappa/mig/oss/honom/henne/sig
har/hade/köpt pistol/vapen/gevär
hugga/hugger/högg ner/ned er/dem/dom/honom/henne
kallar/kallad/är/heter ... hora/horunge/luder
#familj/familjen/släkten bestämmer/bestämde/bestämt/väljer/valt ... gifta/man/make/äktenskap
vem jag/hon ska/får gifta
hederns skull
på grund av heder/hedern
får/fick inte ... träffa/ha/prata ... kompisar/vänner/killar/pojkvän
visade/visar/viftade/tog/drog ... snoppen/kuken/könet/penis/penisen/snopp
onaner*
runka*
tvingade/tvingar av mig
tvingar/tvingade/tvinga/får/måste mig/henne/oss/man ... saker ... sängen/sex/kroppen
filmade/filmar/fotade/fotar/filmat/fotat ... naken/nakna/duschen/omklädningsrum*/kläderna/bh/trosor/oss/mig
gör/gjorde/göra ... dumma/konstiga/äckliga/snuskiga/fula/läskiga saker ... mig/henne/honom/natten/nätterna/med
lämnar/lämnade/lämnat/lämna ... #barn ... ensam/ensamma ... natten/över/nätterna/dygn/helgen
- filmade/filmar/fotade/fotar ... konsert*/match*/fest*/utställning*/möte*/teater*/uppvisning*
- ha/har ihjäl ... blommor*/växter*
sparkar/knuffar/nyper/spöar/smiskar/daskar/bankar/piskar/klår/dänger ... #mig
#nära ... slå oss/mig/ihjäl/hårt/ibland/ofta/varje/henne/honom/när/om/med/hemma/sönder
min #nära slå
#familj slå
mannen/maken/killen/sambon/mannen/frun slå
han/hon slå ... när/hårt/gul/blå/hemma/full/ihjäl/blåmärken/magen/ansiktet/bältet/skärp/sönder/varje
slå ihjäl
- höll/håller på att ... slå/ihjäl
- på att ... slå ihjäl
slå gul/gula/medvetslös/halvt/blodig/blå
bli/blir/blev/blivit slå
blir/blivit/blev spöad/slagna/slagen/sparkad/misshandlad/pryglad
får/fick/fått stryk/spö/smisk/däng
stryk/spö hemma/av
blåmärke*
blåtira*
misshandl*
misshandel*
kvinnomisshandel*
örfil*
stryptag*
strypa #mig
strypa/strypt/ströp/stryper
tar/tog/tagit ... om/runt halsen/strupen
håller ... kudde/kudden ... ansiktet
kastar/kastade/slängde/puttade/knuffade #mig ... trappan/väggen/golvet
bita/bränner/biter #mig
- hund*/katt*/mygg*/fästing*/råtta*/råttor*/geting* ... bita
- bränner/brände/bränna ... på/kaffe*/soppa*/spis*/element*/solen
dunka/dunkar/slå/slår huvudet i väggen
drar/drog/slet/sliter #mig ... håret
han/hon/brodern/mannen är/blir våldsam
- våldsam* storm*/applåd*/trängsel*/trafik*/oväsen*
våldsam man/sambo/pappa/make/far/mot/hemma/när/bror/son/ex
blir/är/blev våldsam
våld* hemma/hemmet
våldet hemma
våld i ... hemmet/familjen/relation/relationen/relationer/äktenskap*
våld* mot mig/oss/mamma/barnen/sin/min
utsatt/utsätts/utsatta för våld*/misshandel*/övergrepp*/hot
hemma ... våld*
psykisk/fysisk/sexuellt/fysiskt/psykiskt våld
- blev slagen/slagna i/av/med final/finalen/matchen/laget/kvarten/mål/semi*
- bli slagen/slagna i
- blev/blir/bli slå av utsikten/skönheten/hur/värmen/generositeten/priset/stämningen
- slås om
- det slå #mig ... att/hur
- slog mig att/hur/när/som
- slå mig/oss/sig fram/igenom/ut/loss/samman
- slå ... i/mot/om huvudet/knät/knäet/foten/tån/armen/armbågen/dörren/kanten/pannan
- slår/slå mig/oss/sig ner/ned/fri/ihop/in/till/på
- slå sig samman/ihop/ner/ned/fri
- slå #mig för/att bröstet/skäms
- slå ... världsrekord*/klubbrekord/rekord/rekordet/signal/pling/hål/läger/tid/tiden/personbästa/knut/gnistor/rot/numret/larm/spiken/vakt/följe/kod/koden/backhand*/forehand*/paket/paketen
- slå på/av/upp/igen/in/an/runt/ut/fast/bort ... datorn/lampan/lamporna/ljuset/ljudet/tv/strömmen/larmet/trumman/trummor/koden/pin/projektorn/värmen/microfonen/boken/igenom
- slå vad
- vem slå
- inget/ingenting/inte slå ... bibliotek*/kaffe*/utsikten/er/service*
- slå ... mot/i schack/fotboll/pingis/tennis/spel/match/matchen/final/innebandy/bordtennis/fia/kubb/boule/brännboll/quiz
- schack/pingis/boule/bordtennis/kubb/spel/spelet/quiz ... slå
- trummor/trumma/klockan/hjärtat/hjärta ... slå
- dörr*/grind*/port*/fönst*/gren*/vinden/regnet/vågorna/gunga*/bom/bommen/boll* ... slå
- slå ... en signal/pling
- laget/lag ... slå
- sparkar/bankar/slå på/i väggen/dörren/bollen/boll/automaten/element*/elementen/rören
- sparkad/sparkade från/jobbet
- knuffar/sparkar ... gungan/fart/igång
- fick/får/få smisk/stryk i/mot/av matchen/fotboll/schack/laget/motståndarna/pingis
- misshandl* ... träd*/språk*/svensk*/parken/bok/böcker/böckerna/cykel*/låten/byggnad*/huset
- språket misshandl*
- våldtäkt*/misshandel*/övergrepp*/våldför* på/mot/av ... språket/kulturarv*/arkitektur*/naturen/stadsbild*/medborgar*/skattebetal*/staden/miljön/demokratin/trä*/språk
- ren/rena/rent/rentav/nästan/som våldtäkt*/misshandel*/övergrepp*/tortyr
- stryk i/av ... bandy*/fotboll*/hockey*/innebandy*/match*/cup*/final*/derby*
- boxning*/match*/träning*/spel*/turnering*/fotboll*/schack/pingis/cup*/bordtennis ... stryk/spö
- våldsamt bra/kul/rolig*/intressant/trevlig*/dyr*/mycket/många/stor*/god*/fin*/snygg*
- stryp*/strypa/strypta/strypt ... budget*/anslag*/vatten*/trafik*/bidrag*/flöde*/värmen/kran*/gasen
- strypa/strypt/stryps ... med/utan/medel/pengar
- anslag*/budget*/bidrag*/vatten*/trafik*/flöde* ... strypa/stryps/strypt
- blåmärke* av/från ... stol/stolarna/stolen/bänk/bänken/bänkarna/sadeln/cykeln/gungan/gympan/träningen/trappan/hockey
- råd* om/mot/vid våld*

hota/hotar/hotade/hotat mig/oss/henne/honom/barnen/familjen
hota att ... döda/slå/skada/mörda/knivhugga/skjuta/ta/slå/lämna/sprida/skicka/gifta/bränna/hugga/kasta/hänga
hota ... med/till kniv/kniven/vapen/pistol/yxa/livet/döden/våld/stryk/död
hota till livet
vill/ska/tänker/försökte döda ... #nära/#barn/min/sin
dödshot*
gäng/gänget/gängkriminella/gängen ... hota/tvinga/döda/skjuta/skuld/vapen
gömma/gömmer/förvara ... vapen/pistol/knark
drog/drar/tog fram/upp kniv/kniven/vapen/pistol
mordhot*
#nära hota
blir/blivit/blev/är hota av/hemma
förföljer mig/oss/henne
stalkar mig/henne
- hota att/med ... stänga/stängs/lägga/läggas/dra/försvinna/höja/sänka/avsluta/ta/säga/rivas/riva/skära/flytta/sluta/bryta/stoppa/avbryta/indragning*/nedläggning*/vite/inkasso/böter/avstängning*/regn/åska
- nedskärning*/sparkrav*/nedläggning*/regnet/oväder*/besparing*/politiker*/kommunen/stängning*/klimat*/staten/nämnden ... hota
- hota mig/oss ... med inkasso/vite/böter/avgift
- är/var hota av nedläggning/stängning/rivning

#rädd = jätterädd*/superrädd*/rädsla/rädslan/skiträdd*/rädd/rädda/skraj/livrädd/livrädda/skiträdd/räds
#rädd för mitt/våra/hennes/sitt liv
#rädd för ... min/mitt/mina/sin/sina/vår #nära
#rädd för/av #familj/#partner/honom
#rädd ... att han/hon/pappa/dom/min/de ... slå/döda/skada/dödar/kommer/hitta/hittar
#rädd för/om vad han/hon/pappa/mannen/sambon
#rädd hemma
#rädd ... gå/åka/komma/vara hem/hemma
#rädd ... för/att ... dö/döda/mördas/mörda/slagen
#rädd ... att jag/hon/han/mamma dör
vågar inte ... gå/åka/vara/komma/sova hem/hemma
vill inte ... gå/åka hem ... slå/pappa/han
inte trygg/säker hemma
otrygg hemma
- #rädd ... att/för ... tappa/halka/ramla/cykla/trafiken/mörkret/hundar/missa/busschaufför*/myggor
- #rädd om
- #rädd/vågar ... hem/hemma ... mörk*/parken/tunneln/gångtunnel*/belys*/natten/kvällen/is/isen/halt/hala/cykelbana*
låser/låste/låst in #mig
låsa in/inne #mig
inlåst hemma/av
inlåst/inspärrad/instängd ... av/rum/rummet/hemma ... pappa/mamma/man/familjen/föräldrar/dagar/sambo
- inlåst/instängd ... toalett*/garaget/hissen/biblioteket/trapphus*
får/får inte ... gå/lämna ut/lägenheten/huset
- får/får inte ... gå/lämna ut/lägenheten/huset ... med hunden/soporna/cykeln
- får/inte gå ut ... på isen/gården/rasten
kontrollerar min/mitt/allt/mina/vart ... telefon/mobil/pengar/gör/går/konto
inte ... ringa/träffa mina/min vänner/mamma/familj

ska/tänker/kommer ... döda/mörda/skjuta/knivhugga/hugga/bränna dig/er/dem/dom/henne/honom/alla/någon/handläggaren/socialsekreteraren/läraren/personalen/folk/mannen/maken
ska/tänker/kommer ... spränga/skjuta ... skolan/kontoret/alla/er/huset
skjuta/döda/knivhugga ... ihjäl
knivhugga*
hämnas på er/dem/alla/honom
- skjuta/skjut/skjuter/sköt upp/på/fram/till
- skjuta ... film/bild/bilder/foto/match/match/straff/mål/boll/raketer/framför
"""
