"""Crisis words in the Swedish of learners and of easy reading."""

WORDS = """\
#nära = man/mann/pappa/mamma/bror/far/make/kille/familj/svärmor/fru/son/sambo
#slå = slå/slår/slog/slagit/slog/sparkar/sparka/slåss

jag inte vilja leva
jag inte vill/orka/orkar/kan ... leva
vill inte liv
inte vill/vilja ... leva/liv/livet
jag vill/vilja död
jag vill/vilja bli död
jag vill döda mig
jag vill sluta leva
mitt liv är slut
livet är för svårt
jag tänker på att dö
jag tänker på döden
tänker mycket på döden
min #nära #slå
min #nära ... #slå jag/mig/mej/oss/barn/mina
han/hon/dom/de #slå jag/mig/mej/oss/mitt/mina
#slå mitt/min/mina barn/son/dotter/bebis
#slå min/mig kropp/huvud/mage
min #nära är farlig/elak/arg ... slå/rädd/jag
min #nära ... göra/gör illa/ont ... mig/jag/barn/oss
gör/göra illa/ont mig/oss/barn/barnen
gör/göra mig/oss/barn/barnen ont/illa
han gör mig/oss ... rädd
jag är rädd för min/mitt #nära
jag är rädd för/av honom
jag är inte säker/trygg hemma/hem
det är farligt hemma
farligt för mig hemma
jag är i fara
jag behöver hjälp nu/snabbt/akut .
hjälp mig snälla .
snälla hjälp mig .
jag får inte gå ut
han/pappa/familjen låser/låste ... dörren/mig
någon tar/tog på min/mitt/mina kropp/rumpa/bröst
han/någon ... tar/tog/rörde/rör min/mina kropp/rumpa/bröst/ben
han/någon ... tvingar/tvingade ... mig/jag sex/ligga/naken
han/de/dom/familj/familjen/pappa/mamma tvingar ... gifta/gifta/man/bröllop/äktenskap
jag vill inte gifta mig
jag måste gifta
jag vill inte ... bröllop
de/dom/pappa ska ... gifta mig
barn/barnet/barnen har/är inte/ont ... bra/säker hemma
barn/barnet/barnen får inte mat
barn/barnet/barnen är rädd/rädda hemma
han/man har kniv
jag vill skada mig
jag skär min/mina arm/armar/kropp
- gör/göra ont ... vaccin*/spruta/träning/tand/ryggen/knä/knät
- hjälp nu/snabbt/akut med ... dator/datorn/blankett/formulär/ansökan
"""
