"""Spellings of one name in Latin letters, and of one word in British, American and Spanish usage. Data, folded.

A line is a family: its members stand for each other. General knowledge of how names are romanised. Families hold
spellings, never translations or short forms: those are aliases, which a person writes.
"""

NAMES = """
mohammed muhammad mohamed mohammad mohamad muhammed muhamad mohamet
ahmed ahmad ahmet
hussein hussain husain husayn hussien hossein housein
hassan hasan hassane
ibrahim ebrahim ibraheem
ismail ismael esmail ismaeel
yusuf yousef youssef yousuf yusef yousaf yousif jusuf
omar umar
osman othman uthman
khaled khalid
said saeed saied saeid
sayed sayyid syed sayyed seyed sayid
abdullah abdallah abdulla
abdul abdel abdal
mahmoud mahmud mahmood
mustafa mostafa moustafa mustapha mostapha
faisal faysal feisal
suleiman sulaiman sulayman soleiman suleyman
nasser nasir nassir naser
rashid rasheed rachid
walid waleed oualid
karim kareem
jamal gamal djamal jamaal
tariq tarek tareq tarik
bashar bachar
gaddafi qaddafi kadhafi gadhafi qadhafi
muammar moammar muamar mouammar
haniyeh haniya haniyah
nasrallah nasralla
zawahiri zawahri
dmitri dmitry dmitriy dmitrij dmitrii dimitri dmytro
sergei sergey sergej serguei sergii serhiy serhii
andrei andrey andrej andriy andrii
alexei aleksei alexey aleksey alexej aleksej oleksiy oleksii
alexander aleksandr alexandr aleksander oleksandr
yevgeny evgeny yevgeni evgeni evgenii yevgeniy evgeniy yevhen jewgeni jewgenij
yuri yury iouri juri yuriy yurii jurij
vladimir volodymyr volodimir wladimir volodymir wolodymyr
nikolai nikolay nikolaj mykola
mikhail michail mykhailo
vasily vasili vassily vasiliy vasyl
grigory grigori grigoriy grigorij hryhoriy
maksim maxim maksym
artem artyom
fyodor fedor fiodor fjodor
pyotr petr piotr petro pjotr
kirill kiril kyrylo cyril
anatoly anatoli anatoliy anatolii anatolij
valery valeri valeriy valerii valerij
gennady gennadi gennadiy gennadii
viktor victor
lukashenko lukachenko loukachenko lukaschenko
""".strip().splitlines()

# Roots: the American ending, then the British one; whatever follows them follows both.
ROOTS = """
labor labour | color colour | honor honour | favor favour | harbor harbour | neighbor neighbour | behavior behaviour
humor humour | rumor rumour | armor armour | vapor vapour | savior saviour | endeavor endeavour | vigor vigour
valor valour | flavor flavour | odor odour | splendor splendour | tumor tumour | candor candour | clamor clamour
center centre | theater theatre | fiber fibre | liter litre | meter metre | kilometer kilometre | caliber calibre
maneuver manoeuvre | specter spectre | defense defence | offense offence | license licence | pretense pretence
catalog catalogue | dialog dialogue | analog analogue | program programme | gray grey | plow plough
airplane aeroplane | aluminum aluminium | sulfur sulphur | skeptic sceptic | artifact artefact | jewelry jewellery
enrollment enrolment | fulfillment fulfilment | installment instalment | skillful skilful | counselor counsellor
pediatric paediatric | anemia anaemia | leukemia leukaemia | hemorrhage haemorrhage | diarrhea diarrhoea
fetus foetus | orthopedic orthopaedic | estrogen oestrogen | encyclopedia encyclopaedia | gynecolog gynaecolog
mold mould | smolder smoulder | practice practise | judgment judgement | acknowledgment acknowledgement
aging ageing | cozy cosy | pajamas pyjamas | mustache moustache | yogurt yoghurt | whiskey whisky | tsar czar
mexic mejic | iraq irak | qatar catar | septiembre setiembre | oscur obscur | sicolog psicolog
kyiv kiev | kharkiv kharkov | odesa odessa | chernobyl chornobyl
"""
