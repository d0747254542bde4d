"""Common English words, folded; their regular forms follow from them. Data only; the order means nothing."""

WORDS = """
abandon ability able abolish abortion about above abroad absence absent absolute absorb abstract abuse
academic academy accelerate accent accept access accident accompany accomplish accord account accountable
accurate accuse achieve acid acknowledge acquire across act action active activist activity actor actress
actual adapt add addict addition address adequate adjust administer administration admire admit adopt adult
advance advantage adventure adverse advertise advice advise advisory advocate aerial affair affect afford
afraid after afternoon again age agency agenda agent aggressive ago agree agreement agriculture ahead aid
aim air aircraft airline airport aisle alarm album alcohol alert alien alive allegation allege alliance
allow ally almost alone along already alter alternative although always amateur amaze ambition ambitious
ambulance amend amendment ammunition amnesty amount ample analysis analyst analyze ancient anger angle angry
animal anniversary announce annual anonymous another answer anticipate anxiety anxious anybody anyone
anything anyway anywhere apart apartment apologize apology apparent appeal appear appearance appetite apple
application apply appoint appointment appreciate approach appropriate approval approve april arbitrary arc
arch archive area arena argue argument arise arm armed armor armory arms army around arrange arrangement
array arrest arrival arrive arrow art article artificial artillery artist ash aside ask asleep aspect
assassin assault assemble assembly assert assess assessment asset assign assignment assist assistance
assistant associate association assume assumption assurance assure asylum athlete athletic atmosphere attach
attack attain attempt attend attendance attention attitude attorney attract attraction attractive attribute
auction audience audio audit august aunt author authority authorize auto autonomous autumn available avenue
average avoid await awake award aware away awful awkward baby back background backlash backup backyard bacon
bad badge badly bag bail bailout bake bakery balance ball ballistic balloon ballot ban banana band bank
banker bankrupt bankruptcy banner bar bare barely bargain barn barrel barrier base baseball basement basic
basis basket basketball bat bath bathroom battery battle battlefield bay beach bead beam bean bear beard
beast beat beautiful beauty because become bed bedroom bee beef beer before beg begin behalf behave behavior
behind being belief believe bell belong below belt bench bend beneath benefit bent beside best bet betray
better between beverage beyond bias bicycle bid big bike bilateral bill billion billionaire bind biography
biological biology bird birth birthday bishop bit bite bitter bizarre black blade blame blank blanket blast
blaze bleed blend bless blind block blockade blog blonde blood bloody blow blue board boast boat body bold
bomb bomber bond bone bonus book boom boost boot booth border bore born borrow boss both bother bottle
bottom bounce bound boundary bow bowl box boxer boxing boy boyfriend boycott brain brake branch brand brave
breach bread break breakdown breakfast breakthrough breast breath breathe breed breeze brick bride bridge
brief bright brilliant bring broad broadcast broker bronze brother brown browser brush brutal bubble bucket
budget buffalo bug build builder bulb bulk bull bullet bunch bundle burden bureau bureaucracy burglary
burial burn burst bury bus bush business businessman busy butter button buy buyer bypass cab cabin cabinet
cable cafe cage cake calculate calendar call calm camera camp campaign campus canal cancel cancer candidate
candle candy cannabis cannon canvas cap capable capacity cape capital capitol capsule captain capture car
caravan carbon card cardinal care career careful cargo carpet carrier carry cart cartel cartoon case cash
casino cast castle casual casualty cat catalog catastrophe catch category cathedral cattle cause caution
cautious cave cease ceasefire ceiling celebrate celebration celebrity cell cellular cemetery census cent
center central centre century ceremony certain certainly certificate certify chain chair chairman challenge
chamber champion championship chance change channel chaos chapter character charge charger charity charm
chart charter chase chat cheap cheat check cheek cheer cheese chef chemical chemist chemistry cherry chess
chest chicken chief child childhood chill chip chocolate choice cholera choose chorus chronic church
cigarette cinema circle circuit circulate circumstance circus cite citizen citizenship city civic civil
civilian claim clarify clash class classic classify classroom clause clay clean cleaner clear clearance
clerk clever click client cliff climate climb clinic clinical clip clock clone close closure cloth clothe
cloud club clue cluster coach coal coalition coast coat cocaine code coffee cognitive coin cold collaborate
collapse collar colleague collect collection collective college collide collision colonel colonial colony
color colour column combat combination combine come comedian comedy comfort comfortable comic command
commander commence comment commentary commerce commercial commission commit commitment committee commodity
common communicate communication communist community companion company compare comparison compel compensate
compensation compete competition competitive competitor complain complaint complete complex compliance
complicate comply component compose composer compound comprehensive comprise compromise compute computer
conceal concede conceive concentrate concept concern concert concession conclude conclusion concrete condemn
condition conduct confer conference confess confession confidence confident confidential confirm conflict
confront confuse confusion congratulate congress congressional connect connection conquer conscience
conscious consensus consent consequence conservation conservative consider considerable consist consistent
consolidate conspiracy constant constitute constitution construct construction consul consulate consult
consultant consume consumer consumption contact contain container contemporary contempt contend contest
context continent continue continuous contract contractor contrary contrast contribute contribution control
controversial controversy convene convenient convention conventional conversation convert convey convict
conviction convince convoy cook cool cooperate cooperation coordinate cope copper copy core corn corner
coronavirus corporate corps corpse correct correction correspond correspondent corridor corrupt corruption
cosmetic cost costume cottage cotton couch council counsel counselor count counter counterfeit counterpart
county couple coup courage course court courtesy courtyard cousin cover coverage cow crack cradle craft
crane crash crazy cream create creation creative creature credential credible credit creditor crew cricket
crime criminal crisis criteria critic critical criticism criticize crop cross crowd crown crucial crude
cruel cruise crush cry crystal cube cultural culture cup cure curfew curious currency current curtain curve
custody custom customer cut cyber cycle cyclist cyclone daily dairy dam damage damn dance dancer danger
dangerous dare dark darkness data database date daughter dawn day dead deadline deadlock deadly deal dealer
dear death debate debris debt debut decade december decent decide decision decisive deck declare decline
decorate decrease decree dedicate deep deer defeat defect defence defend defendant defender defense
defensive defer deficit define definition defy degree delay delegate delegation delete deliberate delicate
delight deliver delivery demand democracy democrat democratic demographic demolish demonstrate demonstration
denial density dentist deny depart department departure depend dependent deploy deport deposit depot depress
depression deprive depth deputy derive describe description desert deserve design designate designer desire
desk despair desperate despite destination destroy destruction detail detain detainee detect detective
detention deter deteriorate determine develop developer device devil devote diabetes diagnose diagnosis
dialogue diamond diary dictate dictator dictionary die diesel diet differ different difficult difficulty dig
digest digital dignity dilemma dimension diminish dine dinner dinosaur dioxide dip diplomacy diplomat
diplomatic direct direction director dirt dirty disabled disagree disappear disappoint disaster disc
discharge discipline disclose discount discourage discover discovery discrimination discuss discussion
disease disgrace dish dismantle dismiss disorder displace display disposal dispose dispute disrupt dissident
dissolve distance distant distinct distinguish distribute distributor district disturb dive diverse
diversity divert divide divine division divorce dizzy dock doctor doctrine document documentary dog doll
dollar domain domestic dominant dominate donate donation donkey donor doom door dose double doubt down dozen
draft drag dragon drain drama dramatic draw drawer dream dress drift drill drink drive driver drone drop
drought drown drug drum dry duck due duke dull dumb dump duration dust duty dynamic dynasty each eager eagle
ear early earn earnest earth earthquake ease easily east eastern easy eat echo eclipse ecology economic
economist economy edge edit edition editor editorial educate education effect effective efficiency efficient
effort egg eight eighteen eighth eighty either elaborate elbow elder elderly elect election electoral
electric electrical electricity electronic elegant element elementary elephant elevate elevator eleven
eligible eliminate elite else elsewhere email embargo embark embarrass embassy embrace emerge emergency
emission emotion emotional emperor emphasis emphasize empire employ employee employer empower empty enable
enact encounter encourage end endanger endless endorse endure enemy energy enforce enforcement engage engine
engineer enhance enjoy enormous enough enquiry enrich enroll ensure enter enterprise entertain entertainment
enthusiasm entire entitle entity entrance entrepreneur entry envelope environment environmental envision
envoy epic epidemic episode equal equality equation equip equipment equity equivalent era error erupt
eruption escalate escape escort especially essay essential establish establishment estate estimate eternal
ethical ethics ethnic evacuate evade evaluate evasion even event eventual ever every everybody everyday
everyone everything everywhere evidence evident evil evolution evolve exact examination examine example
exceed excellent except exception excess exchange excite exclude exclusive excuse execute executive exempt
exemption exercise exhaust exhibit exhibition exile exist existence exit exotic expand expansion expect
expectation expel expense expensive experience experiment expert expertise expire explain explanation
explicit explode exploit explore explosion explosive export expose exposure express expression extend
extension extensive extent external extinct extort extortion extra extract extradite extradition
extraordinary extreme extremist eye eyewitness fabric facade face facilitate facility fact faction factor
factory faculty fade fail failure faint fair fairy faith faithful fake fall false fame familiar family
famine famous fan fancy fantastic fantasy far fare farm farmer fascinate fashion fast fat fatal fate father
fatigue fault favor favorite favour fear feast feather feature february federation fee feed feedback feel
fellow female fence ferry fertile festival fetch fever few fiber fiction field fierce fifteen fifth fifty
fight fighter figure file fill film filter final finance financial find fine finger finish fire firearm
firefighter fireworks firm first fiscal fish fisherman fist fit five fix flag flame flare flash flat flavor
flaw flee fleet flesh flexible flight flip float flock flood floor flow flower flu fluid fly focus fog fold
folk follow follower food fool foot footage football footprint footstep forbid force forecast foreign
foreigner forest forever forge forget forgive fork form formal format formation former formula forth
forthcoming fortune forty forum forward foster found foundation founder fountain four fourteen fourth fox
fraction fracture fragile fragment frame framework franchise fraud free freedom freeze freight french
frequency frequent fresh friday friend friendly friendship frighten frog from front frontier frozen fruit
frustrate frustration fuel fugitive fulfill full fun function fund fundamental funeral funny fur furious
furniture further fury fusion future gain galaxy gallery gallon gamble game gang gangster gap garage garbage
garden garment gas gasoline gate gather gauge gaze gear gender gene general generation generous genetic
genius genocide gentle gentleman genuine gesture ghost giant gift girl girlfriend give glacier glad glance
glass glimpse global globe glory glove glow glue goal goat god gold golden golf good goods gospel gossip
govern government governor grab grace grade gradual graduate grain grammar grand grandfather grandmother
grant grape graph graphic grasp grass grateful grave gravity great green greet grenade grey grid grief grill
grind grip grocery ground group grow growth guarantee guard guerrilla guess guest guidance guide guideline
guilt guilty guitar gulf gum gun gunfire gunman gunshot guy gym habit habitat hack hacker hail hair half
hall halt ham hammer hand handcuff handful handle handshake hang happen happy harass harassment harbor hard
hardly hardship hardware harm harmful harmony harsh harvest hat hate hatred haul haven hawk hay hazard head
headline headquarters heal health healthcare healthy hear heart heat heaven heavy hectare hedge heel height
heir helicopter hell hello helmet help helpful herald herb herd here heritage hero heroin hesitate hidden
hide hierarchy high highlight highway hijack hike hill hint hip hire historian historic historical history
hit hobby hockey hold holder hole holiday hollow holy home homeland homeless homicide honest honey honor
honour hood hook hope hopeful horizon hormone horn horror horse hospital host hostage hostile hot hotel hour
house household however hub huge human humanitarian humanity humble humor hundred hunger hungry hunt hunter
hurdle hurricane hurry hurt husband hut hybrid hydrogen hypothesis ice icon idea ideal identical identify
identity ideology idle ignorance ignore ill illegal illicit illness illusion illustrate image imagination
imagine immediate immense immigrant immigration imminent immune immunity impact impeach impeachment
implement implication imply import important impose impossible impress impression impressive imprison
improve improvement impulse inch incident include income incorporate increase incredible incumbent indeed
independence independent index indicate indicator indict indictment indigenous individual industrial
industry inevitable infant infection infectious inflation influence influential inform informal information
infrastructure ingredient inhabitant inherit initial initiate initiative inject injection injure injury
inmate inn inner innocent innovation innovative input inquire inquiry insect insert inside insight insist
inspect inspection inspector inspire install installation instance instant instead instinct institute
institution instruct instruction instrument insult insurance insure insurgent intact integrate integrity
intellectual intelligence intend intense intensity intensive intent intention interact interest interfere
interim interior intermediate internal international internet interpret interrupt interval intervene
intervention interview intimate into introduce introduction invade invader invasion invent invention
inventory invest investigate investigation investigator investment investor invisible invitation invite
invoke involve iron island isolate isolation issue item ivory jacket jail january jaw jazz jealous jet jewel
jewelry job jobless join joint joke journal journalism journalist journey joy judge judgment judicial juice
july jump june jungle junior junk jurisdiction juror jury just justice justify keen keep key keyboard kick
kid kidnap kidney kill killer kilogram kilometer kind kingdom kiss kit kitchen kite knee knife knock know
knowledge lab label labor laboratory labour lace lack ladder lady lake lamb lamp land landlord landmark
landscape landslide lane language lap laptop large largely laser last late lately later latest latin latter
laugh launch launder laundry lava law lawmaker lawn lawsuit lawyer lay layer layoff lazy lead leader
leadership leaf league leak lean leap learn lease least leather leave lecture left leg legacy legal legend
legendary legislation legislative legislator legislature legitimate lemon lend length lens less lesson let
letter level leverage liability liable liberal liberate liberation liberty library license lie life
lifestyle lifetime lift light lightning like likely limb limit limousine line linear link lion lip liquid
liquor list listen literary literature litigation litter little live lively liver load loan lobby lobbyist
local locate location lock log logic logistics lonely long look loop loose loot lord lorry lose loss lot
lottery loud lounge love lovely lover low lower loyal loyalty luck lucky luggage lump lunch lung luxury
lynch machine machinery mad magazine magic magistrate magnet magnitude mail main mainland mainly mainstream
maintain maintenance majesty major majority make maker makeup male mall mammal man manage management manager
mandate mandatory manifest manipulate mankind manner mansion manual manufacture manufacturer many map
marathon marble march margin marijuana marine mark market marriage marry mask mass massacre massive master
match mate material math mathematics matter mature maximum may maybe mayor meal mean meanwhile measure meat
mechanic mechanical mechanism medal media medical medicine medium meet melt member membership memo memorable
memorandum memorial memory menace mental mention mentor menu merchandise merchant mercy mere merge merger
merit mess message metal meter method metro metropolitan mid middle midnight midst might migrant migrate
migration mild mile military militia milk mill million millionaire mind mine miner mineral minimal minimum
minister ministry minor minority minute miracle mirror misery misinformation misleading miss missile mission
mist mistake mix mixture mob mobile mobility mobilize mode model moderate modern modest modify module moment
momentum monarch monday money monitor monkey monopoly monster month monument mood moon moral more moreover
morning mortality mortar mortgage mosque mosquito most mother motion motivate motivation motive motor
motorcycle mount mountain mourn mouse mouth move movement movie mud multiple municipal murder murderer
muscle museum mushroom music musical musician muslim must mutual mystery myth naked name narcotic narrative
narrow nasty nation national nationalist nationality native natural nature naval navigate navy near nearby
nearly neat necessary necessity neck need needle negative neglect negotiate negotiation negotiator neighbor
neighborhood neighbour neither nerve nervous nest net network neutral never nevertheless new newborn newly
news newspaper next nice nickname night nightmare nine nineteen ninety ninth nobody noise nominate
nomination nominee none nonprofit noon normal north northeast northern northwest nose notable note nothing
notice notify notion notorious novel novelist november nowhere nuclear number numerous nurse nursery nut
nutrition oath obey object objection objective obligation oblige observe observer obstacle obtain obvious
occasion occupation occupy occur ocean october odd odds offence offend offender offense offensive offer
office officer official offshore often oil old olive olympic omit once one ongoing onion online only onset
onward open openly opera operate operation operational operator opinion opioid opponent opportunity oppose
opposite opposition opt optical optimism optimistic option oral orange orbit orchestra order ordinary organ
organic organise organization organize orient orientation origin original orphan orthodox other otherwise
ought outbreak outcome outdoor outer outfit outlaw outlet outline outlook output outrage outside outsider
outstanding oven over overall overcome overcrowd overdose overhaul overhead overlook overnight overseas
oversee oversight overthrow overturn overwhelm owe own owner ownership oxygen pace pack package packet pact
pad page pain painful paint painter pair palace pale palm pan panel panic pants paper parade paragraph
parallel paramilitary paramount parcel pardon parent parish park parliament parliamentary parole part
partial participant participate participation particle particular partisan partly partner partnership party
pass passage passenger passion passive passport past pastor patch patent path patience patient patrol patron
pattern pause pave pay payment peace peaceful peacekeeper peak peasant peculiar peer pen penalty pencil
pending penetrate pension pentagon people pepper perceive percent percentage perception perfect perform
performance perhaps peril period permanent permission permit persecute persist person personal personality
personnel perspective persuade pesticide pet petition petroleum pharmaceutical pharmacy phase phenomenon
philosophy phone photo photograph photographer phrase physical physician physics piano pick picture piece
pier pig pile pill pilot pin pine pink pioneer pipe pipeline pirate pistol pit pitch pity place plague plain
plan plane planet plant plaster plastic plate platform play player playoff plea plead pleasant please
pleasure pledge plenty plot plug plunge plus pocket podium poem poet poetry point poison polar pole police
policeman policy polish politician poll pollute pollution pond pool poor pop pope popular popularity
population port portfolio portion portrait portray pose position positive possess possession possibility
possible possibly post poster postpone pot potato potential pound pour poverty powder power powerful
practical practice practitioner praise pray prayer precede precedent precious precise precursor predator
predecessor predict prediction prefer preference pregnancy pregnant prejudice preliminary premier premiere
premise premium preparation prepare prescribe prescription presence present presentation preserve preside
presidency presidential press pressure prestige presume pretend pretty prevail prevent prevention previous
prey price pride priest primary prime primitive prince principal principle print printer prior priority
prison prisoner privacy privilege prize pro probability probable probably probe problem procedure proceed
process procession processor proclaim procurement produce producer product production productive
productivity profession professional profile profit profitable profound program programme progress
progressive prohibit project projection prolong prominent promise promote promotion prompt prone proof
propaganda proper property prophet proportion proposal propose prosecute prosecution prospect prosper
prosperity protect protection protective protein protest protester protocol prototype proud prove provide
provider province provincial provision provisional provocative provoke psychiatric psychological
psychologist psychology pub public publication publicity publish publisher pull pulse pump punch punish
punishment pupil purchase pure purge purple purpose purse pursue pursuit push put puzzle qualify quality
quantity quarantine quarrel quarter quarterback quest question queue quick quiet quit quite quota quote
rabbit race racial racism racist rack racket radar radiation radical radio raid rail railroad railway rain
rainbow raise rally ranch random range rank ransom rape rapid rare rat rate rather ratio rational raw ray
reach react reaction reactor read reader readily ready real reality realize really rear reason reasonable
reassure rebel rebellion rebound rebuild recall receipt receive receiver recent reception recession recipe
recipient reckon recognition recognize recommend recommendation reconcile reconstruct record recorder
recover recovery recreation recruit recruitment recycle reduce reduction refer referee reference referendum
refine refinery reflect reflection reform refrain refuge refugee refund refusal refuse regain regard regime
region regional register registration regret regular regulate regulation regulator rehabilitation reign
reinforce reject rejection relate relation relationship relative relax relay release relevant reliable
relief relieve religion religious reluctant rely remain remains remark remarkable remedy remember remind
remittance remote removal remove render renew renewable rent rental repair repatriate repay repeal repeat
replace replacement reply report reporter represent representation representative repress repression
republic republican reputation request require requirement rescue research researcher resemble resent
reserve reservoir reside residence resident residential residue resign resignation resist resistance
resolution resolve resort resource respect respond response responsibility responsible rest restaurant
restore restraint restrict restriction result resume retail retailer retain retaliate retaliation retire
retirement retreat retrieve return reunion reunite reveal revelation revenge revenue reverse review revise
revision revival revive revoke revolt revolution revolutionary reward rhetoric rhythm rice rich rid ride
rider ridiculous rifle right rigid ring riot rip rise risk risky ritual rival rivalry river road roadside
roar rob robber robbery robot robust rock rocket rod role roll romance romantic roof rookie room root rope
rose rotate rough round route routine row royal rub rubber rubbish ruin rule ruler rumor run runner runway
rural rush rust ruthless sabotage sack sacred sacrifice sad saddle safe safeguard safety sail sailor saint
sake salad salary sale salesman salmon salt same sample sanction sanctuary sand sandwich satellite
satisfaction satisfy saturday sauce savage save say scale scam scan scandal scar scarce scare scatter
scenario scene schedule scheme scholar scholarship school science scientific scientist scope score scout
scramble scrap scratch scream screen script scrutiny sculpture sea seafood seal search season seat second
secret secretary section sector secular secure security see seed seek seem segment segregation seize seizure
select selection self sell seller senate senator send senior sensation sense sensible sensitive sensor
sentence sentiment separate separation separatist september sequence sergeant series serious servant serve
server service session set setback setting settle settlement seven seventeen seventh seventy several severe
sew sewage sex sexual shade shadow shake shall shallow shame shape share shareholder shark sharp shatter
shed sheep sheet shelf shell shelter sheriff shield shift shine ship shipment shirt shock shoe shoot shooter
shop shore short shortage shot shotgun shoulder shout show shower shrimp shrine shrink shut shutdown shuttle
shy sibling sick side sidewalk siege sigh sight sign signal signature significance significant silence
silent silk silly silver similar simple simply simulate sin since sing singer single sink sir sister site
situate situation six sixteen sixth sixty size skate skeleton skeptical sketch ski skill skin skip skirt sky
slam slap slash slaughter slave slavery sleep slice slide slight slim slip slogan slope slot slow slump
small smart smell smile smoke smooth smuggle smuggler snake snap snow soap soar soccer social socialist
society sock soft software soil solar soldier sole solid solidarity solo solution solve somebody somehow
someone something sometimes somewhat somewhere son song soon sophisticated sorry sort soul sound soup sour
source south southeast southern southwest sovereign sovereignty space spacecraft spare spark speak speaker
special specialist specialize species specific specify specimen spectacular spectator spectrum speculate
speech speed spell spend sphere spice spider spin spiral spirit spiritual spite split spokesman spokesperson
spokeswoman sponsor spontaneous spoon sport spot spotlight spouse spray spread spring spur spy squad square
squeeze stab stability stabilize stable stadium staff stage staircase stake stalemate stall stamp stance
stand standard standoff star stare start startup starve state statement statesman static station statistic
statue status statute stay steady steak steal steam steel steep steer stem step stick stiff still stimulate
stimulus sting stir stock stomach stone stop storage store storm story stove straight strain strand strange
stranger strategic strategy straw stream street strength strengthen stress stretch strict strike striker
string strip stroke strong stronghold structural structure struggle student studio study stuff stumble stun
stupid style subject submarine submission submit subsequent subsidiary subsidy substance substantial
substitute suburb subway succeed success successful succession successor such sudden sue suffer sufficient
sugar suggest suggestion suicide suit suitable suite sum summary summer summit summon sun sunday sunny
sunset super superb superintendent superior supermarket supervise supervisor supper supplement supplier
supply support supporter suppose suppress supreme surface surge surgeon surgery surplus surprise surrender
surround surveillance survey survival survive survivor suspect suspend suspension suspicion suspicious
sustain sustainable swallow swamp swap swear sweat sweep sweet swell swim swing switch sword symbol symbolic
sympathy symphony symptom syndicate syndrome synthetic syrian system systematic table tablet tackle tactic
tactical tail take takeover tale talent talk talks tall tank tanker tap tape target tariff task taste tax
taxi taxpayer tea teach teacher team tear technical technician technique technology teenage teenager
telephone television tell temper temperature temple temporary ten tenant tend tendency tennis tension tent
tenth term terminal terminate terrain terrible territorial territory terror terrorism terrorist test testify
testimony text textbook textile than thank thanksgiving that theater theatre theft theme then theology
theory therapist therapy there thereby therefore thick thief thin thing think third thirst thirteen thirty
thorough though thought thousand thread threat threaten three threshold thrive throat throne through
throughout throw thrust thumb thunder thursday thus ticket tide tie tiger tight timber time tin tiny tip
tire tissue title toast tobacco today toe together toilet tolerance tolerate toll tomato tomb tomorrow ton
tone tongue tonight tool tooth top topic topple torch tornado torture toss total touch tough tour tourism
tourist tournament tow toward towel tower town toxic toy trace track tract trade trader tradition
traditional traffic trafficker tragedy tragic trail trailer train trainer trait transaction transcript
transfer transform transformation transit transition translate translation transmission transmit
transparency transparent transplant transport transportation trap trauma travel traveler treason treasure
treasurer treasury treat treatment treaty tree tremendous trench trend trial tribal tribe tribunal tribute
trick trigger trillion trio trip triple triumph trivial troop trophy tropical trouble truce truck true truly
trunk trust trustee truth try tsunami tube tuberculosis tuesday tuition tumor tunnel turbulence turkey
turmoil turn turnout turnover twelve twenty twice twin twist two type typhoon typical tyre ugly ultimate
ultimatum umbrella unable unanimous uncertain uncertainty uncle unclear uncover undercover undergo
underground underlie undermine understand undertake undocumented uneasy unemployed unemployment unexpected
unfair unfold unfortunately unhappy uniform unify union unique unit unite unity universal universe
university unknown unless unlikely unprecedented unrest until unusual unveil upcoming update upgrade uphold
upper uprising upset upstairs urban urge urgent usage use useful useless user usual usually utility utilize
utter vacancy vacant vacation vaccinate vaccination vaccine vacuum vague vain valid valley valuable value
valve van vandalism vanish variable variant variation variety various vary vast vault vegetable vehicle vein
vendor venture venue verbal verdict verify version versus vertical vessel veteran veto viable vibrant vice
vicious victim victory video view viewer vigil village villager villain violate violation violence violent
virtual virtue virus visa visible vision visit visitor visual vital vitamin vocal voice volatile volcano
volleyball volume voluntary volunteer vote voter vow voyage vulnerable wage wagon waist wait wake walk wall
wallet wander want war ward warden warehouse warfare warm warn warrant warrior wartime wash waste watch
water waterfall wave way weak weaken weakness wealth wealthy weapon wear weather weave web website wedding
wednesday weed week weekend weekly weep weigh weight weird welcome welfare well west western wet whale wheat
wheel when whenever where whereas wherever whether which while whip whisper whistle whole wholesale wide
widen widespread widow width wife wild wilderness wildfire wildlife willing win wind window wine wing winner
winter wipe wire wireless wisdom wise wish wit witch withdraw withdrawal within without witness wolf woman
wonder wonderful wood wooden wool word work worker workforce workout workplace workshop world worldwide worm
worry worse worship worst worth worthy wound wrap wreck wreckage wrestle wrist write writer written wrong
yacht yard yarn yeah year yell yellow yes yesterday yet yield young youngster youth zero zone zoo afghan
african american arab asian australian brazilian british canadian chinese colombian cuban danish dutch
european filipino german greek guatemalan haitian honduran indian iranian iraqi irish israeli italian
japanese jewish korean lebanese mexican nicaraguan norwegian pakistani palestinian portuguese puerto russian
salvadoran saudi scottish spanish swedish swiss taiwanese thai turkish ukrainian venezuelan vietnamese
africa america asia australia brazil britain canada china colombia cuba egypt england europe france germany
greece guatemala haiti honduras india indonesia iran iraq ireland israel italy japan korea lebanon libya
mexico nicaragua norway pakistan palestine panama peru philippines poland portugal russia salvador scotland
spain sweden switzerland syria taiwan thailand ukraine venezuela vietnam washington york california texas
florida arizona chicago london paris moscow beijing atlantic pacific caribbean ltd corporation maritime
petrochemical aerospace aviation airways islamic brigade directorate battalion regiment said humane
"""
