"""Overdoses and self-harm."""

WORDS = """\
#piller ... massor/burk/karta/kartor/mängder
tar/tagit/tog/ta/ätit/åt/käkat/svalt/svalde ... alvedon/panodil/ipren/sömntabletter/sömnpiller/värktabletter/benzo/tramadol/xanax/oxascand/lergigan/insulin
- tar/tagit/tog/ta ... en/två alvedon/ipren/panodil
- alvedon/ipren/panodil ... mot/för/på huvudvärk*/feber*/apotek*
tagit/tog/tar/svalt/svalde/sväljer/knaprat/käkat/tryckt/ätit/åt/tryckte/proppat/laddat/sparat/samlat/sparar/samlar ... #många ... #piller
svalt/svalde/sväljer/sparar/sparat/samlar/samlat ... #piller
överdos*
för många #piller
- överdosera/överdoserat/överdosering* ... information*/texten/ljus*/musik*/kryddor*/salt*/socker*/pedagogik*/reklam*/gödning*/mejl*/kaffe*/färg*/möten/kultur/glitter
- överdosen av
- överdos av/på kultur/kaffe/information/glass/socker/musik/reklam/gröt/kärlek/skärm*/blanketter/solen/sol/jul*/möten/mejl
- man/kan ... överdosera
- information*/kultur* ... överdos*

skära #själv
skära/rispa/skurit/karva/ristar/rista/skar/skär ... #själv ... arm/armar/armen/armarna/ben/benen/handled/handlederna/låren/själv/med
skära/skär/skurit/rispa/karva ... handlederna/armarna/pulsådern/pulsådrorna/handlederna
skär/skär sönder mina/sina armar/ben
skära upp handlederna/pulsådern
bränner #själv ... cigarett/cigaretter/tändare
gör/göra/gjort #själv illa
göra illa #själv
skada #själv själv/själva/med/ibland/avsiktligt
skadar #själv
självskad*
cuttar*
cutta
cuttade
bränner/bränna/river själv själv
inte ätit på ... dagar/dygn/veckor
själv* skada/skador/skadar
självdestruktiv*
svälter #själv
svälta ihjäl
kräks/spyr efter ... mat/måltid/ätit
rakblad*
- skära/skär #själv på ... kant/kanten/kanter/disk/disken/plåt/plåten/papper/pappret/glas/glaset/stängsel/bänk/bänken/lock/locket/skruv/skärva
- man skära #själv
- skära #själv lätt
- skära/skär #själv i fingret/tummen/foten/handen
- skada/skadar/skadade #själv på/när/i/under ... träning/träningen/jobbet/gymmet/matchen/isen/trappan/halkan/gympan/kanten/gungan/gungorna/hal/lekplatsen/rampen/skridsko*/passet
- ont/illa i knät/ryggen/foten
- skär sig mot/med färgen/tapeten/varandra/stilen
- göra/gör illa #själv på
- slår/skadar/göra #själv i/på trappan/isen/halkan/gungan/hala/halt
- rakblad* till
"""
