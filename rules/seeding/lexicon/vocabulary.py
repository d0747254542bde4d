"""English and Spanish words for drafting, folded: data only, written for this project.

Each list is of words with one function in a news text (a title, a role, the head of an institution ...). The order
within a list has no meaning.
"""

from __future__ import annotations

from functools import cache, lru_cache

from rules.matching import lexicon
from rules.matching.lexicon import known_words
from rules.seeding.lexicon import more_languages as more
from rules.silence.words import small_words

# Offices and professions. The words of one line mean the same, in both languages and genders.
# They stand beside a surname, and so become the context words of an actor.
ROLES = """
ambassador ambassadors embajador embajadora embajadores embassy embajada
president presidente presidenta presidency presidencia
vice-president vicepresident vicepresidente vicepresidenta
premier
minister ministro ministra canciller ministry ministerio cancilleria
chancellor
secretary secretario secretaria
undersecretary subsecretario subsecretaria
senator senador senadora sen
congressman congresswoman congressperson representative rep diputado diputada
lawmaker legislator legislador legisladora
governor gobernador gobernadora gov
mayor alcalde alcaldesa edil
prosecutor fiscal procurador procuradora
attorney abogado abogada lawyer
judge juez jueza magistrado magistrada justice
adviser advisor asesor asesora aide
envoy enviado enviada
spokesman spokeswoman spokesperson vocero vocera portavoz
commissioner comisionado comisionada
administrator administrador administradora
director directora
coordinator coordinador coordinadora
delegate delegado delegada
consul consulado
head chief jefe jefa titular boss encargado encargada
leader lider dirigente
general gen gral
admiral almirante
colonel coronel col
captain capitan capt
speaker whip
commander comandante
lieutenant teniente lt
sheriff
officer official funcionario funcionaria
agent agente
deputy
candidate candidato candidata
nominee
founder fundador fundadora
executive ceo chairman chairwoman chair chairperson
economist economista
analyst analista
professor profesor profesora catedratico catedratica prof
researcher investigador investigadora
scientist cientifico cientifica
expert experto experta especialista specialist
activist activista
journalist periodista reporter reportero reportera correspondent corresponsal
historian historiador historiadora
writer escritor escritora author autor autora
actor actriz actress
singer cantante
coach entrenador entrenadora
manager gerente
player jugador jugadora
doctor doctora dr dra physician medico medica
bishop obispo archbishop arzobispo cardinal cardenal
priest sacerdote padre father reverend rev
pope papa
king rey queen reina prince principe princess princesa
kingpin capo narcotraficante trafficker
"""

# Words that stand before a person's name and need not mean an office.
COURTESY = """
mr mrs ms miss sir lord lady dame don dona sr sra srta senor senora senorita lic licenciado licenciada ing
ingeniero ingeniera mtro mtra maestro maestra ciudadano ciudadana
"""

# Words that continue a title: "Secretary of State", "secretaria de Hacienda", "National Security Adviser".
PORTFOLIOS = """
state defense defence homeland security interior treasury health energy labor labour commerce education
foreign affairs relations economy finance war army navy justice agriculture transportation transport housing
veterans environment environmental protection trade intelligence national federal general press prime deputy
assistant special executive chief acting former senior minority majority house senate communications estado
defensa seguridad nacional gobernacion hacienda credito publico salud energia trabajo prevision social
comercio educacion publica exteriores relaciones economia finanzas guerra ejercito marina justicia
agricultura desarrollo rural transportes comunicaciones medio ambiente vivienda turismo cultura bienestar
proteccion ciudadana funcion asuntos infraestructura republica interino electo adjunto ejecutivo interna
interno tesoro management budget policy operations staff public international domestic
"""

# Words of a body's double name: "Food and Drug Administration".
FIELDS = """
food drug customs immigration health alcohol tobacco firearms explosives border protection trade science
arts fish wildlife fisheries aviation securities exchange oil gas oceanic atmospheric children families law
revenue police fire water disease control prevention citizenship enforcement human services urban
development
"""

# Words that are written like names, but are neither persons nor bodies.
NO_ACTORS = """
covid covid-19 hiv aids vih sida gdp pib iva nafta usmca tmec t-mec tlcan ceo vip tv dna adn ppe ai ia id
pdf q&a faq html gmt usd mxn twitter facebook youtube whatsapp instagram tiktok telegram internet web google
x god dios christmas navidad covid19 delta omicron lgbt ngo ong pri-pan mp mps gop
"""

# Heads of institutions' names: "Laboratory" makes "National Security Laboratory" an organisation.
INSTITUTIONS = """
ministry department agency administration bureau office commission committee council cabinet service
services force forces guard army navy police court tribunal congress parliament senate house chamber
government party union federation confederation association organization organisation institute institution
laboratory centre center centres centers institutes university college school academy hospital bank fund foundation trust company
corporation corp inc group holdings industries airlines motors cartel gang mafia militia front movement
league alliance coalition network society club authority board embassy consulate secretariat directorate
ministries watch observatory project initiative times post journal news press tribune ministerio
departamento agencia administracion oficina comision comite consejo gabinete servicio servicios fuerza
fuerzas guardia ejercito marina policia corte tribunal juzgado congreso parlamento senado camara gobierno
partido sindicato federacion confederacion asociacion organizacion instituto institucion laboratorio centro
universidad colegio escuela academia hospital banco fondo fundacion empresa compania corporacion grupo
cartel banda mafia milicia frente movimiento liga alianza coalicion red sociedad club autoridad junta
embajada consulado secretaria direccion fiscalia procuraduria unidad contraloria auditoria defensoria
subsecretaria coordinacion aduanas aduana patronato observatorio periodico diario
"""

# Heads that are no name alone, for too many bodies bear them; with more words they are names.
GENERIC_INSTITUTIONS = """
ministry department agency administration bureau office commission committee council cabinet service police
court congress parliament senate house government party union army navy guard bank group company university
hospital school board authority embassy consulate press news post times watch network ministerio
departamento agencia administracion oficina comision comite consejo gabinete servicio policia corte congreso
parlamento senado camara gobierno partido sindicato ejercito marina guardia banco grupo empresa universidad
hospital escuela junta embajada consulado secretaria direccion fiscalia procuraduria unidad federacion
federation ejecutivo legislativo judicial poder estado state states estados nation nacion republica
"""

# Heads of names that are no actors: events, treaties, buildings, feasts.
EVENTS = """
meeting summit conference talks forum session congress day week month year anniversary act law bill treaty
agreement accord pact plan program programme strategy framework dialogue amendment constitution code order
war battle revolution championship cup games prize award festival fair election elections referendum
operation hurricane storm earthquake crisis scandal affair case report resolution statement declaration
memorandum protocol convention charter title section article street avenue boulevard road highway bridge
airport port building palace tower hotel park river lake sea ocean gulf bay mountain valley desert island
border wall plaza square stadium station line train mission visit tour campaign review reunion cumbre
conferencia foro sesion dia semana mes ano aniversario ley leyes tratado acuerdo pacto plan programa
estrategia marco dialogo enmienda reforma constitucion codigo decreto guerra batalla revolucion campeonato
copa juegos premio festival feria eleccion elecciones consulta operacion operativo huracan tormenta sismo
terremoto crisis escandalo caso informe resolucion declaracion memorandum protocolo convencion carta
articulo calle avenida bulevar carretera autopista puente aeropuerto puerto edificio palacio torre hotel
parque rio lago mar oceano golfo bahia sierra valle desierto isla frontera muro plaza zocalo estadio
estacion linea tren mision visita gira campana mañanera mananera colonia municipio salon
"""

SPEECH = """
said says told tells added adds announced announces stated states declared declares explained explains
argued argues claimed claims reported reports warned warns insisted insists stressed stresses noted notes
wrote writes tweeted posted acknowledged confirmed denied assured pledged promised urged called asked
replied responded recalled testified met visited signed thanked welcomed arrived traveled travelled spoke
speaks vowed rejected criticized praised accused agreed dijo dice afirmo afirma senalo senala anadio agrego
agrega explico explica declaro declara anuncio anuncia aseguro asegura informo informa indico indica
manifesto manifiesta sostuvo sostiene subrayo subraya destaco destaca advirtio advierte confirmo confirma
nego niega reconocio reconoce detallo detalla preciso precisa expreso expresa comento comenta apunto apunta
reitero reitera recordo recuerda escribio escribe publico respondio responde pidio pide exigio exige
prometio promete insistio insiste critico critica acuso acusa agradecio agradece viajo viaja visito visita
firmo firma acudio asistio recibio encabezo encabeza presento presenta considero considera lamento lamenta
rechazo rechaza propuso propone
"""

# Words by which a text names its source: the name beside them is an outlet, not an actor.
REPORTING = (
    "reports report reported reporta reporto informa informo segun via fuente source photo foto imagen"
)

BYLINES = (
    "by por de texto foto photo photograph image imagen credit redaccion editing edited writing reporting"
)

MONTHS_AND_DAYS = """
january february march april may june july august september october november december jan feb mar apr jun
jul aug sep sept oct nov dec monday tuesday wednesday thursday friday saturday sunday mon tue wed thu fri
sat sun enero febrero marzo abril mayo junio julio agosto septiembre setiembre octubre noviembre diciembre
lunes martes miercoles jueves viernes sabado domingo christmas easter thanksgiving navidad semana santa
ramadan am pm est edt cst pst gmt utc
"""

# Adjectives of nations, faiths and parties, and the languages: capitalised in English, no actors.
DEMONYMS = """
mexican mexicans american americans canadian canadians cuban cubans haitian haitians venezuelan venezuelans
honduran hondurans guatemalan guatemalans salvadoran salvadorans nicaraguan colombian colombians ecuadorian
peruvian chilean argentine argentinian bolivian brazilian brazilians spanish spaniards french british
english german germans italian portuguese dutch belgian swiss swedish norwegian danish finnish polish
russian russians ukrainian ukrainians turkish greek israeli israelis palestinian palestinians iranian
iranians iraqi syrian lebanese egyptian saudi afghan pakistani indian indians chinese japanese korean
koreans vietnamese filipino indonesian australian african africans european europeans asian asians latin
latino latinos latina hispanic hispanics arab arabs jewish jews muslim muslims islamic christian christians
catholic catholics protestant evangelical republican republicans democrat democrats democratic socialist
communist liberal conservative western eastern northern southern central north south east west californian
texan texans new yorker indigenous mexicano mexicana mexicanos mexicanas estadounidense estadounidenses
norteamericano norteamericana
"""

# Words that begin sentences, headlines and quotations, but no name.
STARTERS = """
a an the this that these those it its he she they we you i his her their our your my there here in on at by
for from with without to of as and or but if when while where who what which why how after before during
since until although though because despite amid among against between both each every all some any many
most more few several other another such no not now then thus so also however moreover furthermore meanwhile
instead still yet even only just once again today yesterday tomorrow tonight last next later earlier
recently finally first second third one two three four five six seven eight nine ten according additionally
addition another asked being besides speaking special thanks dear read see watch like let do does did is are
was were has have had will would can could should may might must be been get got please note under over
about above across along around near off out up down through toward towards upon within via per joint new
former late early members officials people experts authorities police lawmakers migrants residents sources
critics supporters government president senator minister secretary governor mayor breaking update exclusive
video photo photos live related more advertisement subscribe share follow sign el la los las lo un una unos
unas este esta estos estas ese esa esos esas aquel aquella esto eso su sus mi mis tu nuestro nuestra
nosotros ellos ellas usted ustedes yo en de del al a ante bajo con contra desde durante entre hacia hasta
mediante para por segun sin sobre tras y e o u ni pero mas sino aunque porque pues como cuando donde quien
quienes que cual cuales cuanto si no ya aun todavia tambien ademas asimismo mientras luego despues antes
entonces ahora hoy ayer manana anoche siempre nunca aqui alli asi cada todo toda todos todas algunos algunas
muchos muchas varios varias otro otra otros otras ambos ambas dos tres cuatro cinco seis siete ocho nueve
diez primero segundo tercero finalmente actualmente anteriormente posteriormente recientemente respecto cabe
tan tal tanto muy menos solo incluso hay fue es son era ser esta estan estaba ha han habia hace hizo dijo
gracias autoridades funcionarios gobierno presidente fuentes expertos policias migrantes lea tambien te se
le les me nos al efe foto video redaccion suscribete comparte sigue
"""

NAME_LINKS = "de del la las los da das do dos di van von der den ter bin ibn ben al el le du y e san santa o"
TITLE_LINKS = "of for and the de del la las los el en para y e to"


SPOKEN = frozenset({"de", "fr", "pt", "ru"})  # beside English and Spanish, whose words stand above


@cache
def of(listed: str) -> frozenset[str]:
    """Splits a list of this module into its words."""
    return frozenset(listed.split())


@cache
def _offices() -> tuple[tuple[str, ...], ...]:
    """The lines of ROLES, each with its words in the other languages, and the lines that only those have."""
    others = dict(line.split(": ", 1) for line in more.ROLES.strip().splitlines())
    lines = [(*line.split(), *others.pop(line.split()[0], "").split()) for line in ROLES.strip().splitlines()]
    return (*lines, *((head, *rest.split()) for head, rest in others.items()))


@cache
def roles() -> frozenset[str]:
    """Returns the words of office in every language."""
    return frozenset(word for line in _offices() for word in line)


@lru_cache(50_000)
def role_of(key: str, language: str = "") -> str:
    """Returns the word of office that a folded word is, or ends in as a German compound; "" if it is none."""
    if key in roles():
        return key
    if language == "de" and len(key) > 8:
        endings = (key[i:] for i in range(3, len(key) - 4))
        return next((ending for ending in endings if ending in roles()), "")
    return ""


@cache
def equivalents(role: str) -> tuple[str, ...]:
    """Returns the words of office that mean the same as this one, the word itself first; () if it is none."""
    line = next((line for line in _offices() if role in line), ())
    return (role, *(word for word in line if word != role)) if line else ()


@cache
def institutions() -> frozenset[str]:
    """Returns the heads of institutions' names in every language."""
    return of(INSTITUTIONS) | of(more.INSTITUTIONS)


@cache
def kinds() -> frozenset[str]:
    """Returns the kinds of organisations: company, lender, ministry."""
    return of(more.KINDS)


@cache
def courtesy() -> frozenset[str]:
    """Returns the words of courtesy before a name in every language."""
    return of(COURTESY) | of(more.COURTESY)


@cache
def dates() -> frozenset[str]:
    """Returns the names of months and days in every language."""
    return of(MONTHS_AND_DAYS) | of(more.MONTHS_AND_DAYS)


@cache
def links() -> frozenset[str]:
    """Returns the small words inside titles and names of bodies."""
    return of(TITLE_LINKS) | of("du des da do das dos der et von fur pour por")


@cache
def openers(language: str) -> frozenset[str]:
    """Returns the words that begin sentences but no name."""
    return of(STARTERS) | (small_words(language) if language in SPOKEN else frozenset())


@cache
def speech() -> frozenset[str]:
    """Returns the verbs of speech in every language."""
    return of(SPEECH) | of(more.SPEECH)


@lru_cache(50_000)
def is_given(key: str) -> bool:
    """Whether a folded word is a given name, and no everyday word or place."""
    if key in lexicon.given_names() or key in of(more.GIVEN_NAMES):
        return True
    listed = known_words.is_listed(key, "given") and not known_words.is_listed(key, "places")
    return listed and not lexicon.is_ordinary(key)


@lru_cache(50_000)
def is_german_noun(key: str) -> bool:
    """Whether a folded German word is a common noun, alone or as the end of a compound."""
    if known_words.figure(key, "de") >= 2.5 or key in kinds() or key in openers("de"):
        return not key.startswith(("bundes", "landes")) or not is_german_body(key)
    if is_german_body(key):
        return False
    if len(key) > 6 and key.endswith(more.GERMAN_ENDINGS):
        return True
    ends = (key[i:] for i in range(3, len(key) - 3))
    return any(
        known_words.figure(end, "de") >= 3 and end not in of(more.GERMAN_SURNAME_ENDINGS) for end in ends
    )


def is_german_body(key: str) -> bool:
    """Whether a folded German word is a compound that names an institution: Bundeskartellamt."""
    return len(key) > 8 and key.endswith(more.GERMAN_BODIES) and key not in more.GERMAN_BODIES
