"""Crisis words in Somali."""

WORDS = """\
- buug*/filim*/muxaadaro*/bandhig*/kooras* ... isdil*/kufs*/tacad*/rabshad*
isdil*
naftayda/nafteyda/naftaada/naftiisa ... gooyo/goynayo/qaado/qaadayo/dilo/halaago/dhaawac*
is/iska/isku dilo/dilayo/dilaa/dili/dilid/dileyso/dilo/deldelo
isdeldel*
doonayaa/doonaya/rabaa/rabo/jecelahay/doonaa ... dhinto/dhiman/geeriyoodo/dhimasho
inaan dhinto
geeri ayaan/baan
ma rabo/doonayo/doono/rabaa ... noolaado/nolosha/noolaan/nool/nolol
ma rabo inaan noolaado
nolosha/nolol ... daalay/nacay/dhammaatay/dhamaatay/macno/nacnay/daalan
waan ka daalay nolosha
nool/noolaan inaan/maayo/karo/wayay
naftayda dhaawac*
wuu/way/ayaa/ayuu/ayay/wuxuu/waxay/aabahay/ninkayga/ninkeyga/hooyaday/walaalkay/odaygayga ... garaacaa/garaaco/garaacay/garaacda/garaacaya/garaacayaa/garaacdo/dilaa/laadaa/ceejiyaa/ceejiyay/jirdilaa/dharbaaxaa
garaac* carruur*/caruur*/ilmaha/ubad*
garaacaa/garaaca/garaacay/garaacaan/garaacaya/garaacayaa
la i/na garaac*/dilaa/kufs*
jirdil*
ceejiy*
tacad*
tacaddi*
rabshad* guriga/qoys*/gudaha
waxaan ka baqayaa/baqaa/cabsanayaa ... ninkayga/ninkeyga/aabahay/qoyskayga/guriga/walaalkay/naftayda
ka baqayaa/cabsanayaa/baqaa/cabsadaa/cabsi ... ninkayga/ninkeyga/aabahay/guriga/qoyskayga/naftayda/nolosheyda
kufs*
kufsi*
la kufsaday
faraxumey*
faraxumay*
xoog ... galmo/guursa*/guurin*/galay/guur/nikaax
qasab/khasab/qasbaya/khasbaya/qasbayaan/khasbayaan ... guursa*/guurin*/guur/guurso/guursi*/nikaax*
guur/guursi qasab/khasab*/qasab*
guurkhasab*
igu qasb*/khasb* ... guur*
i guurin*/guurinayaan
gudniin*
la gudayaa/gudo/gudayo/guday/gudi
waa la garaac*/dil*/kufs*
la garaac*
gudnii*
sharaf* dil*/qoys*
hanjab* dil*/mindi*
wuu/way/ayaa/ayuu ... hanjabaa/hanjabay/hanjabayaa
mindi/qori ... ii/igu/igula/hanjab*
kiniin* badan/dhammaan/badan
waxaan cunay/liqay kiniin*
carruur*/caruur*/ilmaha/ilmo/canug* ... garaac*/gaajo*/dayac*/khatar*
khatar ... ku jiraa/jirtaa/jiraan/jirnaa
waan ku dilayaa/dili/dilaa
i caawi*/caawiya fadlan ... dil*/garaac*/khatar*
"""
