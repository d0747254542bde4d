"""English forms that follow from no rule, and further words of the news, folded. Data only."""

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
