"""Well-known topics and institutions of the news, with their names in the languages that feeds speak.

A small curated table of our own, with one subject a line: `id : language words, words : language words ...`. A
drafted rule takes its terms from it, and `check` reports which language of a feed a topic has no term for.
Terms are phrases wherever a bare word would alert on half the news.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Literal

from rules.seeding.lexicon import topic_translations

Table = Literal["topics", "institutions"]

TOPICS = """
crime-investigation : en indictment, indicted, criminal charges : es acusación formal, cargos penales
fentanyl : en fentanyl : es fentanilo : pt fentanil : it fentanil
opioids : en opioids, opioid crisis : es opioides, crisis de opioides : pt opioides : fr opioïdes
overdoses : en overdose deaths, drug overdose : es muertes por sobredosis, sobredosis
methamphetamine : en methamphetamine, meth labs : es metanfetamina, cristal y metanfetamina
cocaine : en cocaine : es cocaína : fr cocaïne
heroin : en heroin trafficking, heroin seizure : es heroína incautada, tráfico de heroína
chemical-precursors : en precursor chemicals, chemical precursors : es precursores químicos
drug-trafficking : en drug trafficking, drug smuggling, drug traffickers, narcotics trafficking : es narcotráfico, tráfico de drogas, narcotraficantes : fr trafic de drogue : pt tráfico de drogas, narcotráfico
drug-cartels : en drug cartels, cartels : es cárteles de la droga, cárteles
arms-trafficking : en arms trafficking, weapons trafficking, gun trafficking, firearms trafficking, arms smuggling, gun smuggling, weapons smuggling, arms sales, illegal weapons, gun sales, long weapons : es tráfico de armas, tráfico ilícito de armas, contrabando de armas, venta de armas, armas ilegales, armas largas : fr trafic d'armes : pt tráfico de armas
gun-control : en gun control, gun violence, gun laws, gun safety : es control de armas, violencia armada
mass-shootings : en mass shooting, school shooting : es tiroteo masivo, tiroteo en una escuela, balaceras
organized-crime : en organized crime, organised crime, criminal organizations, criminal groups : es crimen organizado, delincuencia organizada, grupos criminales : fr crime organisé : pt crime organizado
money-laundering : en money laundering, illicit finance : es lavado de dinero, blanqueo de capitales, operaciones con recursos de procedencia ilícita : fr blanchiment d'argent : pt lavagem de dinheiro
extortion : en extortion, extortion racket : es extorsión, cobro de piso
kidnapping : en kidnapping, abduction : es secuestro
disappearances : en forced disappearances, disappeared persons, missing persons : es personas desaparecidas, desaparición forzada, madres buscadoras
riots : en riot, rioters, civil unrest : es disturbios, motín : de Krawalle, Ausschreitungen : fr émeutes : pt tumultos
homicides : en homicide rate, homicides : es homicidios, tasa de homicidios
femicide : en femicide, violence against women : es feminicidio, violencia de género, violencia contra las mujeres
fuel-theft : en fuel theft : es robo de combustible, huachicol, huachicoleo
public-security : en public safety, public security : es seguridad pública, seguridad ciudadana
security-cooperation : en security cooperation, bilateral cooperation, security dialogue : es cooperación bilateral, cooperación en seguridad, cooperación en materia de seguridad
immigration : en immigration, migration, migrants, immigrants : es migración, inmigración, migrantes, flujo migratorio, inmigrantes : fr immigration, migrants : pt imigração, migrantes
asylum : en asylum seekers, asylum, refugees : es solicitantes de asilo, asilo, refugiados
deportation : en deportation, mass deportations : es deportación, deportaciones masivas
border-security : en border security, border wall, border crossings, border control : es seguridad fronteriza, muro fronterizo, cruces fronterizos
human-trafficking : en human trafficking, migrant smuggling, people smuggling, human smuggling : es trata de personas, tráfico de personas, tráfico de migrantes
labor-mobility : en labor mobility, labour mobility, guest workers, temporary work visas : es movilidad laboral, visas de trabajo, trabajadores temporales
remittances : en remittances : es remesas
tariffs : en tariffs, import duties : es aranceles : fr droits de douane : pt tarifas
trade-agreements : en USMCA, free trade agreement, trade agreement, NAFTA : es T-MEC, TMEC, tratado de libre comercio, acuerdo comercial
trade-dispute : en trade dispute, trade war, dispute panel : es disputa comercial, guerra comercial, panel de controversias
nearshoring : en nearshoring, supply chains, supply chain : es relocalización de empresas, cadenas de suministro, relocalización
gm-corn : en genetically modified corn, GM corn, transgenic corn : es maíz transgénico, maíz genéticamente modificado
steel-and-aluminium : en steel and aluminum, steel imports, steel tariffs : es acero y aluminio, importaciones de acero
car-industry : en auto industry, car industry, automakers, carmakers : es industria automotriz, sector automotriz, armadoras
electric-vehicles : en electric vehicles, electric cars : es vehículos eléctricos, autos eléctricos
semiconductors : en semiconductors, chipmakers, microchips : es semiconductores, microchips
energy-policy : en energy policy, energy reform, energy sector : es política energética, reforma energética, sector energético
electricity : en power grid, electricity grid, blackouts, power outages : es red eléctrica, apagones, suministro eléctrico
oil-and-gas : en oil prices, crude oil, natural gas, oil production : es petróleo, gas natural, producción petrolera, precios del crudo
renewable-energy : en renewable energy, solar power, wind power, clean energy : es energías renovables, energía solar, energía eólica, energía limpia
nuclear-power : en nuclear power, nuclear plant : es energía nuclear, central nuclear
lithium : en lithium : es litio
mining : en mining concessions, mining company, miners : es concesiones mineras, minería, mineros
climate-change : en climate change, global warming, greenhouse gas : es cambio climático, calentamiento global, gases de efecto invernadero : fr changement climatique : pt mudanças climáticas
drought : en drought, water shortage, water scarcity : es sequía, escasez de agua
water-treaty : en water treaty, water debt, water deliveries : es tratado de aguas, entrega de agua, adeudo de agua
flooding : en flooding, flash floods : es inundaciones
hurricane : en hurricane, tropical storm : es huracán, tormenta tropical
earthquake : en earthquake, quake : es terremoto, sismo
volcano : en volcano, volcanic eruption : es volcán, erupción volcánica
wildfires : en wildfires, forest fires : es incendios forestales, incendio forestal
pollution : en air pollution, toxic spill, water pollution : es contaminación del aire, contaminación del agua, derrame tóxico
deforestation : en deforestation, illegal logging : es deforestación, tala ilegal, tala clandestina
biodiversity : en biodiversity, endangered species : es biodiversidad, especies en peligro
plastics : en plastic pollution, plastic waste, single-use plastics : es residuos plásticos, plásticos de un solo uso
inflation : en inflation, consumer prices : es inflación, precios al consumidor
interest-rates : en interest rates, interest rate, rate hike : es tasas de interés, tipos de interés, tasa de interés
economic-growth : en economic growth, gross domestic product, recession : es crecimiento económico, producto interno bruto, recesión
exchange-rate : en exchange rate, peso depreciation : es tipo de cambio, depreciación del peso
public-debt : en public debt, national debt, debt ceiling : es deuda pública, techo de la deuda
taxes : en tax reform, tax evasion, tax cuts, tax fraud, unpaid taxes : es reforma fiscal, evasión fiscal, impuestos
unemployment : en unemployment, jobless, jobless claims, layoffs : es desempleo, despidos
minimum-wage : en minimum wage : es salario mínimo
labor-rights : en labor rights, labour rights, labor reform, collective bargaining : es derechos laborales, reforma laboral, contrato colectivo
strikes : en workers strike, labor strike, general strike : es huelga, paro laboral, huelga general
poverty : en poverty, inequality : es pobreza, desigualdad
housing : en housing crisis, affordable housing, eviction : es crisis de vivienda, vivienda asequible, desalojo
pensions : en pension reform, pensions : es pensiones, reforma de pensiones
health-care : en health care, healthcare, health insurance : es sistema de salud, atención médica, seguro médico
covid : en COVID-19, Covid, coronavirus, pandemic : es COVID-19, coronavirus, pandemia
vaccines : en vaccines, vaccination : es vacunas, vacunación
infectious-disease : en measles outbreak, dengue, bird flu, monkeypox, cholera : es brote de sarampión, dengue, gripe aviar, viruela del mono, cólera
screwworm : en screwworm : es gusano barrenador
cancer : en cancer treatment, breast cancer : es tratamiento del cáncer, cáncer de mama
mental-health : en mental health : es salud mental
medicine-shortage : en drug shortage, medicine shortage : es desabasto de medicamentos, desabasto de medicinas
abortion : en abortion, reproductive rights : es aborto, derechos reproductivos
lgbt-rights : en same-sex marriage, LGBT rights, transgender rights, transgender people, transgender athletes, trans athletes : es matrimonio igualitario, derechos LGBT, personas trans
indigenous-peoples : en indigenous peoples, indigenous communities : es pueblos indígenas, comunidades indígenas
human-rights : en human rights, rights violations : es derechos humanos : fr droits de l'homme : pt direitos humanos
press-freedom : en press freedom, journalists killed, freedom of the press : es libertad de prensa, periodistas asesinados, libertad de expresión
police-abuse : en police brutality, police violence, police shooting, fatally shot by police, deadly force : es abuso policial, brutalidad policial
racism : en racism, racial discrimination : es racismo, discriminación racial
corruption : en corruption, bribery, embezzlement : es corrupción, sobornos, desvío de recursos, malversación
espionage : en espionage, spyware, surveillance software : es espionaje, programa espía
elections : en elections, presidential election, midterm elections, ballot, runoff election : es elecciones, elección presidencial, comicios, boletas electorales
election-reform : en electoral reform, voting rights : es reforma electoral, derecho al voto
judicial-reform : en judicial reform, judicial overhaul : es reforma judicial, reforma al Poder Judicial
impeachment : en impeachment, articles of impeachment : es juicio político, destitución
extradition : en extradition : es extradición
sanctions : en economic sanctions, sanctions : es sanciones económicas, sanciones
terrorism : en terrorism, terrorist attack, foreign terrorist organization : es terrorismo, ataque terrorista, organización terrorista
ceasefire : en ceasefire, cease-fire, peace talks, truce : es alto el fuego, cese al fuego, tregua, conversaciones de paz
hostages : en hostages : es rehenes
war-crimes : en war crimes, genocide : es crímenes de guerra, genocidio
nuclear-weapons : en nuclear weapons, nuclear program, uranium enrichment : es armas nucleares, programa nuclear, enriquecimiento de uranio
military-aid : en military aid, defense spending, weapons shipments : es ayuda militar, gasto en defensa, envío de armas
coup : en coup d'état, attempted coup, military coup : es golpe de Estado, intento de golpe
protests : en protests, protesters, demonstrators : es protestas, manifestantes
humanitarian-aid : en humanitarian aid, humanitarian crisis : es ayuda humanitaria, crisis humanitaria
cybersecurity : en cyberattack, cybersecurity, ransomware, data breach : es ciberataque, ciberseguridad, ransomware, filtración de datos
artificial-intelligence : en artificial intelligence, machine learning : es inteligencia artificial : fr intelligence artificielle : pt inteligência artificial
social-media : en social media platforms, social media ban, content moderation, disinformation, misinformation : es desinformación, noticias falsas
data-privacy : en data privacy, data protection : es protección de datos, privacidad de datos
antitrust : en antitrust, monopoly : es antimonopolio, monopolio, competencia económica
cryptocurrency : en cryptocurrency, bitcoin : es criptomonedas, bitcoin
space : en space station, rocket launch, spacecraft : es estación espacial, lanzamiento del cohete, nave espacial
tourism : en tourism, tourists : es turismo, turistas
railways : en freight rail, passenger train, high-speed rail, derailment : es tren de pasajeros, descarrilamiento, tren de alta velocidad
aviation : en plane crash, airline safety, air traffic control : es accidente aéreo, aviación, control aéreo
ports : en port workers, container ships, shipping lanes : es puertos marítimos, terminal portuaria, buques portacontenedores
fishing : en illegal fishing, overfishing, vaquita : es pesca ilegal, sobrepesca, vaquita marina
agriculture : en farmers, agricultural exports, crops : es agricultores, exportaciones agrícolas, cosechas
avocados : en avocados : es aguacates
food-security : en food security, food prices, hunger : es seguridad alimentaria, precios de los alimentos, hambre
education : en public education, teachers union, school funding : es educación pública, magisterio, sindicato de maestros
child-labor : en child labor, child labour : es trabajo infantil
gambling : en illegal gambling, casinos : es apuestas ilegales, casinos
world-cup : en World Cup : es Copa del Mundo, Mundial de futbol : fr Coupe du monde : pt Copa do Mundo
olympics : en Olympic Games, Olympics : es Juegos Olímpicos
"""

INSTITUTIONS = """
white-house : en White House : es Casa Blanca
state-department : en State Department, Department of State : es Departamento de Estado
us-treasury : en Treasury Department, Department of the Treasury : es Departamento del Tesoro
us-justice-department : en Justice Department, Department of Justice : es Departamento de Justicia
us-homeland-security : en Department of Homeland Security, Homeland Security : es Departamento de Seguridad Nacional
pentagon : en Pentagon, Defense Department, Department of Defense : es Pentágono, Departamento de Defensa
dea : en DEA, Drug Enforcement Administration : es Administración de Control de Drogas
atf : en Bureau of Alcohol Tobacco Firearms and Explosives, ATF : es Oficina de Alcohol Tabaco Armas de Fuego y Explosivos
fbi : en FBI, Federal Bureau of Investigation : es Buró Federal de Investigaciones
cia : en CIA, Central Intelligence Agency : es Agencia Central de Inteligencia
us-customs : en Customs and Border Protection, Border Patrol : es Oficina de Aduanas y Protección Fronteriza, Patrulla Fronteriza
ice : en Immigration and Customs Enforcement : es Servicio de Inmigración y Control de Aduanas
federal-reserve : en Federal Reserve : es Reserva Federal
mexico-foreign-ministry : en Mexican Foreign Ministry, Foreign Relations Secretariat : es Secretaría de Relaciones Exteriores, Cancillería mexicana
mexico-defense : en Sedena : es Secretaría de la Defensa Nacional, Sedena
mexico-navy : en Mexican Navy : es Secretaría de Marina, Semar
mexico-economy : en Mexican Economy Ministry : es Secretaría de Economía
mexico-interior : en Mexican Interior Ministry : es Secretaría de Gobernación, Segob
mexico-finance : en Mexican Finance Ministry : es Secretaría de Hacienda y Crédito Público, Secretaría de Hacienda, SHCP
mexico-security-ministry : en Mexican Security Ministry : es Secretaría de Seguridad y Protección Ciudadana, SSPC
mexico-prosecutors : en Mexican Attorney General's Office : es Fiscalía General de la República, FGR
national-guard-mexico : en Mexican National Guard : es Guardia Nacional mexicana
migration-institute : en National Migration Institute : es Instituto Nacional de Migración
pemex : en Pemex, Petróleos Mexicanos : es Pemex, Petróleos Mexicanos
cfe : en Federal Electricity Commission : es Comisión Federal de Electricidad, CFE
banxico : en Bank of Mexico, Banxico : es Banco de México, Banxico
electoral-institute : en National Electoral Institute : es Instituto Nacional Electoral
sinaloa-cartel : en Sinaloa Cartel : es Cártel de Sinaloa
jalisco-cartel : en Jalisco New Generation Cartel, Jalisco Cartel, CJNG : es Cártel Jalisco Nueva Generación, Cártel de Jalisco, CJNG
gulf-cartel : en Gulf Cartel : es Cártel del Golfo
united-nations : en United Nations : es Naciones Unidas, ONU : de Vereinte Nationen : fr Nations unies, ONU : pt Nações Unidas, ONU : ru ООН : ar الأمم المتحدة : zh 联合国
unhcr : en UN Refugee Agency, UNHCR : es Agencia de la ONU para los Refugiados, ACNUR
iom : en International Organization for Migration : es Organización Internacional para las Migraciones
european-union : en European Union : es Unión Europea : de Europäische Union : fr Union européenne : pt União Europeia : ru Евросоюз
european-commission : en European Commission : es Comisión Europea : de Europäische Kommission, EU-Kommission : fr Commission européenne : pt Comissão Europeia : ru Еврокомиссия
nato : en NATO : es OTAN : de Nato : fr Otan : pt Otan : ru НАТО
who : en World Health Organization : es Organización Mundial de la Salud : de Weltgesundheitsorganisation : fr Organisation mondiale de la santé, OMS : pt Organização Mundial da Saúde, OMS : ru ВОЗ : ar منظمة الصحة العالمية : zh 世界卫生组织
wto : en World Trade Organization : es Organización Mundial del Comercio
imf : en International Monetary Fund : es Fondo Monetario Internacional : de Internationaler Währungsfonds : fr Fonds monétaire international, FMI : pt Fundo Monetário Internacional, FMI : ru МВФ
world-bank : en World Bank : es Banco Mundial
oas : en Organization of American States : es Organización de los Estados Americanos
interpol : en Interpol : es Interpol
hamas : en Hamas : es Hamás : de Hamas : fr Hamas : pt Hamas : ru ХАМАС : ar حماس
hezbollah : en Hezbollah : es Hezbolá
taliban : en Taliban : es talibanes, Talibán
amnesty : en Amnesty International : es Amnistía Internacional
human-rights-watch : en Human Rights Watch : es Human Rights Watch
red-cross : en Red Cross : es Cruz Roja : de Rotes Kreuz, Rote Kreuz : fr Croix-Rouge : pt Cruz Vermelha : ru Красный Крест
greenpeace : en Greenpeace : es Greenpeace : de Greenpeace : fr Greenpeace : pt Greenpeace : ru Гринпис
ecb : en European Central Bank : es Banco Central Europeo : de Europäische Zentralbank, EZB : fr Banque centrale européenne, BCE : pt Banco Central Europeu
federal-reserve : en Federal Reserve : es Reserva Federal : de US-Notenbank, Fed : fr Réserve fédérale : pt Federal Reserve : ru ФРС : zh 美联储
bank-of-russia : en Bank of Russia : es Banco de Rusia : ru Центробанк, Центральный банк, Банк России
gazprom : en Gazprom : es Gazprom : de Gazprom : ru Газпром
rosneft : en Rosneft : es Rosneft : ru Роснефть
rosatom : en Rosatom : es Rosatom : ru Росатом
mchs : en Russian emergencies ministry : es Ministerio de Emergencias de Rusia : ru МЧС
state-duma : en State Duma : es Duma Estatal : de Staatsduma : ru Госдума, Государственная дума
kremlin : en Kremlin : es Kremlin : de Kreml : fr Kremlin : pt Kremlin : ru Кремль
peoples-bank-of-china : en People's Bank of China : es Banco Popular de China : zh 中国人民银行
fao : en Food and Agriculture Organization : es Organización de las Naciones Unidas para la Alimentación y la Agricultura : ar منظمة الأغذية والزراعة
un-security-council : en UN Security Council : es Consejo de Seguridad de la ONU : de UN-Sicherheitsrat : fr Conseil de sécurité de l'ONU : pt Conselho de Segurança da ONU : ru Совет Безопасности ООН
petrobras : en Petrobras : es Petrobras : pt Petrobras
ibama : en Ibama : es Ibama : pt Ibama
federal-prosecution-brazil : en Brazilian federal prosecution : es Fiscalía federal de Brasil : pt Ministério Público Federal
bundesbank : en Bundesbank : de Bundesbank : es Bundesbank : fr Bundesbank
bundestag : en Bundestag : es Bundestag : de Bundestag
bundeswehr : en Bundeswehr : es Bundeswehr : de Bundeswehr
banque-de-france : en Banque de France : es Banco de Francia : fr Banque de France
assemblee-nationale : en French National Assembly : es Asamblea Nacional de Francia : fr Assemblée nationale
national-institutes-of-health : en National Institutes of Health, NIH : es Institutos Nacionales de Salud
"""


@dataclass(frozen=True, slots=True)
class Known:
    """A topic or institution with its terms by language (ISO 639-1), in the order in which a rule shows them."""

    id: str
    terms: Mapping[str, tuple[str, ...]]

    def all_terms(self) -> tuple[str, ...]:
        """Every term once, English and Spanish first."""
        return self.terms_in(*self.terms)

    def terms_in(self, *languages: str) -> tuple[str, ...]:
        """The terms of these languages, each once and in their order."""
        spoken = (self.terms.get(language, ()) for language in languages)
        return tuple(dict.fromkeys(term for terms in spoken for term in terms))


@cache
def table(which: Table) -> tuple[Known, ...]:
    """The known topics or institutions, parsed."""
    lines = f"{TOPICS}\n{topic_translations.TOPICS}" if which == "topics" else INSTITUTIONS
    terms: dict[str, dict[str, tuple[str, ...]]] = {}
    for line in lines.splitlines():
        name, *parts = line.strip().split(" : ")
        for part in parts:
            words = tuple(word.strip() for word in part[3:].split(","))
            spoken = terms.setdefault(name.strip(), {})
            spoken[part[:2]] = (*spoken.get(part[:2], ()), *words)
    return tuple(Known(name, spoken) for name, spoken in terms.items())
