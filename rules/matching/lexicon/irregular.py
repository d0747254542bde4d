"""English and Spanish forms that follow from no rule, and further words of the news, folded. Data only."""

WORDS = """
told made went gone came took taken gave given got gotten knew known felt kept held brought bought built
began begun became heard saw seen sat stood spoke spoken spent sent sold paid laid led lost met ran risen
won wrote struck sought taught threw thrown drove driven flew flown fell fallen fled fought forgot forgotten
froze grew grown hid hung shook shown slept slid sang sank sprang stole stolen stuck swore sworn swept swung
tore torn woke wore worn bled blew blown bred broke broken caught chose chosen clung crept dealt drew drawn
drank dreamt drunk ate eaten fed forbade forgave lent lit meant overthrew rode ridden rang sewn shone spun
sprung swam understood undertook undertaken withdrew withdrawn upheld underwent children men women feet
teeth mice wives knives wolves crises analyses bacteria himself herself itself myself yourself ourselves
themselves whatever whoever cannot didn doesn couldn wouldn shouldn wasn weren hasn isn aren okay biggest
largest highest lowest greatest oldest higher larger bigger older younger greater stronger earlier longer
harder closer easier faster safer country pandemic bipartisan resilience resilient equitable broadband
ransomware booster inclusive transgender fully alongside midterm drawdown professor tireless affirm reaffirm
underscore bolster devastate heighten alleviate mitigate lessen deepen swift abrupt deem dub spike brace lag
teen mom dad niece nephew grandson granddaughter grandparent groom eviction moratorium filibuster
insurrection subpoena probation felony felon plaintiff arraign perpetrator aftermath backbone cornerstone
bedrock brink outset scourge spree whistleblower watchdog blueprint benchmark milestone overview timeline
timeframe pathway landfall rainfall aluminum asphalt acute adjacent advisor allocate amid applaud ardent
authoritarian backlog baseless baseline biotech blockbuster bust bustle caucus chaotic coastal congregation
contention conundrum curb debacle decimate default defraud demolition destabilize deterrence disparity
downturn dual endeavor erode essence evict expedite feasible flank fiasco flurry foremost fossil fortify
frail frontline garner greenhouse grim grieve groundbreaking hasty heinous hemisphere hype ignite imperative
incarcerate incentive incite inclusion indefinite indoor inequality injustice interstate jeopardize kingpin
laud lethal literal lockdown longstanding lumber makeshift malicious melee mend methane militant misconduct
mourner multilateral nationwide norm obscene onslaught oust outage outspoken overdue paycheck payroll
pediatric pickup pillar plight podcast pollster poise ponder pretext proclamation proliferation prosecutor
proxy quell rampant ransack raze rebate rebuke recap reckless redact redistrict reimburse reiterate
reinstate relentless relinquish relocate remnant renown resurgent retention retribution revamp rigorous
rollout rout rubble runoff sanitation scuffle secondary shutter simultaneous sleeve slum smear solemn
spearhead spill sprawl stark stash stern stockpile streamline subdue substantive surrogate tamper tangible
tarnish tenure thwart ticking toddler tout trajectory trample traumatic trilateral tumult tweet underway
unlawful uproar upbeat upheaval uptick vanguard vet vie wane wary wield woe wreak president much going doing
seeing means used using thanks jobs days ways ties acts ages guys ones taxes dying lying tying saying
putting running getting lots tens cars laws kids fees bans aims gyms eyes exactly delta condo adviser viral
thorny systemic affordable stakeholder mitigation applause additional announcement sunshine sunrise blossom
honesty happiness majestic oceanic patriotism bravery
"""

# Verbs that are nouns as well, whose verb forms mean something else: the strike, he struck.
NOUNS = """
strike fall lead light ring wind bear bow lie spring sink draw drive stand lay leave rise wound run break cut shot find fight
saw bid set hit win show swing sting steal wake spin beat catch drink feed lead mean hide deal
"""

# A line is a word and the forms that no ending gives.
FORMS = """
ski skis | arise arose arisen | awake awoke awoken | bear bore borne | beat beaten | become became | begin began begun
bend bent | bid bade bidden | bind bound | bite bit bitten | bleed bled | blow blew blown | break broke broken
breed bred | bring brought | broadcast broadcasted | build built | burn burnt | buy bought | catch caught
choose chose chosen | cling clung | come came | creep crept | deal dealt | dig dug | do did done | draw drew drawn
dream dreamt | drink drank drunk | drive drove driven | eat ate eaten | fall fell fallen | feed fed | feel felt
fight fought | find found | flee fled | fly flew flown | forbid forbade forbidden | foresee foresaw foreseen
forget forgot forgotten | forgive forgave forgiven | freeze froze frozen | get got gotten | give gave given
go went gone | grind ground | grow grew grown | hang hung | have had | hear heard | hide hid hidden | hold held
keep kept | know knew known | lay laid | lead led | leave left | lend lent | lie lay lain | light lit | lose lost
make made | mean meant | meet met | mislead misled | mistake mistook mistaken | overcome overcame
overthrow overthrew overthrown | overtake overtook overtaken | pay paid | prove proven | rebuild rebuilt
ride rode ridden | ring rang rung | rise rose risen | run ran | say said | see saw seen | seek sought | sell sold
send sent | shake shook shaken | shine shone | shoot shot | show shown | shrink shrank shrunk | sing sang sung
sink sank sunk | sit sat | slay slew slain | sleep slept | slide slid | speak spoke spoken | spend spent | spin spun
spring sprang sprung | stand stood | steal stole stolen | stick stuck | sting stung | strike struck
strive strove striven | swear swore sworn | sweep swept | swell swollen | swim swam swum | swing swung
take took taken | teach taught | tear tore torn | tell told | think thought | throw threw thrown
understand understood | undergo underwent undergone | undertake undertook undertaken | undo undid undone
uphold upheld | wake woke woken | wear wore worn | weave wove woven | weep wept | win won | wind wound
withdraw withdrew withdrawn | withhold withheld | withstand withstood | write wrote written
woman women | man men | child children | foot feet | tooth teeth | goose geese | mouse mice | louse lice | ox oxen
wolf wolves | knife knives | wife wives | life lives | leaf leaves | thief thieves | half halves | shelf shelves
calf calves | loaf loaves | scarf scarves | hoof hooves | elf elves | policeman policemen | policewoman policewomen
gunman gunmen | fireman firemen | fisherman fishermen | businessman businessmen | congressman congressmen
spokesman spokesmen | salesman salesmen | serviceman servicemen | militiaman militiamen
crisis crises | analysis analyses | basis bases | thesis theses | hypothesis hypotheses | diagnosis diagnoses
emphasis emphases | oasis oases | synthesis syntheses | paralysis paralyses | phenomenon phenomena
criterion criteria | bacterium bacteria | medium media | datum data | index indices | appendix appendices
vertex vertices | virus viruses | quiz quizzes | referendum referenda | memorandum memoranda | curriculum curricula
fungus fungi | nucleus nuclei | alumnus alumni | larva larvae | taxi taxis
poder puede pueden pudo | hacer hizo hicieron hecho | decir dijo dijeron dicho | morir murio murieron muerto
romper roto | poner puso pusieron puesto | abrir abierto | escribir escrito | ver vio visto | volver vuelto
mover mueve mueven | pedir pide piden pidio | perder pierde pierden | cerrar cierra cierran
detener detuvo detuvieron detiene detienen | obtener obtuvo obtuvieron | traer trajo trajeron
conducir condujo condujeron | reducir redujo redujeron | producir produjo produjeron | matar mato
"""
