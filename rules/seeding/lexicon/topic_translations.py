"""Terms of known topics in German, French, Portuguese, Russian, Arabic and Chinese. Data only, written for this project.

A topic a line, in the form of `known_topics`, which joins them to its own.
"""

TOPICS = """
fentanyl : de Fentanyl : fr fentanyl : ru фентанил : zh 芬太尼
cocaine : de Kokain : pt cocaína : ru кокаин
drug-trafficking : de Drogenhandel, Drogenschmuggel : ru наркоторговля, наркотрафик : ar تهريب المخدرات : zh 贩毒
drug-cartels : de Drogenkartell : fr cartel de la drogue : pt cartel de drogas : ru наркокартель
arms-trafficking : de Waffenhandel, Waffenschmuggel : ru торговля оружием : ar تهريب الأسلحة
mass-shootings : de Amoklauf : fr fusillade : pt tiroteio : ru массовый расстрел
organized-crime : de organisierte Kriminalität : ru организованная преступность
money-laundering : de Geldwäsche : ru отмывание денег : ar غسل الأموال : zh 洗钱
extortion : de Erpressung : fr extorsion, racket : pt extorsão : ru вымогательство
kidnapping : de Entführung : fr enlèvement : pt sequestro : ru похищение людей : ar اختطاف
homicides : de Mordrate : fr homicides : pt homicídios : ru убийства
femicide : de Femizid : fr féminicide, violences faites aux femmes : pt feminicídio
immigration : de Migration, Einwanderung, Migranten, Zuwanderung : ru миграция, мигранты : ar الهجرة, المهاجرين : zh 移民
asylum : de Asylbewerber, Asyl, Flüchtlinge : fr demandeurs d'asile, asile, réfugiés : pt refugiados, requerentes de asilo : ru беженцы : ar اللاجئين : zh 难民
deportation : de Abschiebung, Abschiebungen : fr expulsions, reconduite à la frontière : pt deportação : ru депортация
border-security : de Grenzkontrollen, Grenzschutz : fr contrôle des frontières : pt controle de fronteira : ru охрана границы
human-trafficking : de Menschenhandel : fr traite des êtres humains : pt tráfico de pessoas : ru торговля людьми
tariffs : de Zölle, Strafzölle : pt tarifas de importação : ru пошлины : ar رسوم جمركية : zh 关税
trade-agreements : de Handelsabkommen, Freihandelsabkommen : fr accord commercial, libre-échange : pt acordo comercial, livre comércio : ru торговое соглашение
trade-dispute : de Handelsstreit, Handelskrieg : fr guerre commerciale : pt guerra comercial : ru торговая война : zh 贸易战
nearshoring : de Lieferkette, Lieferketten : fr chaîne d'approvisionnement : pt cadeia de suprimentos : ru цепочки поставок
car-industry : de Autoindustrie, Autobauer : fr industrie automobile, constructeurs automobiles : pt montadoras, indústria automobilística : ru автопром
electric-vehicles : de Elektroautos : fr voitures électriques, véhicules électriques : pt carros elétricos, veículos elétricos : ru электромобили : zh 电动汽车
semiconductors : de Halbleiter, Chiphersteller : fr semi-conducteurs : pt semicondutores : ru полупроводники : zh 半导体
energy-policy : de Energiepolitik, Energiewende : fr politique énergétique : pt política energética
electricity : de Stromnetz, Stromausfall : fr réseau électrique, panne d'électricité : pt rede elétrica, apagão : ru отключение электричества
oil-and-gas : de Ölpreise, Erdgas, Rohöl, Ölförderung : fr prix du pétrole, gaz naturel, pétrole : pt preço do petróleo, petróleo, gás natural : ru нефть, природный газ, экспорт нефти, цены на нефть : ar النفط : zh 石油, 油价
renewable-energy : de erneuerbare Energien, Windkraft, Solarenergie : fr énergies renouvelables, éolien : pt energia renovável, energia eólica : ru возобновляемая энергия
nuclear-power : de Atomkraft, Kernkraftwerk, Atomkraftwerk : fr nucléaire civil, centrale nucléaire : pt usina nuclear, energia nuclear : ru атомная энергетика, АЭС
mining : de Bergbau : fr exploitation minière : pt mineração : ru горнодобывающая
climate-change : de Klimawandel, Erderwärmung, Treibhausgase : fr réchauffement climatique, gaz à effet de serre : pt aquecimento global, efeito estufa : ru изменение климата, глобальное потепление : ar تغير المناخ : zh 气候变化
drought : de Dürre, Wassermangel, Trockenheit : fr sécheresse, pénurie d'eau : pt seca, estiagem, escassez de água : ru засуха : ar الجفاف : zh 干旱
flooding : de Überschwemmung, Überschwemmungen, Hochwasser : fr inondations, crues : pt enchentes, inundações : ru наводнение, паводок : ar فيضانات : zh 洪水
hurricane : de Hurrikan, Wirbelsturm : fr ouragan, tempête tropicale : pt furacão, tempestade tropical : ru ураган : zh 台风
earthquake : de Erdbeben : fr séisme, tremblement de terre : pt terremoto : ru землетрясение : ar زلزال : zh 地震
wildfires : de Waldbrand, Waldbrände : fr incendies, feux de forêt : pt incêndios florestais, queimadas : ru лесные пожары : zh 野火
pollution : de Luftverschmutzung, Umweltverschmutzung : fr pollution : pt poluição : ru загрязнение воздуха
deforestation : de Abholzung, Entwaldung : fr déforestation : pt desmatamento : ru вырубка лесов
biodiversity : de Artensterben, Artenvielfalt : fr biodiversité : pt biodiversidade : ru биоразнообразие
inflation : de Inflation, Teuerung, Verbraucherpreise : fr inflation, prix à la consommation : pt inflação, preços ao consumidor : ru инфляция : ar التضخم : zh 通货膨胀, 通胀
interest-rates : de Leitzins, Zinsen, Zinssenkung : fr taux d'intérêt, taux directeur : pt taxa de juros, juros : ru ключевая ставка, процентная ставка : ar أسعار الفائدة : zh 利率, 降息, 加息
economic-growth : de Wirtschaftswachstum, Rezession : fr croissance économique, récession : pt crescimento econômico, recessão : ru экономический рост, рецессия : zh 经济增长
public-debt : de Staatsschulden, Schuldenbremse : fr dette publique : pt dívida pública : ru государственный долг
taxes : de Steuerreform, Steuerhinterziehung, Steuern : fr impôts, fraude fiscale, réforme fiscale : pt reforma tributária, sonegação, impostos : ru налоги, уклонение от налогов
unemployment : de Arbeitslosigkeit, Entlassungen, Stellenabbau : fr chômage, licenciements : pt desemprego, demissões : ru безработица, увольнения
minimum-wage : de Mindestlohn : fr salaire minimum : pt salário mínimo : ru минимальная зарплата
strikes : de Streik, Streiks, Warnstreik : fr grève, grèves : pt greve, paralisação : ru забастовка : ar إضراب : zh 罢工
poverty : de Armut : fr pauvreté, inégalités : pt pobreza, desigualdade : ru бедность
housing : de Wohnungsnot, Mieten, Wohnungsbau : fr crise du logement, logement : pt moradia, déficit habitacional : ru жилье, ипотека
pensions : de Rentenreform, Renten : fr réforme des retraites, retraites : pt reforma da previdência, aposentadoria : ru пенсионная реформа, пенсии
health-care : de Gesundheitssystem, Krankenhäuser : fr système de santé, hôpitaux : pt sistema de saúde, hospitais : ru здравоохранение
covid : de Corona-Pandemie, Coronavirus, Covid : fr Covid-19, coronavirus, pandémie : pt Covid-19, coronavírus, pandemia : ru коронавирус, пандемия
vaccines : de Impfstoff, Impfung, Impfungen : fr vaccins, vaccination : pt vacinas, vacinação : ru вакцина, вакцинация
infectious-disease : de Masern, Vogelgrippe, Cholera : fr rougeole, grippe aviaire, choléra : pt sarampo, dengue, gripe aviária : ru вспышка кори, птичий грипп
abortion : de Abtreibung, Schwangerschaftsabbruch : fr avortement, IVG : pt aborto : ru аборты
human-rights : de Menschenrechte : ru права человека : ar حقوق الإنسان : zh 人权
press-freedom : de Pressefreiheit : fr liberté de la presse : pt liberdade de imprensa : ru свобода прессы
racism : de Rassismus : fr racisme : pt racismo : ru расизм
corruption : de Korruption, Korruptionsaffäre, Bestechung : fr corruption, pots-de-vin, détournement de fonds : pt corrupção, propina, propinas, desvio de verbas : ru коррупция, взятка : ar الفساد : zh 腐败
espionage : de Spionage : fr espionnage : pt espionagem : ru шпионаж
elections : de Wahlen, Bundestagswahl, Landtagswahl, Wahlkampf : fr élections, élection présidentielle, scrutin : pt eleições, eleição : ru выборы : ar الانتخابات : zh 选举
extradition : de Auslieferung : fr extradition : pt extradição : ru экстрадиция
sanctions : de Sanktionen : fr sanctions : pt sanções : ru санкции : ar عقوبات : zh 制裁
terrorism : de Terrorismus, Terroranschlag : fr terrorisme, attentat : pt terrorismo : ru терроризм, теракт : ar الإرهاب
ceasefire : de Waffenruhe, Waffenstillstand : fr cessez-le-feu, trêve : pt cessar-fogo, trégua : ru перемирие, прекращение огня : ar وقف إطلاق النار : zh 停火
hostages : de Geiseln : fr otages : pt reféns : ru заложники
war-crimes : de Kriegsverbrechen : fr crimes de guerre, génocide : pt crimes de guerra : ru военные преступления
nuclear-weapons : de Atomwaffen, Atomprogramm : fr armes nucléaires : pt armas nucleares : ru ядерное оружие : zh 核武器
military-aid : de Militärhilfe, Waffenlieferungen : fr aide militaire : pt ajuda militar : ru военная помощь
coup : de Putsch, Staatsstreich : fr coup d'État, putsch : pt golpe de Estado : ru государственный переворот
protests : de Proteste, Demonstranten : fr manifestants, manifestations : pt protestos, manifestantes : ru протесты : ar احتجاجات : zh 抗议
humanitarian-aid : de humanitäre Hilfe : fr aide humanitaire : pt ajuda humanitária : ru гуманитарная помощь : ar المساعدات الإنسانية
cybersecurity : de Cyberangriff, Hackerangriff, Cybersicherheit : fr cyberattaque, cybersécurité, rançongiciel : pt ciberataque, ataque hacker, cibersegurança : ru кибератака, хакеры : zh 网络攻击
artificial-intelligence : de künstliche Intelligenz : ru искусственный интеллект : ar الذكاء الاصطناعي : zh 人工智能
social-media : de soziale Medien, Desinformation : fr réseaux sociaux, désinformation : pt redes sociais, desinformação : ru социальные сети, дезинформация
data-privacy : de Datenschutz : fr protection des données : pt proteção de dados : ru персональные данные
antitrust : de Kartellrecht, Kartellverfahren : fr antitrust, abus de position dominante : pt antitruste, Cade : ru антимонопольное
cryptocurrency : de Kryptowährung, Bitcoin : fr cryptomonnaies, bitcoin : pt criptomoedas, bitcoin : ru криптовалюта, биткоин
space : de Raumfahrt, Raumstation : fr station spatiale, lanceur spatial : pt estação espacial, foguete : ru космос, космический корабль
tourism : de Tourismus : fr tourisme : pt turismo : ru туризм
railways : de Bahnverkehr, Zugunglück : fr trafic ferroviaire, déraillement : pt ferrovia, descarrilamento : ru железная дорога
aviation : de Flugzeugabsturz : fr accident d'avion, crash aérien : pt acidente aéreo, queda de avião : ru авиакатастрофа
agriculture : de Landwirte, Bauern, Ernte : fr agriculteurs, récoltes : pt agricultores, safra, agronegócio : ru фермеры, урожай : ar القمح, محاصيل
food-security : de Ernährungssicherheit, Lebensmittelpreise : fr sécurité alimentaire, prix alimentaires : pt segurança alimentar, preços dos alimentos : ru цены на продукты
education : de Schulen, Lehrermangel : fr éducation nationale, enseignants : pt educação pública, professores : ru образование, учителя
housing-market : en property market, housing market, house prices : es mercado inmobiliario, precios de la vivienda : de Immobilienmarkt : fr marché immobilier : pt mercado imobiliário : ru рынок недвижимости : zh 房地产
"""
