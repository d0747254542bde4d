"""Small closed classes of words, folded. Data only."""

CONNECTORS = """
de del la las los y e i da do dos das di du des van von der den het ter ten zu zur bin ibn ben bint al el ul
abu abd ad as ash at an ar the of and und et
"""

LEGAL_FORMS = """
sa sas srl ltda ltd llc inc co corp corporation company compania limited gmbh ag kg ooo oao zao ao pao jsc
ojsc cjsc plc bv nv cv rl spa sarl sal llp lp pjsc fze fzco pty cia bhd sdn pte est pvt sac eirl scs snc
ooao ab as oy
"""

# Company forms at the end of a name, also those of several words and in other scripts; the longest first.
FORMS_AFTER = """
s a de c v|sa de cv|s de r l de c v|s de rl de cv|s de rl|s r l de c v|srl de cv
s a p i de c v|sapi de cv|s a b de c v|sab de cv
gmbh co kgaa|gmbh co kg|gmbh co ohg|ag co kg|ag co kgaa|sp z o o|sp z oo|spolka z o o|spol s r o|spol sro|spolka akcyjna
public joint stock company|open joint stock company|closed joint stock company|joint stock company
public company limited|public limited company|private limited company
limited liability company|pty limited|pty ltd|pte ltd|co ltd|pvt ltd
private limited|sdn bhd|gesellschaft mit beschrankter haftung
aktiengesellschaft|aktiebolag|societe anonyme|sociedad anonima
sociedade anonima|societa per azioni
naamloze vennootschap|besloten vennootschap|kommanditgesellschaft
incorporated|inc|com|corporation|corp|company|co|cia|compania|limited|ltd|ltda|llc|llp|lp|plc|gmbh|mbh|ag|kg|kgaa|ohg|ug|se|ev
sa|s a|sab|s a b|sas|s a s|sarl|sal|srl|s r l|spa|s p a|sl|s l|slu|sae|saa|scs
snc|eirl|sac|nv|n v|bv|b v|cv|cvba|bvba|vof|ab|asa|as
aps|oy|oyj|hf|ehf|ou|uab|sia|doo|d o o|dd|d d|ad|ead|eood|ood|kft|zrt|nyrt|rt|sro|s r o|a s|kk|tbk|bhd|jsc|ojsc|cjsc|pjsc
oao|ooo|zao|pao|ao|fze|fzco|fzc|dmcc|psc|qsc|ksc|wll|pte|pty|pvt|est|sac|rl|zoo
ооо|оао|зао|пао|ао|тов|прат|пат|ат|株 式 会 社|有 限 会 社|有 限 公 司|股 份 有 限 公 司|有 限 责 任 公 司|주 식 회 사
"""

# Those that stand before the name.
FORMS_BEFORE = """
oao|ooo|zao|pao|ao|ojsc|cjsc|pjsc|jsc|pt|uab|sia|ud|cv|s c|sc|as|tov|prat|pat|firma|fa|groupe
public joint stock company|open joint stock company|joint stock company|limited liability company
ооо|оао|зао|пао|ао|тов|прат|пат|株 式 会 社|有 限 会 社|주 식 회 사
"""

# Forms that stand for each other where one is needed: X Corp, X Corporation.
FORM_FAMILIES = """
corp corporation|inc incorporated|ltd limited|co company|ag aktiengesellschaft|cia compania
"""

GENERATIONS = "jr sr junior senior ii iii iv"
DEGREES = """
phd ph md dds jd llm mba mp msp mep qc kc obe mbe cbe kbe dbe esq cpa rn bsc msc ma ba dphil sj osb ofm usn usmc ret
"""
SHIPS = "mv mt ms ss uss hms hmas hmcs rms rfa rv fv sv mts msc ins irins uscgc"

# What a person is called before the name, and never a company.
HONORIFICS = """
mr mrs ms miss dr dra sr sra srta prof sir lord lady dame don dona senor senora senorita president presidente presidenta
expresidente expresidenta premier minister ministro ministra senator senador senadora sen rep gov governor gobernador
gobernadora alcalde alcaldesa mayor general gen colonel col coronel captain capt capitan lieutenant lt teniente sergeant
sgt major maj admiral adm almirante judge juez jueza justice licenciado licenciada lic ing ingeniero ingeniera maestro
maestra mtro mtra doctor doctora profesor profesora professor pope papa bishop obispo archbishop arzobispo cardinal
cardenal father padre fr sister hermana reverend rev rabbi imam sheikh shaykh ayatollah mullah hajji haji chancellor
canciller ambassador embajador embajadora attorney secretary secretario secretaria speaker deputy diputado diputada
commissioner comisionado chief prime vice former ex hon herr frau dipl mag monsieur madame mme mlle maitre me signor signora
dott avv onorevole pan pani dhr mevr
"""

FUNCTION_WORDS = """
a an the of and or but nor so yet if then than that this these those there here in on at by for from to with
without within into onto over under above below between among against during before after since until about
as is are was were be been being am do does did done has have had having will would can could may might must
shall should not no it its he him his she her hers they them their theirs we us our ours you your yours i me
my mine who whom whose which what when where why how all any both each few more most other some such only
own same too very just also now out up down off again once because while through per via vs amid despite
toward towards upon el la los las lo un una unos unas de del al y e o u ni que como cuando donde quien
quienes cual cuales cuyo cuya en con sin por para segun sobre entre hasta desde hacia ante bajo contra
durante mediante tras pero sino aunque porque pues si se su sus mi mis tu tus nos os le les te es son era
eran fue fueron ser sido siendo esta estan estaba este estos estas ese esos esa esas eso esto aquel aquella
ha han habia hay haber hemos muy mas menos ya tambien tampoco asi aqui alli ahi hoy ayer todo toda todos
todas otro otra otros otras cada mismo misma algun alguna algunos algunas nada nadie algo tan tanto poco
mucho muchos mucha muchas solo ello ella ellos ellas nosotros usted ustedes
"""

MODIFIERS = """
long short large small big little new old high low great good bad major minor main full free open hard heavy
light black white red blue green grey gray yellow brown dark bright hot cold warm cool dry wet early late
fast slow first second third last next recent public private national international federal local foreign
general special common single double total real true false strong weak rich poor young top key own whole
central social political economic civil legal illegal illicit military natural modern largo larga corto
corta grande gran pequeno pequena nuevo nueva viejo vieja alto alta bajo baja bueno buena mal malo mala
mayor menor principal libre abierto abierta pesado pesada ligero ligera negro negra blanco blanca rojo roja
azul verde gris amarillo amarilla oscuro clara claro caliente frio fria seco seca rapido lento primero
primera segundo segunda tercer tercera ultimo ultima proximo proxima reciente publico publica privado
privada nacional internacional extranjero extranjera especial comun unico unica doble verdadero falso fuerte
debil rico rica pobre joven politico politica economico economica ilegal ilicito ilicita militar moderno
moderna largas largos cortas cortos grandes nuevas nuevos
"""

PLURAL_ONLY = """
arms news customs goods clothes glasses headquarters series species outskirts proceeds savings thanks means
remains premises grounds spirits politics economics athletics talks lens texas dallas paris londres jesus
carlos lunes martes miercoles jueves viernes crisis tesis dosis oasis virus atlas honduras caracas andes
aduanas afueras viveres
"""

# English words that share a stem with others, but no sense: a customer is at no customs, a minor is no miner.
NO_RELATIVES = """
care cared caring cart case cast casting copper corporal custom customs date dated dates dating diver diverse
fine hospitality important importance lab mass mast master matter mineral minor minus native office opera organ past pasta
paste pastor pastry plain plan plane plate policy port portion poster proper property ration rational relative sever severe
several sole solid statement static station statue stature terminal universe university vital wager wanton
"""

# Stems of Spanish nouns that mean another thing with the other ending: costo and costa, plazo and plaza.
TWO_GENDERS = """
acer banc band barc bol bols bomb braz camp cap car carg cas cest cint cop cost cuadr cuent cuer derech fond frut gall
grad hil huert jarr len libr lin lom mader mang mant marc mas med mes mod mor naranj palm pal partid past pat pes
pimient pisc plat plaz poll porr poz presit puebl puert punt ram rat ray rest rot rued sac set suel tel tin tram trat trib
tronc vel vill vin
"""

PREPOSITIONS = """
with without for by on over against from into at across along between during under through via about near
toward towards within despite amid after before since until con sin para por sobre desde hasta hacia entre
contra ante bajo durante mediante tras segun
"""

NOT_ADJECTIVES = """
arsenal festival hospital capital criminal terminal manual animal metal signal rival journal canal carnival
cardinal corporal tribunal proposal approval removal arrival survival withdrawal trial denial material mural
portal proposals arsenales festivales hospitales animales criminales tribunales materiales metales canales
narrative initiative detective executive representative captive motive archive olive library salary military
secretary dictionary documentary missionary january february table vegetable variable trouble bottle muscle
article vehicle obstacle capable disable enable cable double trafico musica politica republica fabrica
practica critica matematica logistica estadistica tecnica america mexico archivo objetivo motivo operativo
ejecutivo incentivo colectivo caso casos cosa cosas peso pesos paso pasos proceso acceso ingreso regreso
progreso congreso exceso suceso esposa esposo diario salario horario escenario secretario comisario
calendario comentario funcionario empresario usuario voluntario millonario partidario propietario
"""

FREQUENT = """
people time year years day days week month government president state states country countries
administration national security support department health public world international general foreign
service services federal house american americans congress united development program programs policy
economic economy business group groups law work plan report official officials minister ministry party
leader leaders meeting system information community communities million billion money children family
families women men school schools university care workers jobs market company companies city county police
court case war military force forces defense energy climate global nation nations part way need help today
first one two three good great new supply infrastructure assistance republic building private relief
resources technology management protection partners industry investment investments trade center middle
north south east west son content call said gobierno presidente estado estados pais paises nacional
nacionales mexico mexicano mexicanos republica seguridad pueblo personas persona programa salud trabajo
desarrollo gente ciudad millones proyecto obra servicio servicios apoyo sistema ley parte tema dia dias ano
anos caso justicia publica publico politica economia empresa empresas secretaria instituto poblacion
comunidad educacion
"""

# Words beside which a common word is the name of a company: Target shares, Apple's chief executive.
COMPANY = """
shares share stock stocks shareholder shareholders investor investors ceo cfo coo cto chief executive executives chairman
chairwoman earnings profit profits profitability revenue revenues sales quarterly dividend ipo merger takeover acquisition
nasdaq nyse ftse dow inc incorporated corp corporation company companies firm firms plc ltd limited llc gmbh ag
store stores retailer retailers supermarket supermarkets brand brands subsidiary startup maker giant conglomerate
employees employee workers jobs layoffs boss customers users advertisers
app apps software iphone iphones ipad smartphone smartphones headset chatbot platform platforms
lawsuit antitrust refinery refineries oil petrol lng gas telecom operator carrier bank analysts analyst rivals rival
acciones accionistas empresa empresas compania companias tienda tiendas minorista ganancias ingresos ventas bolsa filial
petrolera tecnologica trimestre directivo directivos consejero empleados aplicacion plataforma telefonica operadora
aktie aktien aktionare konzern unternehmen umsatz gewinn quartal action actions entreprise operateur filiale azioni azienda
acoes empregados lucro receita
"""

COMPANY_VERBS = """
says said announces announced unveils unveiled launches launched reports reported posts posted sues sued buys bought
acquires acquired agrees agreed hires hired fires fired lays plans recalls recalled raises raised cuts cut denies denied
settles settled sells sold opens opened closes closed pays paid invests invested halts halted warns warned faces faced
anuncia anuncio lanza lanzo presenta presento compra compro vende demanda despide despidio invierte cierra abre niega
gana gano pierde perdio postula acusa acuso pide pidio dice dijo denuncia denuncio advierte advirtio responde respondio
"""

# Before a surname these make it a place: Nuevo León, Santa Cruz.
PLACE_HEADS = """
san santa santo nuevo nueva puerto villa ciudad salina monte cerro rio sierra laguna lago isla islas playa colonia calle
avenida parque hacienda barrio cabo punta valle montana costa bahia fuerte lake mount port saint st fort cape
"""

# And these with an "of": the state of Guerrero.
REGIONS = "estado municipio county state town city"

# After a common word these make it a place or a thing: Orange County, Gap Year.
PLACES_AFTER = """
county valley beach river lake island islands hills bay park street avenue road city town creek point mountain mountains
farm tree juice range price prices practice date group audience year
"""
