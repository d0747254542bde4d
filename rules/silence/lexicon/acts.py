"""The table of acts: what reports say happened, in classes, with the words for each in six languages.

A line is a class; `!` after its name marks an act that is news by itself, wherever it was not told before. A word
ending in * stands for all words that begin so; a+b for two words of which the second follows within a few words
("tritt ... zurück"), a++b where it follows at once ("detiene la producción"). Words are folded. Written for this project
from general knowledge of the languages, and meant to grow from the verdicts that people undo. Data only.
"""

TABLE = """
resign!
 | en resign* quit quits quitting step+down steps+down stepped+down stepping+down stands+down bows+out
 | es renunci* dimit* dimision* deja+cargo
 | fr demission* jette+eponge quitte+fonctions quitte+poste
 | de rucktritt* zurucktret* zuruckgetret* tritt+zuruck trat+zuruck tritt+ab treten+zuruck legt+nieder
 | pt renunci* demite-se deixa+cargo
 | ru отставк* уволил* уходит+поста покида*+пост
halt!
 | en halt halts halted halting outage* stoppage* suspends+production suspended+production suspends+output
    suspended+output shuts+plant stops+production
 | es paraliz* suspende+produccion suspendio+produccion suspenden+produccion detien*++produccion
    detien*++obra* detien*++construccion* detien*++venta* detien*++exportacion* detien*++importacion* detien*++envio*
    detien*++operacion* detien*++servicio* detien*++actividad* detien*++trafico detien*++vuelo* detien*++proyecto*
    detien*++planta* detien*++suministro* detien*++pago* detien*++entrega* detien*++juicio* detien*++proceso*
    detien*++ley detien*++reforma* detien*++plan detien*++deportacion* detien*++avance* detien*++tren* detien*++labores
    detuv*++produccion detuv*++obra* detuv*++construccion* detuv*++venta* detuv*++exportacion* detuv*++operacion*
    detuv*++servicio* detuv*++actividad* detuv*++vuelo* detuv*++proyecto* detuv*++planta* detuv*++reforma*
 | fr suspend+production arrete+production mise+l'arret
 | de stoppt stoppen gestoppt legt+still stillstand stilllegung
 | pt paralis* suspende+producao suspendeu+producao interrompe*
 | ru приостан* останов* остановк* простой
appoint!
 | en named+chief named+head named+ceo named+as names+chief names+ceo names+as names+new named+new
    appoint* nominat* new+ceo new+chief
 | es nombra nombran nombrad* nombro nombramient* designa designan designad*
 | fr nomme nommee nommes nomment nomination*
 | de ernennt ernannt* ernenn* beruft berufen neuer+chef neue+chefin neue+chef*
 | pt nomeia nomead* nomeou nomeia* indica+para
 | ru назначи* назначен*
dismiss!
 | en fired sacks sacked dismiss* ousts ousted suspend* removes+from relieved+command relieved+dut*
 | es destitu* despide+director cesa cesan cesad* suspend* expuls*
 | fr limog* suspend* suspension destitu* exclu*
 | de entlass* feuert gefeuert suspendier* absetz* abgesetzt
 | pt demite demitiu exoner* afasta afastad* suspen*
 | ru уволен* отстран* снят+должности
arrest!
 | en arrest* detain* held+by held+at captur* nabbed custody held+on held+after held+over
 | es arrest* detien* detuv* detenid* detencion* captur* aprehend* aprehension*
 | fr arrete arretee arretes arrestation* interpell* garde+vue capture
 | de verhaft* festnahm* festgenomm* nimmt+fest nehmen+fest festgesetzt
 | pt preso presa presos presas pris* detid* detem prende prendem prendeu
 | ru задерж* арест*
charge!
 | en charges charged indict* arraign*
 | es imput* vincula+proceso vinculan+proceso vinculad*+proceso procesad* inculp* formul*+cargos
    preventiv*
 | fr inculp* mis+examen mise+examen
 | de angeklagt* anklag* klagt+an
 | pt indici* denunciad* reu acusad*+formalmente
 | ru обвинени* обвиня*
convict!
 | en convict* sentenc* jail jailed guilty
 | es conden* sentenci* culpable*
 | fr condamn* coupable*
 | de verurteil* schuldig*
 | pt conden* sentenci* culpad*
 | ru пригов* осуди* осужд* виновн*
acquit!
 | en acquit* exonerat* cleared not++guilty
 | es absuel* absolv* absuelt* exoner*
 | fr relax* acquitt* blanchi
 | de freispruch freigesproch* spricht+frei sprach+frei
 | pt absolv* inocent*
 | ru оправда*
free!
 | en freed frees releases+from released+from released+on free+from walks+free
 | es liberan liberad* libero libera excarcel*
 | fr libere liberee liberes liberent liberation
 | de freigelass* freilass* freigekomm* kommt+frei kommen+frei
 | pt libert* solt*
 | ru освобо* отпущ*
sue!
 | en sue sues sued suing lawsuit*
 | es demanda+a demandan+a demandad* demando querella*
 | fr plainte* porte+plainte poursui*+justice assign*
 | de verklag* klage klagt klagen verklagen
 | pt process*+por processa processam acao+judicial
 | ru иск иски иском подал+суд подала+суд подали+суд
deny!
 | en deny denies denied denial*
 | es niega* nego negar* desmient* desmint* desminti* rechaz*+acusacion*
 | fr dement* dementi* nie
 | de bestreit* bestritt* dementier* weist+zuruck
 | pt nega negam negou desment*
 | ru отрица* опроверг*
criticise
 | en slam slams slammed slamming critici* rebuk* rips ripped condemn* denounc* lambast* lash*+out hits+back under++fire
 | es critica critican critico criticaron arremet* condenan+ataque* bajo++fuego
 | fr critique critiquent fustig* ereint* tacle sous+feu
 | de kritisier* rugt tadelt
 | pt critica criticam criticou criticaram sob++fogo
 | ru раскритик* критику*
accuse
 | en accus* alleg* blames blamed
 | es acus* denunci* senala+a culpa+de
 | fr accus* denonc*
 | de beschuldig* wirft+vor werfen+vor vorwurf* vorgeworf*
 | pt acus* denunci*
 | ru обвинил* обвиня*
die!
 | en die dies died dead death* dying obituary fatal* passes+away passed+away deadly
 | es muer* murio murieron muriendo fallec* deces* mortal*
 | fr meur* mort morte morts mortes deces decede* mortel* mourir
 | de tot tote toten toter todes* gestorben stirbt starb sterben todlich* leben+verlor* ums+leben
 | pt morr* morreu morreram morte mortes morto morta mortos mortas falec* obito*
 | ru умер* умира* погиб* скончал* смерт* жертв*
kill!
 | en kill* murder* slain slay* shot+dead assassinat* homicid*
 | es mata matan mato mataron matar asesin* homicid* ejecut*+a
 | fr tue tuee tues tuees tuent tuer assassin* meurtr* homicid* abattu*
 | de getotet* totet toten ermord* mord morde erschoss* erschiess*
 | pt mata matam matou mataram assassin* homicid*
 | ru уби* застрел*
hurt
 | en injur* hurt wound* hospitali*
 | es herid* hiere hiri* lesion* hospitaliz*
 | fr bless* hospitalis*
 | de verletz* verwund*
 | pt ferid* fere ferem feriu machuc* internad*
 | ru ранен* пострада* ранил* госпитал*
miss!
 | en missing vanish* disappear*
 | es desaparec* desaparicion*
 | fr disparu* dispari* disparait*
 | de vermisst* verschwund*
 | pt desaparec*
 | ru пропа* исчез*
find!
 | en found finds find discover* locat* unearth*
 | es hall* encuentr* encontr* localiz* descubr*
 | fr retrouv* decouv* trouve trouvent
 | de gefunden findet finden fand entdeck*
 | pt encontr* localiz* descobr* achad* achou acham
 | ru нашл* найден* обнаруж* нашел
rescue!
 | en saved+from airlift* rescued rescues
 | es salvan+a rescata rescatan rescato rescataron rescatad*
 | fr sauvet* sauve sauves sains+saufs secouru*
 | de gerettet* rettet* birgt geborgen* retten
 | pt salvos resgatad* resgata resgatam resgatou
 | ru спасен* спасли спасти спасла спас
trap
 | en trap trapped traps stranded
 | es atrapad* atrapa varad* sepult*
 | fr pieg* coince* enseveli* bloque*+sous
 | de eingeschloss* verschutt* gefangen+in
 | pt presos+em soterrad* ilhad*
 | ru заблокирован* завал*
flee
 | en flee flees fled escape* evad*
 | es huye* huyo huida escap* fug*
 | fr fuit fuient evad* echapp*
 | de flieht flucht* geflohen entkomm*
 | pt foge* fugiu fuga fugit* escap*
 | ru бежа* побег* сбежа*
abduct!
 | en abduct* kidnap* hostage*
 | es secuestr* rehen* plagi*+a
 | fr enleve enlevee enleves enlevement* otage* kidnapp*
 | de entfuhr* geisel*
 | pt sequestr* refens
 | ru похитил*+человек похищ* заложник*
steal!
 | en steal* stole stolen theft* rob robs robbed robbery heist
 | es hurt* atrac* sustra* roba roban robo robos robad* robaron
 | fr vole voles volee volees derob* cambriol* braqu* emporte*
 | de stiehlt stehlen gestohlen* diebstahl* raub uberfall*
 | pt roub* furt* assalt*
 | ru украл* кража краж* ограб*
sink!
 | en sink sinks sank sunk capsiz* shipwreck
 | es hund* naufrag* zozobr*
 | fr coul* naufrag* chavir*
 | de gesunken sinkt untergang gekentert kentert
 | pt afund* naufrag*
 | ru затону* потону*
aground
 | en runs+aground ran+aground aground
 | es encall*
 | fr echou*
 | de lauft+grund gestrandet strandet
 | pt encalh*
 | ru сел+мель мели
crash!
 | en crash* collid* collision* derail* pileup overturn* came+rails comes+rails come+rails went+rails off+rails
 | es choque* choca* choc* accident* descarril* colision* volc* estrell*
 | fr crash* accident* derail* collision* percut*
 | de unfall* ungluck* entgleis* absturz* absturzt sturzt+ab kollision* zusammensto*
 | pt acident* colis* bate batem batida* descarril* tomba capot*
 | ru авари* дтп столкн* крушен* сош*+рельс* перевер* рельс*+сош*
explode!
 | en explod* explos* blast*
 | es explos* explot* estall*
 | fr explos*
 | de explod* explos*
 | pt explod* explos*
 | ru взрыв* взорв*
quake!
 | en quake* earthquake* tremor* aftershock*
 | es sismo* terremoto* temblor* replica+sismo
 | fr seisme* tremblement+terre sismique
 | de erdbeben* beben nachbeben
 | pt terremoto* sismo* tremor* abalo*
 | ru землетряс*
blaze!
 | en fire wildfire* blaze* ablaze inferno
 | es incend* fuego llamas arde arden ardio
 | fr incend* feu flammes
 | de brand brande grossbrand* waldbrand* feuer brennt* flammen
 | pt incend* fogo queimad*
 | ru пожар* горит возгора*
flood!
 | en flood* inundat*
 | es inund* desbord* crecida*
 | fr inond* crue crues
 | de hochwasser* uberschwemm* flut
 | pt enchent* inund* alag*
 | ru паводок паводк* наводнен* затоп*
seize!
 | en seiz* confiscat* impound*
 | es incaut* decomis* confisc* aseguran asegurad* aseguraron
 | fr saisi* saisies confisqu*
 | de beschlagnahm* sichergestellt* stellt+sicher
 | pt apreen* confisc*
 | ru изъя* изъят* конфиск*
cut!
 | en cut cuts cutting slash* layoff* lay+off lays+off axes job+losses redundan*
 | es recort* despid* suprim*+puestos
 | fr suppr* licenci* reduit+effectifs
 | de streich* gestrich* stellenabbau abbau* baut+ab bauen+ab kurzt kurzen
 | pt corte cortes corta cortam demissoes demit*
 | ru сокра* увол*
raise
 | en raise raises raised adds hike hikes hiked lift+rate* lifts increase* increased up+to
 | es subi* sube suben eleva* aument* incremen* alza
 | fr relev* hausse augment* monte montent
 | de erhoh* anheb* hebt+an hob+an steigert gesteigert*
 | pt eleva* aument* sobe subiu sobem alta
 | ru повы* подня* увелич* вырос*
lower
 | en lower lowers lowered reduc* trims trimmed
 | es baj* reduc* disminu*
 | fr baiss* redui* abaiss*
 | de senk* gesenkt*
 | pt reduz* baixa baixou diminu*
 | ru сниз* сниж* уменьш*
fall!
 | en fall falls fell fallen tumbl* plung* slump* slid* drop* sink+shares sank+per* decline*
    falling tumbling sliding slumping plunging
 | es cae caen cayo cayeron caida desplom* retroced*
 | fr chute* chut* plonge* recul* degringol*
 | de fallt fiel einbruch bricht+ein brach+ein sturzt+um absturz+aktie fallen sinkt sinken
 | pt cai caem caiu cairam queda despenc* recua*
 | ru упал* пада* обвал* рухн*+акци* снизил*
rise!
 | en rise rises rose risen jump* surge* soar* rall* climb* gain gains gained beats+forecast*
    rising climbing soaring surging gaining
 | es crec* dispar* sub*+por repunt* avanz*
 | fr bondi* grimp* progress* croit hausse
 | de steigt stieg steigen klettert springt legt+zu kletter* hoher
 | pt cresc* salt* dispar* avanc*
 | ru выраст* вырос* растет подскоч*
buy!
 | en buy buys bought buying acquir* acquisition takeover purchas* merge*
 | es compra compran compro comprar comprad* adquir* adquisicion fusion*
 | fr rachat* rachet* achet* acqui* fusion*
 | de kauft kaufen kauf gekauft ubernimm* ubernahme* ubernomm* ubernehm* fusion*
 | pt compra compram comprou comprad* adquir* fusao
 | ru купи* купл* покуп* приобр*
offer
 | en bid bids offer*
 | es oferta* ofrec* opa
 | fr offre*
 | de angebot* bietet
 | pt oferta* proposta* oferec*
 | ru предлож*
sell!
 | en sell sells sold selling sale divest*
 | es vend* venta*
 | fr vend* vente cede+a cession
 | de verkauf*
 | pt vend* venda
 | ru прода*
block!
 | en block* veto* bars bans ban banned banning outlaw* prohibit* suspends+deal
 | es bloque* veta* veto prohib* frena* frenan
 | fr bloqu* interdi* veto
 | de blockier* untersag* verbiet* verbot* stoppt gestoppt
 | pt bloque* veta* veto proib* barra
 | ru запре* заблокир* вето
approve!
 | en approv* adopt* clears+bill okays greenlight* ratif* enact* back+bill passes+bill passes+law
    passes+act passes+budget passes+measure passed+bill passed+law passed+measure senate+passes
    house+passes parliament+passes assembly+passes congress+passes lawmakers+pass votes+for
 | es aprob* aprueb* avala* ratific* promulg*
 | fr approuv* adopt* vote votee votent vote+loi ratifi*
 | de beschlie* beschloss* verabschied* billig* gebilligt* stimmt+zu genehmig* zugestimmt
 | pt aprov* sancion* ratific*
 | ru принял* приня* одобр* утверд* ратифи*
reject!
 | en reject* rebuff* votes+against voted+against turns+down turned+down votes+down vote+down voted+down
 | es rechaz* desech*
 | fr rejet* refus* repouss*
 | de lehnt+ab lehnen+ab ablehn* abgelehnt* weist+ab
 | pt rejeit* recus*
 | ru отклон* отверг* отказ*
overturn!
 | en overturn* overrul* annul* struck+down strikes+down quash* unconstitutional revers* revok* rescind* repeal*
 | es anul* nulidad nulas nulos revoc* invalid* derog* inconstitucional*
 | fr annul* cass* invalid* inconstitutionnel* censur*
 | de kippt gekippt hebt+auf aufgehob* verfassungswidrig*
 | pt anul* derrub* revog* inconstitucional*
 | ru отмен* неконституц*
deal!
 | en agree agrees agreed agreement deal pact accord truce ceasefire treaty sign signs signed settle*
 | es acuerd* acord* pact* tregua alto+fuego firma firman firmo convenio
 | fr accord* sign* conclu* treve cessez
 | de einig* abkomm* vereinbar* unterzeichn* waffenruh* vertrag tarifvertrag
 | pt acordo* assin* pacto tregua cessar
 | ru соглаш* договор* подпис* перемир*
violate!
 | en violat* breach+truce breaches breached broke+truce breach
 | es viol* rompi* incumpl*+tregua rompe
 | fr viol* enfreint
 | de verletz+abkommen gebrochen bricht verstoss* verstosst
 | pt viol* rompe+tregua descumpr*
 | ru наруш*
end!
 | en end ends ended ending lifted lifts+ban
 | es termin* final* levant* concluy* acaba
 | fr fin termin* leve levent leve+greve acheve
 | de endet beend* ende aufgehoben
 | pt encerr* acab* termin* fim
 | ru заверш* законч* прекра* снят*
begin
 | en begin* began start starts started starting launch* kicks+off open+talks gets+under
 | es inici* arranc* comienz* comenz* empiez* empez* lanz*
 | fr commenc* debut* lance lancent demarr* entame*
 | de beginnt begonnen startet gestartet start begann
 | pt comec* inici* lanc* entra+em entram+em
 | ru начал* начин* старт* запус* начат*
strike!
 | en strike strikes striking walkout* walk+off
 | es huelga* paro
 | fr greve*
 | de streik* warnstreik*
 | pt greve* paralis*
 | ru забастов* бастуют
protest
 | en protest* rall*+against demonstrat* marched marches
 | es protest* manifest* marcha*
 | fr manifest* protest*
 | de protest* demonstr* kundgebung*
 | pt protest* manifest*
 | ru протест* митинг*
attack!
 | en attack* ambush* bomb bombs bombed bombing* bombard* airstrike* raid* gunmen opened+fire shooting* stabb*
    shelled shelling shells
 | es atac* ataque* embosc* bombarde* tirote* balace* apunal*
 | fr attaq* attentat* fusillad* bombard* poignard*
 | de angriff* angegriff* greift+an attack* anschlag* schuss* messer*
 | pt atac* ataque* bombarde* tirote* esfaque*
 | ru атак* напад* напал* обстрел* нападен*
recall!
 | en recall* pulled+from
 | es retir*
 | fr rappel*
 | de ruckruf* ruft+zuruck zuruckgeruf*
 | pt recall recolh*
 | ru отзыв* отозва*
warn
 | en warn* alert*
 | es advier* advert* alert*
 | fr avert* alert* vigilance
 | de warnt warnen gewarnt warnung* *warnung
 | pt alert* advert*
 | ru предупре*
win!
 | en win wins won winning beat beats defeat* victory triumph*
 | es gan* venc* derrot* triunf*
 | fr gagn* vainq* bat battu* victoire* remport* s'impose
 | de gewinn* gewann siegt sieg siegen schlagt besiegt
 | pt venc* ganh* derrot* vitor*
 | ru побед* выигр* обыгр*
lose
 | en lose loses lost losing
 | es pierd* perdi* perdio
 | fr perd perdent perdu defaite
 | de verlier* verlor* niederlage
 | pt perde* perdeu
 | ru проигр* поражен*
draw
 | en draw draws drew tied
 | es empat*
 | fr nul
 | de unentschieden remis
 | pt empat*
 | ru ничь*
apologise
 | en apolog* sorry
 | es disculp* perdon
 | fr excus*
 | de entschuldig*
 | pt descul*
 | ru извин*
leak!
 | en leak* hack* breach data+stolen records+stolen
 | es filtr* hacke* fuga+datos
 | fr fuite* pirat*
 | de datenleck* hacker* leck* geleakt* gehackt*
 | pt vaz* hacke*
 | ru утечк* хакер* слив*
close!
 | en closes closed closing closure shut shuts shutter* to+close will+close
 | es cierr* cerr* clausur*
 | fr ferme fermee ferment fermes fermer fermeture*
 | de schlie* geschloss* sperr* gesperrt* macht+dicht schliessen macht+zu
 | pt fech* interdit*
 | ru закры*
open!
 | en opens opened reopen*
 | es abre* reab* inaugur* abrio abrir abriran abiert*
 | fr rouvr* inaugur* ouvre ouvrent ouvert* ouvrira
 | de offnet* eroffn* geoffnet* wiedereroffn* eroffnen offnen
 | pt reabr* inaugur* abre abrem abriu abert*
 | ru откры*
publish
 | en release released releases publish* unveil* present* reveal*
 | es present* public* revel* lanzamiento
 | fr present* publi* devoil* sort sortie revel*
 | de veroffentlich* vorgestellt* stellt+vor enthull*
 | pt apresent* public* revel*
 | ru опублик* представ* выпусти* раскры*
collapse!
 | en collaps* gave+way gives+way bursts burst
 | es colaps* derrumb* desplom* se+cae revent*
 | fr effondr* ecroul* rompt cede
 | de einsturz* eingesturzt* sturzt+ein einbruch+decke bricht+zusammen
 | pt desab* rompe rompeu colaps*
 | ru обруш* рухну* прорв*
crack
 | en crack cracks cracked
 | es griet* fisur*
 | fr fissur*
 | de riss risse rissen
 | pt rachad* fissur*
 | ru трещин*
meet
 | en meet meets met meeting talks summit
 | es reun* encuentr*+con cumbre
 | fr rencontr* reunion* sommet pourparlers
 | de trifft treffen getroffen gipfel gesprache
 | pt reun* encontr*+com cupula
 | ru встре* перегов* саммит
threaten
 | en threat* vows+retaliat*
 | es amenaz*
 | fr menac*
 | de droht drohung* bedroh*
 | pt amea*
 | ru угро* пригроз*
fine!
 | en fined penalt* fines
 | es multa multan multad* sancion*
 | fr amende* sanctionn*
 | de bussgeld* geldstrafe*
 | pt multa* multad*
 | ru штраф* оштраф*
probe!
 | en probe probes investigat* inquir*
 | es investig* indag*
 | fr enquet*
 | de ermittl* ermittelt* untersuch* pruft
 | pt investig* apura* inquerit*
 | ru расслед* провер*
suspect!
 | en suspect*
 | es sospech*
 | fr suspect* soupconn*
 | de verdachtig* tatverdacht*
 | pt suspeit*
 | ru подозрева*
landfall!
 | en landfall makes+landfall
 | es toca+tierra toco+tierra tocar+tierra impact*+costa
 | fr touche+terre
 | de trifft+land trifft+kuste
 | pt toca+terra toca+solo
 | ru обрушился+побережье
search
 | en search* hunt* seek+suspect
 | es busca buscan busqueda*
 | fr recherch*
 | de sucht suche suchen fahndet fahndung
 | pt busca* procura*
 | ru ищут поиск* розыск*
evacuate!
 | en evacuat* forced+from forces+from flee+homes
 | es evacu* desaloj*
 | fr evacu*
 | de evakuier*
 | pt evacu*
 | ru эвакуа* эвакуир*
emergency!
 | en state+emergency declar*+emergency emergency+declar* emergency+announc* emergency+impos* emergency+order
 | es emergencia*
 | fr urgence+nationale etat+urgence etat+d'urgence
 | de notstand katastrophenfall
 | pt emergencia calamidade
 | ru чрезвычайн* режим+чс
extradite!
 | en extradit* deport*
 | es extrad* deporta deportan deporto deportar* deportad* deportacion*
 | fr extrad* expuls*
 | de auslief* ausgelief* abgeschob* abschieb*
 | pt extrad* deporta deportam deportou deportar* deportad* deportac*
 | ru экстрад* депорт*
elect!
 | en elect elected elects re-elected reelect*
 | es eleg* elig* reeleg* electo
 | fr elu elue elus reelu*
 | de gewahlt* wahlt wiedergewahlt*
 | pt eleit* elege reeleg*
 | ru избран* избра* переизбр*
cancel!
 | en cancel* scrap* postpon* delay* axed call+off calls+off called+off calling+off
 | es cancel* suspend*+vuelos aplaz* pospon*
 | fr annul*+concert report* deprogramm*
 | de abgesagt* sagt+ab verschieb* verschoben* sagen+ab sagte+ab sagten+ab
 | pt cancel* adia adiad* adiou
 | ru отмен* перенес*
appeal!
 | en appeal* challenge+court challenges+court challenges+ruling challenges+law
 | es apel* recurr* impugn* amparo
 | fr appel fait+appel cassation saisit+conseil saisit+cour saisissent+conseil
 | de berufung revision einspruch klagt+gegen klagen+gegen
 | pt recorr* recurso contest* impugn*
 | ru апелляц* обжал*
pardon!
 | en pardon* amnest* clemency
 | es indult* amnist*
 | fr graci* amnisti*
 | de begnadig* amnestie*
 | pt indult* anisti*
 | ru помил* амнист*
withdraw!
 | en withdraw* withdrew pull+out pulls+out
 | es retira+de retirada
 | fr retir* se+retire
 | de abzieh* zieht+ab zieht+zuruck ruckzug
 | pt retir*
 | ru выв*+войск
bankrupt!
 | en bankrupt* insolv*
 | es quiebra bancarrota concurso+acreedores
 | fr faillite redressement+judiciaire depot+bilan
 | de insolven* pleite
 | pt falencia falir recuperacao+judicial
 | ru банкрот*
default
 | en default+on defaults defaulted
 | es impago incumple+pago
 | fr defaut+paiement
 | de zahlungsausfall
 | pt calote
 | ru дефолт*
requested
 | en prosecutors+seek seeks+years
 | es piden+anos pide+anos fiscalia+pide
 | fr requis requier* requisition*
 | de fordert+jahre
 | pt pede+anos
 | ru запросил*+лет
admit!
 | en admit* confess* plead*
 | es admit* confies* confes*
 | fr avou* reconna*
 | de gesteht gestand* gibt+zu
 | pt admit* confess*
 | ru призна*
announce_run
 | en announces+run running+for candidac*
 | es candidat* postul*
 | fr candidat*
 | de kandid*
 | pt candidat*
 | ru кандидат* выдвин*
marry!
 | en marry marries married marrying weds wedding tie+knot ties+knot tied+knot
 | es casa+con casan caso+con boda
 | fr epous* mariage marie+avec
 | de heirat* hochzeit
 | pt casa+com casou casam casamento
 | ru женил* свадьб* замуж
sanction!
 | en sanction* embargo
 | es embargo
 | fr embargo
 | de sanktion* embargo
 | pt sancoes embargo
 | ru санкци* эмбарго
raid!
 | en raid raids raided
 | es allan* catea* cateo*
 | fr perquisition*
 | de durchsuch* razzia*
 | pt busca+apreensao
 | ru обыск*
blackout!
 | en blackout* power+cut power+outage
 | es apagon* corte+luz
 | fr panne+courant coupure+courant
 | de stromausfall* blackout
 | pt apagao* blecaute
 | ru блэкаут* отключен*+электр*
expected
 | en beats+expect* beat+expect* beats+forecast* beat+forecast* beats+estimate* beat+estimate* tops+estimate*
    falls+short fell+short misses+estimate* misses+forecast* misses+expect* missing+estimate*
    missing+forecast* missing+expect*
 | es supera+expectativas supera+previsiones
 | fr depasse+attentes
 | de ubertrifft+erwartung* verfehlt+erwartung*
 | pt supera+expectativas
 | ru превзош*+ожидани*
retire!
 | en retire retires retiring retirement
 | es jubil* retira+futbol
 | fr retraite
 | de ruhestand karriereende
 | pt aposent*
 | ru завершает+карьер* завершил*+карьер*
report
 | en study+find* survey+find* poll+find* report+find* research+find* researchers+find* scientists+find* analysis+find*
    review+find* study+found survey+found report+found
 | es estudio+encuentra estudio+halla estudio+revela
 | fr etude+revele
 | de studie+zeigt
 | pt estudo+revela estudo+encontra
 | ru исследовани*+обнаруж*
record
 | en record highest lowest
 | es record histori*
 | fr record
 | de rekord*
 | pt record*
 | ru рекорд*
"""

# Classes of which one may be told in the words of the other: "dies" and "was killed", "buys" and "is sold".
KINDRED = (
    "die kill",
    "raise rise",
    "lower fall cut",
    "crash sink aground",
    "miss search",
    "collapse fall",
    "collapse explode",
    "attack kill",
    "attack hurt",
    "find rescue",
    "find seize",
    "free end",
    "open end",
    "cut dismiss",
    "close end",
    "close block",
    "buy offer",
    "buy deal",
    "buy sell",
    "leak steal",
    "publish begin",
    "win lose",
    "charge accuse",
    "overturn block",
    "cancel end",
    "acquit free",
    "acquit approve",
    "probe search",
    "approve deal",
    "blaze explode",
    "trap miss",
    "block end",
    "halt block",
    "halt close",
    "halt end",
    "halt strike",
    "halt dismiss",
    "raise record",
    "rise record",
    "dismiss reject",
    "dismiss block",
    "cancel overturn",
    "leak violate",
    "raid attack",
    "raid search",
    "sanction fine",
    "blackout halt",
    "retire resign",
)
