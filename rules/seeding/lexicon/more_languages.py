"""German, French, Portuguese and Russian words for drafting, folded, and kinds of organisations in six languages.

Data only, written for this project. `vocabulary` has the English and Spanish words, and joins these to them.
"""

# Offices by the first word of their line in `vocabulary.ROLES`. A German word also ends compounds: Wirtschaftsminister.
ROLES = """
ambassador: botschafter botschafterin ambassadeur ambassadrice embaixador embaixadora посол
president: prasident prasidentin vorsitzender vorsitzende vorsitzenden presidente президент председатель
premier: premierminister ministerprasident ministerprasidentin premier-ministre primeiro-ministro премьер премьер-министр
minister: ministerin ministre ministres ministra министр министра
chancellor: kanzler kanzlerin bundeskanzler bundeskanzlerin chancelier chanceliere канцлер
secretary: staatssekretar staatssekretarin secretaire secretaria secretario секретарь
senator: senateur senatrice senadora сенатор
congressman: abgeordneter abgeordnete depute deputee deputado deputada депутат
governor: gouverneur gouverneurin prefet prefete governador governadora губернатор
mayor: burgermeister burgermeisterin oberburgermeister oberburgermeisterin maire prefeito prefeita мэр
prosecutor: staatsanwalt staatsanwaltin procureur procureure promotor promotora procurador procuradora прокурор
attorney: anwalt anwaltin avocat avocate advogado advogada адвокат
judge: richter richterin juge juiz juiza судья
spokesman: sprecher sprecherin unterhandler verhandlungsfuhrer verhandlungsfuhrerin porte-parole porta-voz представитель пресс-секретарь
commissioner: kommissar kommissarin commissaire comissario comissaria комиссар
director: direktor direktorin leiter leiterin geschaftsfuhrer geschaftsfuhrerin vorstandschef vorstandschefin directeur directrice diretor diretora директор гендиректор
head: chef chefin cheffe chefe глава руководитель начальник
leader: fraktionschef parteichef parteichefin dirigeant dirigeante lider лидер
general: генерал
commander: kommandeur commandant командир командующий
officer: beamter beamtin funcionario чиновник
candidate: kandidat kandidatin candidat candidate кандидат
founder: grunder grunderin fondateur fondatrice основатель
executive: manager managerin pdg executivo executiva unternehmer unternehmerin geschaftsmann geschaftsfrau empresario empresaria entrepreneur предприниматель бизнесмен businessman businesswoman
economist: okonom okonomin economiste экономист
analyst: analystin analyste аналитик
professor: professorin professeur professeure professora профессор
researcher: forscher forscherin chercheur chercheuse pesquisador pesquisadora исследователь
scientist: wissenschaftler wissenschaftlerin scientifique cientista ученый
expert: experte expertin especialista эксперт
activist: aktivist aktivistin militant militante ativista активист
journalist: journalistin journaliste jornalista журналист
historian: historiker historikerin historien historienne историк
writer: autorin schriftsteller schriftstellerin ecrivain ecrivaine escritor писатель
actor: schauspieler schauspielerin acteur actrice ator atriz актер актриса
singer: sanger sangerin chanteur chanteuse cantor cantora певец певица
coach: trainer trainerin entraineur treinador тренер
doctor: arzt arztin medecin medico врач
bishop: bischof eveque bispo епископ патриарх
owner: inhaber inhaberin eigentumer proprietaire dono dona dueno duena propietario propietaria владелец
"""

COURTESY = "herr frau monsieur madame senhor senhora maitre господин госпожа"

# Heads of the names of institutions.
INSTITUTIONS = """
ministerium bundesministerium bundesamt bundesbank bundestag bundesrat bundeswehr polizei gericht bundesgericht gewerkschaft
verband verein behorde kommission partei stiftung universitat hochschule krankenhaus klinikum bank sparkasse konzern
bundeskriminalamt landeskriminalamt bundesnetzagentur bundeskartellamt rechnungshof rat
ministere agence conseil cour assemblee senat parlement banque societe groupe syndicat parti federation confederation
association organisation institut universite ecole hopital fondation compagnie commission comite direction office
prefecture croix-rouge observatoire haute autorite centre
ministerio agencia conselho camara defesa assembleia tribunal supremo banco companhia construtora sindicato partido federacao
confederacao associacao organizacao instituto universidade escola fundacao policia comissao secretaria defensoria
receita advocacia orgao
министерство агентство комиссия совет дума суд банк банка партия союз федерация институт университет больница фонд
компания корпорация группа концерн прокуратура полиция служба комитет управление ведомство парламент организация
"""

# Endings of German words that name an institution: Bundeskartellamt, Landesbank, Umweltministerium.
GERMAN_BODIES = (
    "ministerium", "kriminalamt", "kartellamt", "bundesamt", "landesamt", "zentralbank", "bundesbank", "landesbank",
    "notenbank", "gericht", "gerichtshof", "behorde", "kommission", "verband", "gewerkschaft", "agentur", "hochschule",
    "universitat", "klinikum", "partei", "konzern", "stiftung", "bundestag", "landtag", "bundesrat", "bundeswehr",
)  # fmt: skip

# Endings of German common nouns, and words that end surnames as well: Hollstein, Sommerfeld.
GERMAN_ENDINGS = (
    "ung", "ungen", "heit", "heiten", "keit", "keiten", "schaft", "schaften", "tion", "tionen", "tat", "taten", "nis",
    "nisse", "tum", "ismus", "innen", "erin", "ologe", "ling", "linge", "ment", "enz", "anz", "iker", "ismen", "affare",
)  # fmt: skip
GERMAN_SURNAME_ENDINGS = """
stein mann berg bach feld hof burg wald brand haus baum meier muller ster sen sohn roth kamp horn thal tal hard wig rich bert
ler ner lich holz land ring lang hold helm beck mark dorf heim reich wein stern licht gold graf kopf bert hard gang hand lein
"""

# Kinds of organisations, as they stand in lower case (in German with a capital) before or after a name: "lender Enova".
KINDS = """
company firm lender bank insurer retailer maker manufacturer carmaker automaker chipmaker drugmaker airline startup start-up
group union ministry agency watchdog regulator newspaper broadcaster network charity nonprofit contractor supplier operator
producer miner developer utility carrier conglomerate giant chain publisher brokerage militia gang cartel hospital university
college institute federation association foundation party outlet thinktank consultancy subsidiary refiner shipbuilder bakery
brewer grocer telecom platform cooperative trust magazine service provider website pollster exchange laboratory operator
empresa firma compania aseguradora minera petrolera automotriz aerolinea constructora grupo sindicato ministerio agencia
regulador periodico cadena partido organizacion ong fundacion contratista proveedor operadora productora fabricante
farmaceutica tecnologica consultora cervecera cooperativa federacion asociacion universidad hospital banda cartel financiera
inmobiliaria naviera telefonica distribuidora revista dependencia instituto
unternehmen konzern versicherer hersteller chiphersteller autobauer autohersteller gewerkschaft partei verband verein behorde
zeitung sender kanzlei stiftung betreiber anbieter reederei brauerei kette bundnis
entreprise societe groupe banque assureur constructeur fabricant compagnie syndicat parti association agence journal fondation
transporteur ministere operateur enseigne chaine editeur exploitant collectif
companhia sindicato construtora montadora jornal fundacao seguradora operadora mineradora petroleira emissora varejista ministerio
associacao federacao
компания компании группа концерн партия фирма корпорация холдинг профсоюз агентство газета издание завод авиакомпания
банк министерство движение организация фонд
"""

# Last words of names that are companies' without a form: Ridgeway Capital.
TRADES = """
capital partners holdings group motors airlines airways systems technologies technology pharmaceuticals pharma therapeutics
energy media labs laboratories ventures securities solutions logistics foods steel petroleum resources industries
enterprises consulting analytics robotics studios networks entertainment financial insurance shipping
semiconductor electronics mining gruppe werke energie logistik groupe
"""

ARTICLES = "the a an el la los las un una le les l der die das den dem ein eine einer o a os as um uma"

# Prepositions before places.
WHERE = "in en na no im nach aus au aux на в во из к from"

SPEECH = """
sagte sagt erklarte erklart teilte kundigte warnte warf nannte sprach forderte betonte bestatigte schrieb versprach meinte
declare dit affirme explique annonce indique precise ajoute repondu promis estime assure confirme appelle denonce
disse afirmou declarou informou anunciou explicou negou prometeu respondeu acrescentou avisou confirmou defende diz
заявил заявила сказал сказала сообщил сообщила сообщило сообщили отметил отметила считает подчеркнул пояснил пояснила
пообещал пообещала ответил ответила добавил добавила рассказал рассказала обещает
"""

MONTHS_AND_DAYS = """
januar februar marz mai juni juli oktober dezember montag dienstag mittwoch donnerstag freitag samstag sonntag sonnabend
janvier fevrier mars avril juin juillet aout septembre octobre novembre decembre lundi mardi mercredi jeudi vendredi samedi
dimanche janeiro fevereiro marco abril maio junho julho setembro outubro novembro dezembro segunda terca quarta quinta sexta
segunda-feira terca-feira quarta-feira quinta-feira sexta-feira domingo
"""

GIVEN_NAMES = """
jurgen katrin holger birgit annegret milan uwe dieter heinz helmut klaus wolfgang gunther gerhard horst manfred jorg stefan
matthias andreas tobias florian sven lars jens ulrich ulrike sabine petra monika ursula renate heike anja silke kerstin
friedrich olaf annalena christoph thorsten torsten bernd rainer ingrid gisela markus lukas felix jonas
luc helene amelie gilles claire francois jean pierre jacques michel philippe thierry laurent olivier nicolas guillaume
mathieu antoine julien emmanuel bruno xavier yves herve gerard bernard benoit sophie camille aurelie celine cecile nathalie
isabelle veronique sylvie chantal elodie marine edouard gabriel stephane frederic sebastien etienne brigitte elisabeth
joao marcio luciana beatriz teresa fernanda thiago tiago rodrigo gustavo leandro luiz luis paulo caio bruna renata juliana
mariana flavio fabio claudio sergio marcelo marcos simone michele aline ines goncalo antonio jose pedro nuno rui catarina
margarida dilma jair geraldo aecio romeu eduardo otavio vinicius
алексеи александр андреи антон артем борис вадим валентин василии виктор виталии владимир вячеслав геннадии георгии григории
даниил денис дмитрии евгении егор иван игорь илья кирилл константин леонид максим михаил никита николаи олег павел петр
роман руслан сергеи станислав степан федор эдуард юрии ярослав анна анастасия валентина валерия вера виктория галина дарья
евгения екатерина елена ирина ксения лариса любовь людмила маргарита марина мария надежда наталья нина ольга светлана
софия татьяна юлия володимир олександр андрии
"""

# Sentences of a page that belong to its site, not to its text.
BOILERPLATE = r"""
subscribe\ (?:to|now|here)|sign\ up\ (?:for|to)|newsletter|all\ rights\ reserved|follow\ us|read\ (?:more|also)\b|share\ this|cookie
|privacy\ policy|terms\ of\ (?:use|service)|click\ here|advertisement|this\ article\ (?:was|is)\ (?:originally|part)|copyright|©
|suscr[ií]b[aei]|bolet[ií]n(?:es)?\b(?=.*(?:correo|diario|nuestro|suscr))|nuestro\ bolet[ií]n|todos\ los\ derechos|s[ií]guenos|lea\ tambi[eé]n|lee\ tambi[eé]n|te\ puede\ interesar|compart[ei]r?\ en
|abonnieren\ sie|alle\ rechte\ vorbehalten|lesen\ sie\ (?:auch|mehr)|folgen\ sie\ uns|datenschutz
|abonnez-vous|tous\ droits\ r[ée]serv|lire\ aussi|partager\ sur|suivez-nous|retrouvez\ (?:toute|tous|nos)|nos\ abonnements
|todos\ os\ direitos|leia\ (?:mais|tamb[ée]m)|siga\ (?:nosso|nossa|nos|o\ canal)|assine\ (?:nossa|agora)|inscreva-se|cadastre-se|receba\ (?:not[ií]cias|nossa)
|читайте\ также|подписывайтесь|подпишитесь|все\ права\ защищены|главные\ новости\ дня|реклама\b
"""
