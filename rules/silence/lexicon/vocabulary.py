"""Words that a text is made of in six languages: small words, months, weekdays, numerals, units of size.

Data only, folded as `rules.silence.words` folds. Words of several languages may share a spelling: small words are looked
up by language, the others are not.
"""

from __future__ import annotations

SMALL = {
    "en": (
        "a an the of to in on at by for from with and or as is are was were be been being has have had it "
        "its his her their they he she that this these those after before over amid into out up down off "
        "about than then but not no will would could should may might can says said say who what when "
        "where why how more most new i you we us our your one all also just now first last year years day "
        "days week weeks month months today yesterday tomorrow against between during under near per if "
        "so too very only there here while since until again still even him them my me do does did get "
        "gets which some any other another such because through around both each few own same via vs "
        "among ahead"
    ),
    "es": (
        "a al ante con contra cual cuando de del desde donde durante e el ella ellos en entre era es esa "
        "ese eso esta este esto estas estos fue fueron ha han hasta hay la las le les lo los mas mi muy "
        "ni no nos o os otra otro para pero por porque que quien se segun ser si sin sobre son su sus "
        "tambien tras tu un una uno unos unas u y ya hoy ayer manana ano anos dia dias semana mes estan "
        "sera como"
    ),
    "fr": (
        "a au aux avant avec c ce cet cette ces chez comme contre d dans de depuis des dont du elle elles "
        "en entre est et ete etre eux fait il ils j je jour jours l la le les leur leurs lors lui ma mais "
        "me mes moi mon n ne nos notre nous on ont ou par pas plus plusieurs pour qu que qui quoi s sa "
        "sans se selon ses si son sont sous sur t ta tes toi ton tous tout toute toutes tres tu un une "
        "vos votre vous y an ans annee aujourd hui hier deja apres"
    ),
    "de": (
        "ab aber alle als also am an auch auf aus bei beim bis da dann das dass dem den der des die doch "
        "dort du durch ein eine einem einen einer eines er es etwa fur gegen hat hatte haben heute "
        "gestern ich ihm ihn ihr ihre im in ins ist ja jahr jahre jahren kann kein keine man mehr mit "
        "nach nahe nicht noch nun nur ob oder ohne schon sei sein seine seinem seinen seiner seit sich "
        "sie sind so soll sollen tag tage tagen uber um und uns unter vom von vor war waren wegen weil "
        "wenn wer wie wieder will wir wird wurde wurden werden wollen zu zum zur zwischen was wo"
    ),
    "pt": (
        "a ao aos apos as ate com como contra da das de dela dele depois desde do dos e ela ele eles em "
        "entre era essa esse esta este foi foram ha hoje ontem isso ja la lhe mais mas me mesmo na nas "
        "nao no nos o os ou para pela pelas pelo pelos por porque qual quando que quem se sem ser seu "
        "seus sob sobre sua suas sao tambem tem um uma uns umas anos ano dia dias mes semana perto"
    ),
    "ru": (
        "а без бы был была были было в во вот все всего всех вы где да для до его ее если есть еще же за "
        "и из или им их к ко как когда кто ли либо мы на над не него нее ней нет ни них но о об он она "
        "они от по под при про с со так также там то того тоже только у уже что чтобы это этого этот я "
        "изза после перед между около лет год года году дня день дней"
    ),
}

MONTHS = (
    "january enero janvier januar janeiro января январь январе jan ene",
    "february febrero fevrier februar fevereiro февраля февраль феврале feb",
    "march marzo mars marz marco марта март марте",
    "april abril avril апреля апрель апреле apr abr",
    "may mayo mai maio мая май мае",
    "june junio juin juni junho июня июнь июне",
    "july julio juillet juli julho июля июль июле",
    "august agosto aout августа август августе aug",
    "september septiembre septembre setembro сентября сентябрь сентябре sept",
    "october octubre octobre oktober outubro октября октябрь октябре oct okt",
    "november noviembre novembre novembro ноября ноябрь ноябре nov",
    "december diciembre decembre dezember dezembro декабря декабрь декабре dez dic",
)
# Written small they are other words in these languages ("may", "mars", "marco").
MONTHS_IN_CAPITALS = {"may": "en", "march": "en", "mars": "en", "mai": "pt", "marco": "en"}

WEEKDAYS = (
    "monday mondays lunes lundi montag montagabend segunda-feira понедельник понедельника понедельнику",
    "tuesday martes mardi dienstag terca-feira вторник вторника",
    "wednesday miercoles mercredi mittwoch quarta-feira среда среду среды",
    "thursday jueves jeudi donnerstag quinta-feira четверг четверга",
    "friday viernes vendredi freitag sexta-feira пятница пятницу пятницы",
    "saturday sabado samedi samstag sonnabend суббота субботу субботы",
    "sunday domingo dimanche sonntag воскресенье воскресенья",
)
WEEKDAY_WORDS_PT = ("segunda", "terca", "quarta", "quinta", "sexta")

QUARTERS = "quarter trimestre quartal quartals квартал квартале квартала"
HALVES = "half semestre halbjahr полугодие полугодии"
# Written in capitals with a digit: Q3, T3, 3T.
QUARTER_LETTERS = "qt"

NUMERALS = (
    "zero cero null ноль",
    "one uno un una une ein eine einen um uma один одна одну",
    "two dos deux zwei dois duas два две двое двух двум двумя double",
    "three tres trois drei три трое трех трем тремя",
    "four cuatro quatre vier quatro четыре четверо четырех четырем четырьмя",
    "five cinco cinq funf пять пятеро пяти пятью",
    "six seis sechs шесть шестеро шести шестерых",
    "seven siete sept sieben sete семь семеро семи",
    "eight ocho huit acht oito восемь восьми",
    "nine nueve neuf neun nove девять девяти",
    "ten diez dix zehn dez десять десяти десятью",
    "eleven once onze elf одиннадцать одиннадцати",
    "twelve doce douze zwolf doze двенадцать двенадцати",
    "thirteen trece treize dreizehn treze тринадцать",
    "fourteen catorce quatorze vierzehn четырнадцать",
    "fifteen quince quinze funfzehn пятнадцать пятнадцати",
    "sixteen dieciseis seize sechzehn шестнадцать",
    "seventeen diecisiete siebzehn dezessete семнадцать",
    "eighteen dieciocho achtzehn dezoito восемнадцать",
    "nineteen diecinueve neunzehn dezenove девятнадцать",
    "twenty veinte vingt zwanzig vinte двадцать двадцати",
)
# Articles, or words of another meaning in the languages named: no numbers there.
NO_NUMERALS = {
    "un": "es fr",
    "una": "es",
    "uno": "es",
    "une": "fr",
    "ein": "de",
    "eine": "de",
    "einen": "de",
    "um": "pt de",
    "uma": "pt",
    "one": "en",
    "once": "en",
    "sept": "en",
    "seize": "en es",
    "elf": "en",
    "double": "fr",
    "neuf": "",
    "acht": "",
    "null": "",
    "один": "",
    "treize": "",
}
TENS = {
    word: value
    for value, words in (
        (30, "thirty treinta trente dreissig trinta тридцать"),
        (40, "forty cuarenta quarante vierzig quarenta сорок"),
        (50, "fifty cincuenta cinquante funfzig cinquenta пятьдесят"),
        (60, "sixty sesenta soixante sechzig sessenta шестьдесят"),
        (70, "seventy setenta siebzig семьдесят"),
        (80, "eighty ochenta achtzig oitenta восемьдесят"),
        (90, "ninety noventa neunzig девяносто"),
    )
    for word in words.split()
}

ORDINALS = (
    (
        "first primer primera primero premier premiere erste ersten erster erstes primeiro primeira первый первом "
        "первого первая"
    ),
    "second segundo segunda deuxieme seconde zweite zweiten zweiter zweites второй втором второго вторая",
    "third tercer tercera tercero troisieme dritte dritten dritter terceiro terceira третий третьем третьего",
    "fourth cuarto cuarta quatrieme vierte vierten vierter quarto quarta четвертый четвертом четвертого",
    "fifth quinto quinta cinquieme funfte funften пятый пятом",
    "sixth sexto sexta sixieme sechste sechsten шестой",
    "seventh septimo septima septieme siebte siebten setimo седьмой",
    "eighth octavo octava huitieme achte achten oitavo восьмой",
    "ninth noveno novena neuvieme neunte neunten nono девятый",
    "tenth decimo decima dixieme zehnte zehnten десятый",
)

# Before or after a number these make it the number of one in a series.
SERIES = (
    "game round part day stage episode season chapter section article jornada etapa capitulo "
    "temporada partido fase articulo journee tour etape numero match saison folge runde spieltag teil "
    "staffel artikel rodada episodio тур серия сезон матч часть version versao no channel phase "
    "matchday week lap heat"
)

TIMES = {
    word: value
    for value, words in (
        (1e3, "thousand mil mille tausend тыс тысяч тысячи k"),
        (
            1e6,
            "million millions millones millon millionen milhao milhoes mio mln mdd mdp m миллион миллиона миллионов млн",
        ),
        (
            1e9,
            "billion billions bn bln milliard milliards milliarden bilhao bilhoes миллиард миллиарда миллиардов млрд",
        ),
        (1e12, "trillion trillions billones billion_de trilhoes триллион триллионов трлн"),
    )
    for word in words.split()
}
# Beginnings of words for money, by the sign that stands for them.
CURRENCIES = {
    "$": ("dollar", "dolar", "usd", "доллар"),
    "€": ("euro", "евро"),
    "£": ("pound", "libras", "livres", "pfund", "фунт"),
    "¥": ("yen", "иен"),
}
# Words between a number and what it counts.
COUNTERS = frozenset(
    {
        "number",
        "numero",
        "nombre",
        "zahl",
        "число",
        "числа",
        "bilan",
        "toll",
        "least",
        "about",
        "some",
        "nearly",
        "total",
    }
)
# Behind these in a headline a name is mostly a place.
BEFORE_PLACES = frozenset(
    {
        "in",
        "at",
        "near",
        "of",
        "off",
        "outside",
        "en",
        "de",
        "cerca",
        "a",
        "au",
        "aux",
        "pres",
        "bei",
        "aus",
        "nahe",
        "von",
    }
    | {"em", "no", "na", "perto", "в", "под", "у", "на"}
)
# Behind these a name says where, when or whose, not who.
_LEADING_ASIDE = (
    "on from for with to into about with after before over amid during against since than sobre desde con para contra hacia "
    "entre sur avec pour contre dans chez mit fur uber gegen nach seit zum zur com pela pelo с со к о из от за для"
)
OF_PLACES = BEFORE_PLACES - {"a", "de", "von", "au", "aux"} | frozenset(_LEADING_ASIDE.split())
# Behind these stands the other side of a match.
AGAINST = frozenset({"to", "against", "contra", "ante", "contre", "gegen"})
# Behind these stands who acts, where the act is told in the passive.
BY = {
    "en": frozenset({"by"}),
    "es": frozenset({"por"}),
    "fr": frozenset({"par"}),
    "de": frozenset({"von", "durch"}),
    "pt": frozenset({"por", "pelo", "pela", "pelos", "pelas"}),
}
# Endings of participles, in the passive.
# By these a headline says that something is not so. Before a figure "no" counts ("no 10").
DENIALS = {
    "en": frozenset({"not", "no", "never", "won't", "cannot", "can't", "didn't", "doesn't", "isn't"}),
    "es": frozenset({"no", "nunca", "sin", "ningun", "ninguna"}),
    "fr": frozenset({"ne", "pas", "jamais", "aucun", "aucune", "sans"}),
    "de": frozenset({"nicht", "kein", "keine", "keinen", "nie", "ohne"}),
    "pt": frozenset({"nao", "nunca", "sem", "nenhum", "nenhuma"}),
    "ru": frozenset({"не", "нет", "без"}),
    "it": frozenset({"non", "nessun", "nessuna", "senza"}),
    "nl": frozenset({"niet", "geen", "zonder"}),
    "pl": frozenset({"nie", "bez"}),
    "tr": frozenset({"degil", "yok"}),
}
# A headline with one of these tells of one more event of its kind.
AGAIN = {
    "en": frozenset({"again", "another"}),
    "es": frozenset({"nuevamente", "otro", "otra"}),
    "fr": frozenset({"encore"}),
    "de": frozenset({"erneut", "wieder", "abermals"}),
    "pt": frozenset({"novamente", "outro", "outra"}),
    "ru": frozenset({"снова", "опять", "вновь"}),
}
PARTICIPLES = (
    *(
        "ed",
        "d",
        "en",
        "rn",
        "ought",
        "ado",
        "ada",
        "ados",
        "adas",
        "ido",
        "ida",
        "idos",
        "idas",
        "e",
        "ee",
        "es",
    ),
    *("ees", "u", "ue", "us", "it", "is", "t"),
)
PARTICIPLES_RU = ("ен", "ена", "ено", "ены", "ан", "ана", "ано", "аны", "ят", "ята", "яты")
PERCENT = "percent percents pct prozent процент процента процентов porcentaje"
MAGNITUDES = "magnitud magnitude magnitudo starke магнитуд"
AGES = "year old aged ano an ans jahr jahre jahren age anos лет год года годам годами"

# Nouns in which German names of common things end; German writes every noun with a capital.
GERMAN_NOUNS = (
    "halle fahrer unfall warnung streik werk konzern chef chefin gericht brand haft leben land stadt "
    "kreis dorf amt rat tag polizei feuer wehr hafen zug bahn bus auto wagen schiff flug zeug platz "
    "strasse brucke damm tunnel schule kirche haus hauser klinik kranken bank markt preis steuer geld "
    "euro dollar franken prozent gewinn umsatz verlust zahl zahlen rekord stelle stellen aktie aktien "
    "anteil anleger borse handel firma fabrik lager container droge drogen kokain waffe waffen messer "
    "schuss bombe krieg frieden armee soldat soldaten regierung partei wahl wahlen gesetz urteil "
    "prozess klage anklage richter anwalt staat minister kanzler prasident parlament bundestag "
    "bundesrat senat mann frau kind kinder junge madchen mensch menschen leute tote toten opfer "
    "verletzte verletzten tater verdacht wetter sturm gewitter regen schnee hitze hochwasser flut "
    "beben kuste see meer fluss berg wald tier tiere hund spiel sieg niederlage tor tore trainer "
    "spieler saison liga pokal film serie buch fest ende anfang start woche monat stunde stunden jahr "
    "jahre nacht morgen abend uhr schaden folge folgen grund plan ziel zeit jahren chance kritik "
    "streit angriff angebot ubernahme rucktritt abbau ausbau bau projekt daten kunden kunde leck "
    "hacker netz strom gas ol wasser luft energie klima umwelt arzt pflege virus impfung studie "
    "forscher dichter sanger kunstler regisseur schauspieler bauer landwirt arbeiter bergleute "
    "kartellamt quartal halbjahr leitzins zentralbank zins zinsen tarifvertrag gewerkschaft lohn "
    "lohne rente notstand opposition zoll"
)
GERMAN_ENDINGS = ("ung", "ungen", "heit", "keit", "schaft", "tion", "tionen", "tat", "nis", "ismus")

# Beginnings of words for what has a price: their rise or fall is news.
MARKETS = (
    "share",
    "stock",
    "price",
    "oil",
    "currenc",
    "accion",
    "preci",
    "bols",
    "peso",
    "dolar",
    "action",
    "bours",
    "prix",
    "cours",
    "aktie",
    "preis",
    "kurs",
    "borse",
    "acao",
    "acoes",
    "preco",
    "акци",
    "цен",
    "курс",
    "рубл",
)
