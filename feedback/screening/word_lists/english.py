"""Crisis words in English."""

WORDS = """\
#family = mum/mom/mother/dad/father/stepdad/stepfather/stepmother/uncle/brother/sister/parents/husband/wife/boyfriend/girlfriend/partner/ex/cousin/family/grandfather/teacher/coach
#me = me/us/her/him/myself/my/kids/mum/mom/children/child
#self = myself/himself/herself/themselves/ourselves/meself/yourself
#hit = beat/hit/punch/slap/kick/choke/strangle/smack/whip/belt
#child = child/children/kid/kids/baby/daughter/son/toddler/boy/girl
#media = exhibition/film/movie/book/lecture/talk/course/play/series/podcast/article/class/workshop/documentary/novel/training/poster/campaign/museum

- #media about/on ... suicid*/abuse/violence/rape/assault
- suicide/violence/abuse prevention
- suicide squad/mission
- suicidal ... to cycle/bike/drive/cross/walk/ride
- suicide to ... cycle/bike/drive/cross/walk/ride
- political/commercial/career/professional suicide
suicid*
sucid*
kill #self
killing #self
hang #self
hurt/harm/cut/starve/burn/drown/shoot/stab #self
- cut/hurt/burn/burned/burnt #self on/with ... door/edge/fence/paper/coffee/bench/sharp
- hurt #self in/at/on ... gym/training/path/ice/stairs/playground
end my/his/her/own life
end it all
want to end it .
wanna end it .
cant do this anymore .
ending it all
end it tonight/today/now
ending things tonight
take/took/taking my/his/her/own life
want to die
want to be dead
going to die tonight/soon
wish i was/were dead/gone
wish i had never/not born
wish i wasnt/werent here/alive/born
rather be dead
better off dead
better off without me
better if i/was died/dead/gone
dont want to live/exist/wake/be ... anymore/more/longer/here/alive
dont want to live
do not want to live/exist/wake
dont/do want/not be alive/here
not want to be alive/here
no/not reason/point ... live/living/alive/life
nothing/nothing to live for
nothing left to live for
cant/cannot/can ... go/take on/it anymore/longer/living
cant go on
can not go on
cannot go on
tired of living/life/being
life is not/isnt worth
not worth living
isnt worth living
ready to die
disappear forever
sleep forever
never wake up
nobody would miss me
no one would miss me
goodbye letter
suicide note
self harm*
selfharm*
overdos*
- overdos* on culture/coffee/information/sugar/music/fun
took/take/swallow all/many/bunch/whole/too ... pills/tablets
too many pills/tablets
jump in front of
jump off ... bridge/roof
cutting again
- dying/die/died of/from laughter/boredom/laughing/embarrassment/cold/heat/thirst/hunger
- want/wants to die/live in/there/here/near/closer
- live/living in/without a/this/city/town
- end my/this subscription/membership/visit
- cant go on with/the/like/sunday/monday
- wait*/queue*/stairs/prices/heat/traffic ... kill/kills/killing

#hit me/us/him/her
#hit my/his/her/our/the #child
#hit my/his/her mum/mom/mother/sister/brother/wife
my #family ... #hit me/us
#family beats/hits/punches/kicks/slaps
being/getting/been/got beaten/hit/abused/raped/choked
#hit me up
- beat my/me/us old/previous/record/score/time/expectation*/high/at/in
- beat/beats/hit/hits ... chess/game/record/score/traffic/deadline/queue/app/gym/inbox
- hit me with/that/how/up
- it/that hit/hits me/us that/how/hard
- app/this/that/these/nothing beat/beats
- kick off
abuses/abusing/abused me/us/him/her/children/by
abuse at/in/from home/family/husband/father/dad
domestic violence/abuse
sexual* abus*/assault*/harass*/violen*
child abuse
child molest*
molest*
grope*
groped
groping
rape
raped
rapist
touch ... me/my/private* there/where/breasts/bum/inappropriate*/parts/privately
touching me
touches/touched me
made/force/forcing me ... sex/touch/naked/undress/undressed/strip
force/forced ... marry/marriage/sex
forced marriage
marry me off
marry ... against my will
against my will
honour/honor killing/violence/based
genital mutilation
fgm
took/taken/take my passport
threaten/threatens/threatened/threatening me/us/him/her
threaten/threatens/threatened/threatening to kill/hurt/hit/stab/beat/shoot/send/leave
threaten/threatens/threatened/threatening ... with knife/gun
- threaten*/threatens/threatening to rain/close/cut/fine/shut/take/strike
- threatened with closure
afraid/scared/terrified for my/her/our life/safety
afraid/scared/terrified of my/her/his #family
afraid/scared/terrified to go/be/come home
afraid/scared/terrified at home
not/isnt safe at/in home
afraid/scared he/she/they will hurt/kill/beat/hit
lock/locks/locked me ... in/up/room/house
wont let me ... leave/out/house
not/never let me ... leave/out/house
#child ... neglected/starving/starved/bruises/bruised
#child ... left/leaves/leave alone ... night/days/hours
left/leaves/leave ... #child/children ... alone/home ... night/days/hours/day
send/sending/sent me/her back/abroad/home ... marry/married
#family want/wants/make/makes/force ... marry/married
#hit my/the/our mum/kids/children
#family ... drinks/drunk ... hit/beat/scared/afraid/angry/shout*
#child ... no/not/without food/eaten/fed
hurts/hurting/hurt the/her/his/my #child
i will/ill kill/shoot/stab/hurt you/them/him/her/everyone/everybody/somebody
going to kill/shoot/stab/hurt you/them/him/her/everyone/somebody
kms
kys
unalive*
sewerslide
neck/off/yeet myself
wanna die/disappear
idw live
"""
