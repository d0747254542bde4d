"""Tables of the names of months and days of the week, in two dozen languages, as the Unicode CLDR has them.

Names are folded (`monitor.parsing.date_words.fold`), wide and abbreviated, as they stand in a date and alone. A name that
two languages give to different months counts for the language named first. A test holds the tables equal to CLDR's, which
Babel brings; at run time that would take a third of a second and 30 MB of each process.
"""

from __future__ import annotations

LANGUAGES = (
    "en", "es", "pt", "fr", "de", "it", "nl", "sv", "da", "nb", "fi", "pl", "cs", "tr", "id", "ru", "uk", "el",
    "ar", "hu", "ro", "ca", "bg", "vi",
)  # fmt: skip

_MONTHS = (
    """
    ene enero gen gener gennaio ian ianuarie jan janeiro januar januari january janv janvier led leden ledna
    oca ocak sty styczen stycznia tammi tammikuu tammikuuta ιαν ιανουαριος ιανουαριου січ січень січня янв
    январь января яну януари يناير
    """,
    """
    feb febbraio febr febrer febrero februar februari februarie february fev fevereiro fevr fevrier helmi
    helmikuu helmikuuta lut lutego luty sub subat uno unor unora φεβ φεβρουαριος φεβρουαριου лют лютии
    лютого фев февр февраль февраля февруари فبراير
    """,
    """
    bre brezen brezna maalis maaliskuu maaliskuuta maart mar marc marca march marcius marco maret mars mart
    martie marts marz marzec marzo mrt μαρ μαρτιος μαρτιου бер березень березня мар март марта مارس
    """,
    """
    abr abril apr april aprile aprilie aprilis avr avril dub duben dubna huhti huhtikuu huhtikuuta kwi
    kwiecien kwietnia nis nisan απρ απριλιος απριλιου апр апрель апреля април квіт квітень квітня ابريل
    """,
    """
    kve kveten kvetna mag maggio mai maig maio maj maja majus may mayis mayo mei touko toukokuu toukokuuta
    μαι μαιος μαιου маи мая трав травень травня مايو
    """,
    """
    cerven cervna cvn cze czerwca czerwiec giu giugno haz haziran iun iunie juin jun june junho juni junio
    junius juny kesa kesakuu kesakuuta ιουν ιουνιος ιουνιου июн июнь июня черв червень червня юни يونيو
    """,
    """
    cervence cervenec cvc heina heinakuu heinakuuta iul iulie juil juillet jul julho juli julio juliol
    julius july lip lipca lipiec lug luglio tem temmuz ιουλ ιουλιος ιουλιου июл июль июля лип липень липня
    юли يوليو
    """,
    """
    ag ago agost agosto agu agustos agustus aout aug august augusti augustus augusztus elo elokuu elokuuta
    sie sierpien sierpnia srp srpen srpna αυγ αυγουστος αυγουστου авг август августа серп серпень серпня
    اغسطس
    """,
    """
    eyl eylul sep sept september septembre septembrie septiembre set setembre setembro settembre syys
    syyskuu syyskuuta szept szeptember wrz wrzesien wrzesnia zar zari σεπ σεπτεμβριος σεπτεμβριου вер
    вересень вересня сент сентябрь сентября сеп септември سبتمبر
    """,
    """
    eki ekim loka lokakuu lokakuuta oct october octobre octombrie octubre okt oktober ott ottobre out
    outubro paz pazdziernik pazdziernika rij rijen rijna οκτ οκτωβριος οκτωβριου жовт жовтень жовтня окт
    октомври октябрь октября اكتوبر
    """,
    """
    kas kasim lis listopad listopada listopadu marras marraskuu marraskuuta noiembrie nov november novembre
    novembro noviembre νοε νοεμβριος νοεμβριου лист листопад листопада ное ноември нояб ноябрь ноября نوفمبر
    """,
    """
    ara aralik dec december decembre decembrie des desember desembre dez dezember dezembro dic dicembre
    diciembre gru grudnia grudzien joulu joulukuu joulukuuta pro prosince prosinec δεκ δεκεμβριος δεκεμβριου
    груд грудень грудня дек декабрь декабря декември ديسمبر
    """,
)

_DAYS = (
    """
    dilluns dl h hetfo lun lundi lunedi lunes luni ma maanantai maanantaina maandag man mandag mo mon monday
    montag pazartesi po pon pondeli poniedziałek pzt seg sen senin δευ δευτερα пн понеделник понедельник
    понеділок الاثنين
    """,
    """
    di dienstag dimarts dinsdag dt k kedd mar mardi martedi martes marti sal sali sel selasa ter ti tiistai
    tiistaina tir tirs tirsdag tis tisdag tue tuesday ut utery wt wtorek τρι τριτη вт вторник вівторок
    الثلاثاء
    """,
    """
    car carsamba dc dimecres ke keskiviikko keskiviikkona mer mercoledi mercredi mi mie miercoles miercuri
    mittwoch ons onsdag qua rab rabu sr sroda st streda sze szerda wed wednesday wo woensdag τετ τεταρτη
    середа ср среда сряда الاربعاء
    """,
    """
    cs csutortok ct ctvrtek czw czwartek dijous dj do donderdag donnerstag gio giovedi jeu jeudi joi jue
    jueves kam kamis per persembe qui thu thursday to tor tors torsdag torstai torstaina πεμ πεμπτη четвер
    четверг четвъртък чт الخميس
    """,
    """
    cum cuma divendres dv fr fre fredag freitag fri friday jum jumat p pa patek pe pentek perjantai
    perjantaina piatek pt sex ven vendredi venerdi vie viernes vin vineri vr vrijdag παρ παρασκευη пʼятниця
    петък пт пятница الجمعة
    """,
    """
    cmt cumartesi dissabte ds la lauantai lauantaina lor lordag lør lørdag sa sab sabado sabato sabtu sam
    sambata samedi samstag sat saturday sob sobota szo szombat za zaterdag σαβ σαββατο сб суббота субота
    събота السبت
    """,
    """
    cn dg dim dimanche diumenge dom domenica domingo dum duminica min minggu ne nedele niedz niedziela paz
    pazar so son sondag sonntag su sun sunday sunnuntai søn søndag v vasarnap zo zondag κυρ κυριακη
    воскресенье вс нд неделя неділя الاحد
    """,
)

MONTHS = {name: number for number, names in enumerate(_MONTHS, start=1) for name in names.split()}
DAYS = {name: number for number, names in enumerate(_DAYS) for name in names.split()}  # from 0, a Monday
# Names of regions and older spellings, folded, by the English name: Austria, Indonesia, the Levant, the Maghreb.
MORE_MONTHS = {
    "janner": "january", "feber": "february", "peb": "february", "pebruari": "february", "nopember": "november",
    "nop": "november", "كانون الثاني": "january", "شباط": "february", "اذار": "march", "نيسان": "april",
    "ايار": "may", "حزيران": "june", "تموز": "july", "اب": "august", "ايلول": "september",
    "تشرين الأول": "october", "تشرين الاول": "october", "تشرين الثاني": "november", "كانون الأول": "december",
    "كانون الاول": "december", "جانفي": "january", "فيفري": "february", "افريل": "april", "ماي": "may",
    "جوان": "june", "جويلية": "july", "يوليوز": "july", "اوت": "august", "غشت": "august", "شتنبر": "september",
    "نونبر": "november", "دجنبر": "december",
}  # fmt: skip
