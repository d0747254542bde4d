"""Names of places in the news, folded, so that no place is taken for a person or an organisation.

Data only. Countries in English and Spanish, the states of Mexico and the United States, large cities and
those of the border.
"""

from __future__ import annotations

from functools import cache

from rules.matching import lexicon
from rules.matching.lexicon import known_words

PLACES = """
mexico|united states|estados unidos|us|u.s.|usa|ee.uu.|eeuu|ee uu|eua|america|canada|cuba|haiti|jamaica
dominican republic|republica dominicana|guatemala|honduras|el salvador|nicaragua|costa rica|panama|belize
belice|colombia|venezuela|ecuador|peru|bolivia|chile|argentina|uruguay|paraguay|brazil|brasil|puerto rico
spain|espana|france|francia|germany|alemania|italy|italia|portugal|united kingdom|reino unido|britain|uk
england|inglaterra|scotland|escocia|ireland|irlanda|netherlands|paises bajos|holanda|belgium|belgica
switzerland|suiza|austria|sweden|suecia|norway|noruega|denmark|dinamarca|finland|finlandia|poland|polonia
hungary|hungria|romania|rumania|bulgaria|greece|grecia|turkey|turquia|ukraine|ucrania|russia|rusia|belarus
bielorrusia|georgia|armenia|azerbaijan|azerbaiyan|kazakhstan|israel|palestine|palestina|gaza|west bank
cisjordania|lebanon|libano|syria|siria|jordan|jordania|iraq|irak|iran|saudi arabia|arabia saudita|yemen
qatar|kuwait|egypt|egipto|libya|libia|tunisia|tunez|algeria|argelia|morocco|marruecos|sudan|south sudan
ethiopia|etiopia|somalia|kenya|nigeria|ghana|mali|niger|senegal|congo|rwanda|uganda|tanzania|south africa
sudafrica|zimbabwe|angola|mozambique|afghanistan|afganistan|pakistan|india|bangladesh|sri lanka|nepal|china
taiwan|hong kong|japan|japon|south korea|north korea|corea del sur|corea del norte|korea|corea|vietnam
thailand|tailandia|myanmar|philippines|filipinas|indonesia|malaysia|malasia|singapore|singapur|australia
new zealand|nueva zelanda|europe|europa|asia|africa|latin america|america latina|latinoamerica
central america|centroamerica|south america|sudamerica|north america|norteamerica|america del norte
america central|caribbean|caribe|middle east|medio oriente|oriente medio|balkans|western hemisphere
union americana|american union|aguascalientes|baja california|baja california sur|campeche|chiapas|chihuahua
coahuila|colima|durango|guanajuato|guerrero|hidalgo|jalisco|estado de mexico|state of mexico|michoacan
morelos|nayarit|nuevo leon|oaxaca|puebla|queretaro|quintana roo|san luis potosi|sinaloa|sonora|tabasco
tamaulipas|tlaxcala|veracruz|yucatan|zacatecas|mexico city|ciudad de mexico|cdmx|tijuana|mexicali
ciudad juarez|juarez|nogales|reynosa|matamoros|nuevo laredo|piedras negras|ciudad acuna|monterrey
guadalajara|culiacan|acapulco|cancun|merida|toluca|tapachula|villahermosa|manzanillo|lazaro cardenas
ensenada|hermosillo|saltillo|torreon|tuxtla gutierrez|xalapa|coatzacoalcos|salina cruz|suchiate|rio grande
rio bravo|dos bocas|alabama|alaska|arizona|arkansas|california|colorado|connecticut|delaware|florida|hawaii
idaho|illinois|indiana|iowa|kansas|kentucky|louisiana|maine|maryland|massachusetts|michigan|minnesota
mississippi|missouri|montana|nebraska|nevada|new hampshire|new jersey|nueva jersey|new mexico|nuevo mexico
new york|nueva york|north carolina|south carolina|north dakota|south dakota|ohio|oklahoma|oregon
pennsylvania|pensilvania|rhode island|tennessee|texas|utah|vermont|virginia|west virginia|washington
wisconsin|wyoming|district of columbia|washington dc|washington d.c.|los angeles|san diego|san francisco
sacramento|phoenix|tucson|el paso|laredo|mcallen|brownsville|eagle pass|del rio|san antonio|houston|dallas
austin|chicago|miami|atlanta|boston|denver|las vegas|seattle|philadelphia|filadelfia|detroit|manhattan
brooklyn|long island|new orleans|uvalde|orlando|london|londres|paris|berlin|madrid|barcelona|rome|roma
brussels|bruselas|geneva|ginebra|vienna|viena|lisbon|lisboa|moscow|moscu|kyiv|kiev|kharkiv|odesa|jerusalem
tel aviv|beirut|damascus|damasco|baghdad|bagdad|tehran|teheran|kabul|islamabad|new delhi|nueva delhi|beijing
pekin|shanghai|tokyo|tokio|seoul|seul|pyongyang|taipei|ottawa|toronto|montreal|vancouver|havana|la habana
caracas|bogota|quito|lima|la paz|santiago|buenos aires|montevideo|brasilia|sao paulo|rio de janeiro
guatemala city|tegucigalpa|san salvador|managua|san jose|port-au-prince|puerto principe|santo domingo|ankara
istanbul|estambul|cairo|el cairo|nairobi|johannesburg|darien|darien gap|tapon del darien|crimea|donetsk
donbas|wuhan|xinjiang|tibet|rafah|catalonia|cataluna
"""

# A name of two words that begins or ends with one of these names a place or a part of a place.
PARTS = """
county city state province north south east west upper lower ciudad municipio estado provincia condado san
santa saint norte sur este oeste colonia barrio
"""


@cache
def places() -> frozenset[str]:
    """The names of PLACES."""
    return frozenset(name for line in PLACES.splitlines() for name in line.split("|") if name)


def is_place(name: str) -> bool:
    """Whether a folded name is that of a place and of nothing else."""
    listed = known_words.is_listed(name, "places") and not known_words.is_listed(name, "given", "surnames")
    return name in places() or (listed and not lexicon.is_ordinary(name))


@cache
def parts() -> frozenset[str]:
    """The words of PARTS."""
    return frozenset(PARTS.split())
