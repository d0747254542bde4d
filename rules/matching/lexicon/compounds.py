"""Halves of German and Dutch compounds of the news, folded: what stands before or after a topic's term. Data only."""

BEFORE = """
anti bundes landes staats regierungs partei parteien wahl wahlkampf wirtschafts finanz steuer bank banken industrie handels
welt europa eu un nato us euro umwelt klima energie strom gas ol erdgas erdol atom kern kohle wasser trinkwasser wald
massen warn general hunger sitz streik protest terror bomben waffen waffenstillstand drogen menschen kinder frauen jugend
grenz grenzen flucht fluchtlings asyl migrations einwanderungs polizei justiz gerichts straf kriegs krieg friedens
militar luft see land flug bahn auto fahrzeug schiffs hafen chip halbleiter computer internet daten cyber hacker
gesundheits kranken krankenhaus pflege impf corona grippe vogel vieh schweine rinder lebensmittel agrar getreide weizen
immobilien miet wohnungs bau arbeits arbeiter lohn renten sozial bildungs schul hochschul forschungs medien presse
pharma tech technologie rohstoff lithium stahl aluminium zoll straf export import liefer lieferketten notstands not
korruptions geldwasche geld schmuggel mafia banden kartell gefangnis untersuchungs spionage geheimdienst sicherheits
overheids staats regerings verkiezings belasting handels energie milieu klimaat water drugs wapen mensen kinder vrouwen
grens asiel politie rechts oorlogs vredes lucht zee land gezondheids landbouw bouw arbeids huur zorg onderwijs vogel
"""

AFTER = """
affare affaren skandal skandale vorwurf vorwurfe verdacht verdachtiger fall falle prozess prozesse ermittler ermittlung
ermittlungen anklage anklagen untersuchung untersuchungen verfahren urteil urteile strafe strafen bekampfung gesetz
gesetze recht rechte reform reformen politik politiker debatte streit krise krisen gipfel konferenz treffen gesprach
gesprache verhandlung verhandlungen abkommen vertrag vertrage welle wellen gefahr risiko schutz schutzer hilfe hilfen
opfer tater bande banden ring netzwerk netz handel handler schmuggel schmuggler lieferung lieferungen export exporte
import importe verbot verbote stopp sperre beschrankung beschrankungen kontrolle kontrollen embargo zolle zoll sanktion
sanktionen angriff angriffe attacke attacken anschlag anschlage schlag schlage krieg kriege konflikt konflikte kampf
aufruf aufrufe ende beginn drohung drohungen tag tage leitung leiter chef minister ministerium behorde behorden amt
kommission ausschuss rat partei parteien wahl wahlen programm plan plane projekt projekte fonds mittel kosten preis
preise steigerung anstieg ruckgang mangel not notstand knappheit bedarf produktion hersteller industrie branche markt
markte werk werke fabrik abbau vorkommen reserve reserven quelle quellen versorgung krankheit seuche ausbruch virus
impfung impfungen patient patienten tote toten fund funde einsatz einsatze kraft krafte beamte mitarbeiter forscher
studie bericht berichte meldung meldungen warnung lage zone gebiet gebiete region grenze lager route routen boot boote
erhohung erhohungen senkung serie serien verordnung antrag antrage anhorung ausfall ausfalle pflicht pakt gegner
experte experten bremse reduktion forderung forderungen abgabe vorschlag entscheidung entscheidungen
zahl zahlen rate quote zeit folgen ursache schaden brand brande feuer katastrophe alarm frage fragen thema paket
zaak zaken schandaal verdenking proces onderzoek straf wet beleid crisis top overleg akkoord golf gevaar bescherming
slachtoffer dader bende netwerk handel smokkel levering uitvoer invoer verbod controle aanval oorlog strijd dreiging
minister partij verkiezing plan kosten prijs tekort productie industrie markt fabriek ziekte uitbraak dode vondst
"""
