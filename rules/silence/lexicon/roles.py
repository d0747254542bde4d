"""The table of roles: who acts, in classes, with the words for each in six languages; written as `acts` is.

Data only. Words are folded; * stands for any ending.
"""

ROLES = """
mayor
 | en mayor mayors
 | es alcald* edil regidor*
 | fr maire maires
 | de *burgermeister *burgermeisterin
 | pt prefeit*
 | ru мэр мэра мэром мэру
governor
 | en governor* ex-governor gov
 | es gobernador* exgobernador*
 | fr gouverneur*
 | de gouverneur* ministerprasident* landeshauptmann
 | pt governador* ex-governador
 | ru губернатор*
president
 | en president*
 | es president* expresident*
 | fr president*
 | de prasident* bundesprasident*
 | pt president* ex-presidente
 | ru президент*
premier
 | en premier premiers
 | es premier
 | fr premier
 | de kanzler* bundeskanzler* premier*
 | pt premie
 | ru премьер*
minister
 | en minister* secretary
 | es ministr* exministr* secretari* canciller*
 | fr ministre*
 | de minister* *minister *ministerin
 | pt ministr* ex-ministro secretari*
 | ru министр*
deputy
 | en senator* congressman congresswoman lawmaker* deputy deputies mp mps
 | es diputad* senador* legislador*
 | fr depute* senateur* senatrice*
 | de abgeordnet* senator*
 | pt deputad* senador* vereador*
 | ru депутат* сенатор*
chief
 | en chief ceo chairman chairwoman boss executive director head
 | es director* jef* gerent* ceo titular dirigente
 | fr directeur* directrice* patron* pdg chef
 | de *chef *chefin vorstand* direktor* leiter*
 | pt diretor* chefe ceo
 | ru глава главы главой директор* руководител*
judge
 | en judge* justice justices magistrate*
 | es juez jueza jueces magistrad*
 | fr juge* magistrat*
 | de richter*
 | pt juiz juiza juizes
 | ru судья судьи
court
 | en court courts tribunal
 | es tribunal* corte juzgado*
 | fr tribunal tribunaux cour
 | de gericht* *gericht
 | pt tribunal* corte
 | ru суд суда
prosecutor
 | en prosecutor*
 | es fiscal fiscalia fiscales procurad*
 | fr procureur* parquet
 | de staatsanw* anklager*
 | pt promotor* procurad*
 | ru прокур* следствие
police
 | en police officers cops
 | es policia*
 | fr police policier* gendarm*
 | de polizei* polizist*
 | pt policia*
 | ru полици*
army
 | en army troops soldier* military navy
 | es ejercito* soldad* militar* marina
 | fr armee soldat* militaire* marine
 | de armee* soldat* militar* marine
 | pt exercito soldad* militar* marinha
 | ru арми* солдат* военн*
customs
 | en customs
 | es aduan*
 | fr douan*
 | de zoll zollner*
 | pt alfandeg*
 | ru таможн*
regulator
 | en regulator* watchdog authority
 | es regulador* competencia autoridad* organismo
 | fr regulateur autorite*
 | de kartellamt behorde* regulierer* aufsicht*
 | pt regulador* agencia cade
 | ru регулятор* ведомств*
bank
 | en bank banks
 | es banco bancos
 | fr banque*
 | de *bank *banken
 | pt banco bancos
 | ru *банк центробанк* банк*
company
 | en company firm group maker giant
 | es empresa* compania* grupo firma
 | fr groupe entreprise* societe
 | de konzern* unternehmen* firma
 | pt empresa* grupo companhia
 | ru компани* концерн* групп*
actor
 | en actor* actress*
 | es actor* actri*
 | fr acteur* actrice* comedien*
 | de schauspieler*
 | pt ator atores atri*
 | ru актер* актрис*
singer
 | en singer*
 | es cantante* cantautor*
 | fr chanteu*
 | de sanger*
 | pt cantor*
 | ru певец певица певц* певиц*
writer
 | en writer* author* novelist* poet*
 | es escritor* poeta* novelista*
 | fr ecrivain* romancier* poete*
 | de schriftsteller* dichter* autor*
 | pt escritor* poeta* romancista*
 | ru писател* поэт*
artist
 | en composer* painter* artist* musician*
 | es compositor* pintor* artista* musico*
 | fr compositeur* peintre* artiste* musicien*
 | de komponist* maler* kunstler* musiker*
 | pt compositor* pintor* artista* musico*
 | ru композитор* художник* музыкант*
filmmaker
 | en filmmaker* film-director
 | es cineasta*
 | fr cineaste* realisateur*
 | de regisseur*
 | pt cineasta*
 | ru режиссер*
banker
 | en banker* financier
 | es banquer*
 | fr banquier*
 | de bankier*
 | pt banqueir*
 | ru банкир*
worker
 | en worker* staff employee* workers labourer*
 | es trabajador* obrer* emplead*
 | fr ouvrier* salarie* employe*
 | de arbeiter* mitarbeiter* beschaftigt* angestellt*
 | pt trabalhador* funcionari* operari*
 | ru рабоч* сотрудник* работник*
miner
 | en miner miners
 | es miner*
 | fr mineur*
 | de bergleut* bergmann*
 | pt miner*
 | ru горняк* шахтер*
doctor
 | en doctor* nurse*
 | es medic* enfermer*
 | fr medecin* infirmier*
 | de arzt arztin arzte* pfleger*
 | pt medic* enfermeir*
 | ru врач* медик*
teacher
 | en teacher* professor*
 | es maestr* profesor* docente*
 | fr professeur* enseignant*
 | de lehrer* professor*
 | pt professor*
 | ru учител* препод*
driver
 | en driver* rider* pilot*
 | es conductor* chofer* piloto* motociclist*
 | fr conducteur* chauffeur* chauffard* pilote*
 | de fahrer* *fahrer pilot*
 | pt motorist* piloto*
 | ru водител* пилот*
child
 | en child children boy girl baby
 | es nino nina ninos ninas menor menores bebe
 | fr enfant* garcon fille bebe
 | de kind kinder junge madchen baby
 | pt crianca* menino menina bebe
 | ru ребен* дети детей мальчик* девочк*
man
 | en man men
 | es hombre*
 | fr homme*
 | de mann manner*
 | pt homem homens
 | ru мужчин*
woman
 | en woman women
 | es mujer*
 | fr femme*
 | de frau frauen
 | pt mulher*
 | ru женщин*
people
 | en people persons passengers residents
 | es personas gente pasajeros vecinos
 | fr personnes gens passagers habitants
 | de menschen personen leute passagiere anwohner
 | pt pessoas passageiros moradores
 | ru человек* людей люди пассажир*
party
 | en party
 | es partido
 | fr parti
 | de partei
 | pt partido
 | ru парти*
parliament
 | en parliament senate congress house lawmakers
 | es parlamento senado congreso camara
 | fr parlement senat assemblee chambre deputes
 | de parlament* bundestag bundesrat
 | pt parlamento senado congresso camara
 | ru парламент* сенат дума думы
government
 | en government cabinet
 | es gobierno gabinete
 | fr gouvernement cabinet
 | de regierung* kabinett*
 | pt governo gabinete
 | ru правительств* кабинет*
price
 | en price prices
 | es precio*
 | fr prix
 | de preis* *preis *preise
 | pt preco*
 | ru цен*
shares
 | en share shares stock stocks
 | es accion acciones
 | fr action actions titre
 | de aktie* *aktie *aktien
 | pt acao acoes
 | ru акци*
output
 | en output production
 | es produccion
 | fr production
 | de produktion
 | pt producao
 | ru производств* добыч*
plant
 | en plant plants factory
 | es planta fabrica
 | fr usine*
 | de fabrik* werk werke
 | pt fabrica usina
 | ru завод* фабрик*
union
 | en union unions
 | es sindicato* gremio*
 | fr syndicat*
 | de gewerkschaft*
 | pt sindicato*
 | ru профсоюз*
ship
 | en ship ships ferry ferries boat boats vessel* tanker freighter
 | es barco* buque* ferri* ferry transbordador* lancha* embarcacion* petrolero
 | fr navire* ferry bateau* petrolier cargo
 | de schiff* fahre fahren *fahre *schiff boot boote tanker frachter
 | pt navio* balsa* barco* barca petroleiro
 | ru судно судна паром* корабл* лодк* танкер*
plane
 | en plane planes airliner* aircraft jet jetliner
 | es avion* avioneta* aeronave*
 | fr avion* appareil
 | de flugzeug* maschine *flugzeug
 | pt aviao avioes aeronave*
 | ru самолет* лайнер*
helicopter
 | en helicopter* chopper*
 | es helicoptero*
 | fr helicoptere*
 | de hubschrauber* helikopter*
 | pt helicoptero*
 | ru вертолет*
train
 | en train trains
 | es tren trenes
 | fr train trains
 | de zug zuge *zug
 | pt trem trens
 | ru поезд*
bus
 | en bus buses coach
 | es autobus* autocar* camion
 | fr bus autocar* autobus
 | de bus busse *bus
 | pt onibus autocarro*
 | ru автобус*
bridge
 | en bridge bridges
 | es puente*
 | fr pont ponts
 | de brucke* *brucke
 | pt ponte pontes
 | ru мост моста мосту
school
 | en school schools
 | es escuela* colegio*
 | fr ecole* lycee* college*
 | de schule* *schule
 | pt escola* colegio*
 | ru школ*
hospital
 | en hospital hospitals
 | es hospital*
 | fr hopital*
 | de krankenhaus* klinik*
 | pt hospital*
 | ru больниц*
airport
 | en airport*
 | es aeropuerto*
 | fr aeroport*
 | de flughafen*
 | pt aeroporto*
 | ru аэропорт*
storm
 | en storm storms hurricane* typhoon* cyclone*
 | es tormenta* huracan* tifon* ciclon*
 | fr tempete* ouragan* typhon* cyclone*
 | de sturm sturme orkan* taifun* hurrikan* unwetter
 | pt tempestade* furacao* tufao* ciclone*
 | ru шторм* ураган* тайфун* циклон*
dozens
 | en dozens
 | es decenas docenas
 | fr dizaines
 | de dutzende*
 | pt dezenas
 | ru десятки десятков
hundreds
 | en hundreds
 | es cientos centenares
 | fr centaines
 | de hunderte*
 | pt centenas
 | ru сотни сотен
thousands
 | en thousands
 | es miles millares
 | fr milliers
 | de tausende*
 | pt milhares
 | ru тысячи
"""
