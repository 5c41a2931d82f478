"""Words whose forms or spellings Snowball does not reduce to one stem.

Each line is one word: every form in it stands for all others. The spellings are those of comments,
with spoken forms ("nån") and slips ("itne").
"""

_WORDS = """
ta tar tog tagit tagen taget tagna taga tager tas togs tagits
dö döö
dör döör
slå slår slog slagit slagen slaget slagna slager slås slogs slagits
skära skär skar skurit skuren skuret skurna
leva levva lefva leeva lva
av a utav
låst låste
livet livets
döda dödar dödade dödat dödas
död dött
döden dödens
dagar dagarna
liv
vilja vill ville velat vil viil vile vil'
ska skall skulle skal
få får fick fått
bli blir blev blivit bliver blitt
göra gör gjorde gjort görs gjord gjorda
gifta gifter gifte gift gifts giftas giftes giftermål
vara är var varit vore e va ere vart
kunna kan kunde kunnat
ha har hade haft
finnas finns fanns funnits finnes fins fanns
hänga hänger hängde hängt
svälja sväljer svalde svalt svalgde
tvinga tvingar tvingade tvingat tvingas tvingats tvingades tvingad tvingar
dricka dricker drack druckit
supa super söp supit
hugga hugger högg huggit
skjuta skjuter sköt skjutit skjuten
sticka sticker stack stuckit
strypa stryper ströp strypte strypt stryps
knivhugga knivhugger knivhögg knivhuggit
hålla håller höll hållit
lägga lägger lade la lagt
ligga ligger låg legat
gå går gick gått
ge ger gav gett givit
låta låter lät låtit
försvinna försvinner försvann försvunnit
sova sover sov sovit
vakna vaknar vaknade vaknat
se ser såg sett
sätta sätter satte satt
säga säger sa sade sagt
springa springer sprang sprungit
binda binder band bundit bunden
bita biter bet bitit
riva river rev rivit
dra drar drog dragit
låsa låser låste låst
hota hotar hotade hotat hotas hotad hotats hotades
orka orkar orkade orkat orkr
veta vet visste vetat
må mår mådde mått
mig mej mäj mig' me
sig sej säj
dig dej däj
jag ja jaag jg jak jaj ja'
inte ej icke int inge inga ite itne itte ente inet intee ingen inter ikke ine
själv själva sjelv sjlv sjäv själf
längre länge längr lengre länger mer mera
de dom dem
och o å
någon nån nåt nått något några nåra
min mitt mina
sin sitt sina
take takes took taken taking
beat beats beaten beating
hit hits hitting
die dies died dying
kill kills killed killing
hurt hurts hurting
cut cuts cutting
choke chokes choked choking
want wants wanted wanna wantt
dont donot doesnt didnt wont cant cannot not never couldnt wouldnt isnt
rape raped raping rapes
marry married marrying marriage
force forced forcing forces
touch touches touched touching
swallow swallowed swallowing
live living lived
be is are was were been
"""


def _by_form() -> dict[str, tuple[str, ...]]:
    forms: dict[str, set[str]] = {}
    for line in _WORDS.splitlines():
        words = set(line.replace("'", "").split())
        for word in words:
            forms.setdefault(word, set()).update(words)
    return {word: tuple(sorted(each)) for word, each in forms.items()}


IRREGULAR = _by_form()
