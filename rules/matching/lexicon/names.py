"""Titles, given names and common surnames, folded. Data only; the order means nothing."""

TITLES = """
mr mrs ms miss mx dr dra sr sra srta prof sir lord lady dame don dona senor senora senorita president
presidente presidenta vicepresident vicepresidente vicepresidenta expresidente expresidenta premier prime
minister ministro ministra exministro primer primera secretary secretario secretaria exsecretario
subsecretario subsecretaria undersecretary canciller excanciller chancellor foreign ambassador embajador
embajadora exembajador envoy enviado enviada senator senador senadora congressman congresswoman
representative rep sen gov governor gobernador gobernadora exgobernador mayor alcalde alcaldesa jefe jefa
chief director directora coordinator coordinador coordinadora general gen colonel col coronel captain capt
capitan lieutenant lt teniente sergeant sgt sargento major admiral almirante commander comandante judge juez
jueza justice magistrado magistrada fiscal prosecutor procurador attorney lawyer abogado abogada licenciado
licenciada lic ing ingeniero ingeniera maestro maestra mtro mtra doctor doctora profesor profesora professor
king rey queen reina prince principe princess princesa pope papa bishop obispo cardinal cardenal father
padre sister hermana reverend rev adviser advisor asesor asesora spokesman spokeswoman spokesperson portavoz
vocero vocera candidate candidato candidata precandidato precandidata aspirante leader lider titular
diputado diputada legislator legislador deputy official funcionario delegate delegado delegada consul
consejero consejera comisionado comisionada commissioner administrator boss capo drugmaker kingpin narco
ciudadano citizen companero companera hermano brother morenista priista panista politician politico
mandatario mandataria ex former then entonces negotiator negociador mexican mexicano mexicana american
estadounidense us democrat republican
"""

GIVEN = """
aaron abel abraham abril adam adan adela adolfo adrian adriana agnes agustin aida alan albert alberto
alejandra alejandro alex alexander alexandra alfonso alfred alfredo alice alicia allan allison alma alonso
alvaro amalia amanda amber amelia amparo amy ana anabel anastasia andre andrea andreas andres andrew angel
angela angelica angelina anita ann anna anne annie antoine anton antonia antonio araceli ariadna ariel
armando arnold arnulfo arthur arturo ashley augusto aurelio aurora barack barbara beatriz ben benito
benjamin bernard bernardo bertha beth betty bill billy blanca bob bonnie brad brandon brenda brian bruce
bruno camila camilo carla carlo carlos carmen carol carolina caroline catalina catherine cecilia celia cesar
charles charlie charlotte chris christian christina christine christopher cindy claire clara clarissa claude
claudia claudio clemente colin concepcion connie consuelo cristian cristina cristobal cuauhtemoc cynthia
dalia damian dan daniel daniela danny dario dave david dean deborah delfina denis denise dennis diana diego
dmitri dolores dominic dominique don donald dora doris dorothy douglas duncan dylan eduardo edgar edith
edmundo edward edwin efrain elba elena elias elisa elisabeth elizabeth ella ellen elliot elsa elvira emilia
emiliano emilio emily emma emmanuel enrique eric erica ericka erika ernest ernesto esteban estela esther
eugene eugenia eugenio eunice eva evelyn fabian fatima federico felicia felipe felix fermin fernanda
fernando fidel flor francesca francesco francis francisca francisco francois frank franklin fred frederick
frida gabriel gabriela gary gemma genaro george gerald gerard gerardo german gerhard gilbert gilberto gina
gisela giovanni gladys gloria gonzalo grace graciela graham greg gregorio gregory guadalupe guillermo gustav
gustavo hannah hans harold harriet harry hassan heather hector heidi helen helena henri henry herbert
heriberto hernan hilary hilda homero horacio howard hugo humberto ian ibrahim ignacio igor ildefonso ines
inocencio irene iris irma isaac isabel isabella isaias ismael israel itzel ivan ivonne jack jacob jacobo
jacqueline jacques jaime jake james jamie jan jane janet jared jason javier jay jean jeanne jeff jeffrey
jenaro jennifer jeremy jerome jerry jesse jessica jesus jill jim jimena jimmy joan joaquin jody joe joel
johan johannes john johnny jon jonathan jordan jorge jose josefa josefina joseph josh joshua josue joy joyce
juan juana judith julia julian juliana julie julieta julio justin karen karl karla kate katherine kathleen
kathryn katia keith kelly ken kenia kenneth kenya kevin kim kimberly klaus kurt kyle lance lara larry laura
lauren laurent lazaro lee leo leon leonard leonardo leonel leonor leopoldo leslie leticia lewis liam lidia
lilia liliana lily linda lisa liz lizbeth lorena lorenzo lori louis louise lourdes lucas lucia luciano lucio
lucy luis luisa luke luz lydia lynn magdalena malcolm manuel manuela marc marcel marcela marcelo marcia
marco marcos margaret margarita maria mariana mariano marie mariela marina mario marion marisol mark marlene
marta martha martin martina marvin mary mateo matthew maureen mauricio max maximiliano maxine may megan
melanie melissa mercedes michael michel michelle mickey miguel mike mikhail milton minerva miranda miriam
mitchell mohamed mohammed moises monica morgan muhammad myriam nadia nancy naomi natalia natalie nathan neil
nelson nestor nicholas nick nicola nicolas nicole noe noel noemi nora norberto norma norman octavio olaf
olga oliver olivia omar orlando oscar osvaldo otto pablo pamela paola pascal patricia patricio patrick paul
paula paulina paulo pavel pedro penelope perla pete peter petra phil philip philippe phillip pierre pilar
pio porfirio quentin rachel rafael ralph ramiro ramon randy raquel raul ray raymond rebeca rebecca regina
renata rene ricardo richard rick rigoberto rita rob robert roberta roberto robin rocio rodolfo rodrigo roger
rogelio roland rolando roman ron ronald rosa rosalia rosalinda rosario rose rosemary ross roxana roy ruben
ruby rudolf rufino rupert russell ruth ryan sabina sabrina salvador sam samantha samuel sandra santiago sara
sarah saul scott sean sebastian sergei sergio seth sharon sheila shirley silvia silvio simon simone sofia
sonia sophia sophie stacy stanley stefan stella stephanie stephen steve steven stuart sue susan susana
suzanne sylvia tania tanya tatiana ted teodoro teresa terrence terry thelma theodore theresa thomas tim
timothy tina toby todd tom tomas tommy toni tony tracy trinidad troy ulises ulrich uriel ursula valentin
valentina valeria valerie vanessa veronica vicente vicki victor victoria vidal vincent vincente violeta
virginia viviana vladimir wade walter wanda warren wayne wendy wilfredo will william willy wolfgang xavier
ximena xochitl yadira yesenia yolanda yuri yvonne zachary zoe zulema ahmed ali abdul khalid yusuf leila
hasan hussein kamala barbie zuleyka rubens abdullah abdulrahman abigail adalberto addison adel adelaida
adelina agapito aidan aiko aisha akira albina alec aleida alejandrina alejo aleksandr aleksei alessandra
alessandro alexei alfa alfonsa alfonsina alison alondra alvin amado amador amaro amelio amina amir amira
amos anahi anastasio anatoly anders andrei andreina andy angie anibal anil antonella anwar aracely aranza
archibald arely ariadne arjun arkady arlene armida arnoldo artem artemio arun asma astrid atanasio audrey
aureliano ausencio austin aziz azucena baltazar barry bartolo bashar basilio baudelio becky belen benigno
benjamina beppe berenice bernabe bernardino bernice bert beverly bianca bilal bjorn blake blas bobby
bonifacio boris bradley brett bridget brigida bruna bryan byron caitlin caleb calvin cameron camille
candelaria candido carl carlotta carly carolyn carsten carter casandra casimiro cassandra cecil celestino
celine cenobio chad chelsea cheryl chester chiara chloe cipriano cirilo citlalli clarence clark claudina
clayton clement clifford clinton clyde cody connor constantino corey cornelio cosimo courtney craig crisanto
cuitlahuac curtis dagoberto daisuke dalila damaso damiana danae daria darlene darrell darren daryl dayana
debbie debra deepak delfino demetrio denisse derek desmond devin dexter deyanira diane dieter dionisio dirk
dmitry domenico donatella donna doreen doug drew dustin dwayne dwight eddie edelmira edgardo edna efren eike
eileen ekaterina eladio elaine eleanor eleazar eleuterio eli elia eliana elidia eligio elijah elisabetta
eliseo elke ellie elmer elodie eloisa eloy emanuel emely emigdio emil emilie emmett enedina enrico epifanio
erasmo erendira erich ernestina ernie estanislao estefania estelle ethan ettore eufemia eulalia eusebio
evaluna evan evangelina evaristo evelia everardo evgeny ezequiel fabio fabiola fabrice fabrizio farid farouk
fathi fatimah faustino fausto federica feliciano felipa filemon filiberto filippo fiona flavio florence
florencia florencio florentino floyd fortunato fouad franca frances francine franco frankie franz freddie
friedrich fritz froylan fyodor gaelle galilea galina gamaliel garrett gavin genevieve gennady genoveva
geoffrey gerardina gerda ghassan gianluca gianna gianni gilda gilles giorgia giorgio giovanna gisele giselle
gita giulia giulio giuseppe glen glenda glenn godofredo gordon greta gretchen gricelda grigory gudelia
guillaume gumaro gunther gwen habib hakim hala hamid hana hani hanna haroun haruki haruto haydee heidy heike
heinrich heinz helene helga helmut herlinda herman hermann herminia herminio herve higinio hilaria hilario
hipolito hiro hiroshi hisham hortensia huda hussain idalia ilaria iliana ilse ilya imelda imran indira inga
ingrid irais irina irving isabelle isaiah isauro isidora isidro itzamara itzayana ivana ivette jacinto
jackie jahir jairo jamal jamila jana janeth janice jaqueline jasmine jazmin jenna jenny jerald jeremiah jess
jian joaquina jochen jodi johnnie jonas jorg josafat josephine josie jovita juanita juliet juliette julissa
junichi jurgen kamal kara kareem kari karim karime karin karina kassandra katelyn katherin kathy katie
katrin katy katya kazuo keiko keila kellie kendra kenji kenzo kerry khaled kiara kiran kirk kirsten
konstantin kristen kristin kristina kristy ksenia lacey laila lakshmi lamia lana larisa larissa lars latif
laurence layda layla lazara leah leigh leilani lena leobardo leocadio leodegario leonid leonidas leroy
lester levi librado liliam lindsay lionel lisandro lizeth lloyd logan lois lola lorenza loretta lotte luc
luca luciana lucie lucien lucille lucrecia ludwig luigi luisana luisito lupita lyle lyudmila mabel macario
mack mackenzie madeleine magali magda maggie mahdi mahmoud maite makoto maksim maleny malik mandy manfred
manish manlio manolo mansour marcelina marcelino marcelle marcus margarito margaux margie margrit marguerite
marian marianne maribel maricela maricruz marilyn marino marjorie marlen marlon marsha marshall martine
martiniano maru maryam masao massimo mathieu matilde matteo matthias maude maura mavis maxim maxime
maximilian maximino mayra meera mei melany melchor melina melquiades meredith micaela michela michele
michiko mikhailo mindy mirna mirta miryam modesta moe mohan molly monika monique monte mourad muammar muriel
mustafa myra myrna nabil nabor nadezhda nadim nadine naoko narciso narendra nasser natalya nate nathalie
nayeli neha nell nelly nereida neri nery nicanor nicoletta nicte nidia nikita nikki nikolai nils nirmala
noelia nohemi nolan noreen noriko nour noura nunzia octaviano odalys odette odile ofelia oksana oleg
olegario olena olimpia olivier omer oralia osama othman otilia otis otoniel ottavio ovidio owen paige
palmira pam pancracio paolo pascale pascual patsy patti paty pauline pavlo peggy percy petro petronila
philippine phyllis piero pietro placido policarpo polina polly ponciano pooja porfiria pradeep preston
prisciliano priscilla priya qiang quetzalli quinn quirino rafa raffaele rahul rajesh ralf ramona ramses
randall rania ranulfo rashid ravi reggie reginald regino reinhard remedios renan renate renaud renzo reyna
reynalda reynaldo reza rhoda rhonda riccardo richie ricky rigoberta riley robbie rochelle rodney rogaciano
romain romualdo ronnie roque rory rosaelena rosalba rosanna rosaura rosendo rosie rosita rosy roxanne rubi
rufus rulfo ruslan russ rutilio ryu saad sabas sabine sabino sachin sadie saeed sagrario saira sakura salah
salim sally salma salome samanta sami samir samira sammy sana sandrine sandro sanjay sarahi sasha satoshi
saturnino selene selim serafin serhiy severiano shaira shane shannon shanti sharif shaun shawn shelby shelly
sheri sherri sherry shinji sidney sidronio siegfried silke silvano silverio silvestre simona sofya solange
sonny spencer stan stanislav stefano stepan stephane sugey suleiman sunil sunita suresh susy suzie sven
svetlana sybil sylvain sylvie tabitha tadeo tahir takashi takeshi tamara tammy tara tarek tariq tasha
telesforo tere terri tess tessa thalia theo thierry thorsten tiburcio tiffany timofey timoteo tirso tobias
tomasa tommaso tono toribio tracey travis trent trevor tricia trisha tulio tyler tyrone udo ulrike umberto
ursulo uwe vadim valente valentine valentino valentyna valery vance vasily venustiano vera vern vernon
veronique vianey vicenta vicky vijay vikram viktor viola virgil virginie viri vitaly vittorio vivian
vladislav volodymyr vyacheslav waleed walid wallace wei wenceslao werner wesley whitney wilbur wilfred
wilfrido willard willie wilma winston xiao ximeno yahir yair yamila yamileth yana yannick yareli yaroslav
yasmin yasser yazmin yegor yelena yesica ying yoko yoshi yousef yuki yulia yuliana yumi yunuen yuridia yury
yves zacarias zach zahra zaid zainab zaira zeinab zenaida zenon zinaida zita zoey zulma
"""

SURNAMES = """
aguilar aguirre alvarado alvarez anderson baker barrera bautista beltran bush cabrera calderon campbell
campos cardenas carrillo castaneda castillo castro cervantes chavez clark clinton collins contreras cortes
cruz davis delgado diaz dominguez duarte edwards escobar espinosa estrada evans fernandez ferrer figueroa
flores fuentes gallardo garcia garza gomez gonzales gonzalez green guerra guerrero gutierrez guzman hall
harris hernandez herrera hill howard ibarra jackson jimenez johnson jones juarez king lara lee leon lewis
lopez lozano lugo luna maldonado marin marquez martin martinez medina mejia mendez mendoza mercado meza
miller mitchell molina montes moore morales moreno morgan munoz murphy navarro nelson nunez ochoa ojeda
olivares orozco ortega ortiz pacheco padilla palacios parker parra paz pena peralta perez phillips pineda
ponce quintero ramirez ramos rangel reyes rios rivas rivera roberts robinson robles rodriguez rojas roman
romero rosales rosas rubio ruiz salas salazar salinas sanchez sandoval santana santiago santos scott serrano
silva smith solis soto suarez taylor thomas thompson torres trejo trevino turner valdez valencia valenzuela
vargas vasquez vazquez vega velasco velazquez velez vera villa villanueva villarreal walker white williams
wilson wright young zamora zapata zavala ahmed ali khan hassan hussein mohammed kim wang li zhang chen
nguyen singh ivanov petrov
"""

PROFESSIONS = """
actor actriz actress singer cantante cantautor cantautora cantaor soprano tenor futbolista footballer
striker delantero portero goalkeeper midfielder defender boxeador boxeadora boxer pintor pintora painter
escultor escultora sculptor escritor escritora writer author novelista novelist poeta poet torero
bullfighter chef cocinero cocinera musico musician guitarist guitarrista bailarin bailarina dancer modelo
atleta athlete coach entrenador entrenadora tenista golfista golfer piloto ciclista cyclist nadador nadadora
swimmer quarterback pitcher basquetbolista beisbolista dictator dictador chemist quimico quimica physicist
fisico biologo biologa arquitecto arquitecta architect historian historiador historiadora comediante
comedian influencer youtuber rapero rapper presentador presentadora wrestler luchador luchadora gimnasta
gymnast clavadista skater surfer jockey fotografo fotografa photographer diseniador disenador disenadora
designer violinist violinista pianist pianista cardiologo cirujano surgeon enfermero enfermera nurse teacher
"""
