"""Names for several words, and the subjects of films and courses."""

WORDS = """\
#familj = mamma/mamman/mor/morsa/morsan/pappa/pappan/far/farsa/farsan/styvpappa/styvfar/styvmamma/plastpappa/plastmamma/låtsaspappa/bror/brorsa/brorsan/bröder/brorsor/storebror/farbror/morbror/kusin/farfar/morfar/svärmor/svärfar/föräldrar/släkten/familjen/syster/syrra/farmor/mormor
#partner = man/make/maken/sambo/sambon/särbo/pojkvän/pojkvännen/kille/killen/flickvän/fru/frun/hustru/hustrun/tjej/tjejen/ex/exet/exman/expojkvän/gubbe/partner/fästman
#nära = #familj/#partner
#barn = barn/barnen/barnet/barna/ungar/ungarna/ungen/dotter/dottern/son/sonen/bebis/bebisen/syskon/lillebror/lillasyster/lillebrorsan/lillsyrran/flickan/pojken/småbarn/baby/ettåring*/tvååring*/treåring*/fyraåring*/femåring*/sexåring*/sjuåring*/åttaåring*/nioåring*/tioåring*/barnbarn*
#mig = mig/oss/henne/honom/dom/sig/#barn/mamma/morsan/#familj
#själv = mig/sig
#jag = jag/han/hon/hen/vi/son/sonen/dotter/dottern/sonen/bror/syster/kompis/vän/mamma/pappa/tjej/elev/brukaren/man/maken/sambo
#dö = dö/döö
#dör = dör/dog/dött
#vill = vill/önskar/tänker/ska/kommer/hoppas/måste/borde/planerar/får/längtar
#orkar = orkar/vill/kan/pallar/klarar/fixar/vågar/palla/tänker/förtjänar/ids
#mer = längre/mer/längtar
#piller = tabletter/tabletterna/piller/pillren/pillerna/alvedon/alvedoner/panodil/ipren/sömntabletter/sömnpiller/sömnmedel/värktabletter/mediciner/medicinen/medicinerna/burken/insulin/benzo/tramadol/citodon/oxascand/propavan/lergigan
#många = massor/massa/många/alla/mängd/mängder/hel/hela/helt/paket/burk/karta/kartor/näve/överdos/flera/tjugo/trettio/fyrtio/femtio/hundra
#kniv = kniv/kniven/yxa/pistol/vapen/slagträ/bälte/sladd/skärp
#kultur = utställning*/föreläsning*/föreläsare*/film*/bok/boken/böcker/böckerna/roman*/teater*/pjäs*/föreställning*/kurs*/utbildning*/temadag*/temakväll*/seminari*/dokumentär*/podd*/artikel*/artiklar*/konsert*/musikal*/opera*/debatt*/affisch*/broschyr*/statistik*/forskning*/rapport*/serie*/kampanj*/undervisning*/lektion*/deckare*/spel/spelet/spelen/samtal/samtalet/samtalen/samtalskväll*/info/information/infon/informationen/föredrag*/museet/museum/program/programmet/workshop*/tv

- #kultur om/mot/kring ... självmord*/suicid*/våld*/våldtäkt*/misshandel*/övergrepp*/hedersvåld*/hedersförtryck*/barnaga/aga/självskad*/könsstympning*/incest*/tvångsäktenskap*/sexuell*/hot*/överdos*/mordhot*
- #kultur handlar/handlade ... självmord*/våld*/våldtäkt*/misshandel*/övergrepp*/hedersvåld*
- självmord*/suicid*/våld*/våldtäkts*/självskade*/hedersvålds* #kultur
- #kultur ... upptäcka/förebygga/möta/stoppa/se/bemöta/hantera våld*/självmord*/övergrepp*/hedersvåld*/misshandel*
- mot självmord*/suicid*
- suicidfråg*
- suicidprevent*
- suicidprevention*
- självmordsprevention*
- självmordsförebygg*
- våldsförebygg*
- våldsprevent*
- åtgärder/arbete/arbetet/insatser/plan/planen/handlingsplan*/policy/policyn/strategi*/projekt* mot/om ... våld*/hedersvåld*/hedersförtryck*/våldtäkt*/självmord*/misshandel*
"""
