"""Words that are too general to be a topic. Data only, folded, written for this project."""

from __future__ import annotations

from functools import cache

# Nouns, verbs and adjectives that are no topic, alone or at the edge of a phrase.
GENERAL = """
people person country countries nation nations world government governments state states city cities year
years month months week weeks day days time times hour hours minute today number numbers part parts place
places way ways thing things something anything everything nothing case cases fact facts point points group
groups member members side sides issue issues problem problems question questions matter matters area areas
region regions level levels program programs plan plans effort efforts work works working worker job make
makes made making take takes taken taking give gives given giving keep keeps kept come comes coming came
goes going gone went want wants wanted need needs needed know known knows think thought believe believes
believed seem seems look looking looks show shows shown showed find found finding help helps helped helping
call called calls use used uses using turn turned leave left start started begin began begun continue
continued continues become became hold held bring brought move moved moving live lived living include
including includes included allow allowed allows lead leads led leading follow following followed increase
increased increasing decrease decreased reduce reduced provide provided provides create created send sent
receive received expect expected remain remained remains support supported meet meeting meetings talk talks
talking agree agreed seek seeking sought face faces faced facing great good better best high higher large
larger small long short big major main important able likely possible current currently recent different
same certain clear full free open real true right wrong whole local national international federal public
private general social political economic million millions billion thousand hundred dozens percent
percentage dollars pesos half total average amount rest series kind type form end beginning result results
process system systems measure measures action actions step steps change changes decision decisions order
orders response reason reasons interest interests role power powers control home house family families child
children woman women man men friend friends student students history story stories media news article report
statement press release page website account message post tweet picture image really actually almost around
ever never often always perhaps maybe well much back even another within across behind without whether
themselves himself herself itself because while since until upon every persona personas pais paises nacion
naciones mundo gobierno gobiernos estado estados ciudad ciudades ano anos mes meses semana semanas dia dias
tiempo tiempos hora horas vez veces numero numeros parte partes lugar lugares manera forma formas modo cosa
cosas algo nada caso casos hecho hechos punto puntos grupo grupos miembro miembros lado asunto asuntos
problema problemas pregunta tema temas materia area areas zona zonas region regiones nivel niveles programa
programas plan planes esfuerzo esfuerzos trabajo trabajos hacer hace hacen haciendo hecho tener tiene tienen
tenia tenemos tengo poder puede pueden podria podra podemos deber debe deben debemos querer quiere quieren
quiero saber sabe creer cree decir dice dicen estar siendo sido seguir sigue siguen siguiente llegar llega
llegado llevar lleva llevan dejar deja dejo pasar paso pasado poner pone puesto quedar queda quedan
encontrar encuentra encontro buscar busca buscan incluir incluye incluyen permitir permite permiten recibir
realizar realizo realiza realizado mantener mantiene mantienen lograr logro logrado iniciar inicio inicia
continuar continua continuan aumentar aumento reducir reduccion apoyar apoyo ayudar ayuda crear creacion
gran grande grandes bueno buena mejor mejores alto alta altos nuevo nueva nuevos nuevas mayor mayores menor
principal principales importante importantes posible distintos diferentes cierto mismo misma mismos mismas
propio propia local locales nacional nacionales internacional internacionales federal federales publico
publica publicos publicas privado general generales social sociales politico politica politicos economico
economica millon millones miles cientos docenas ciento porcentaje dolares pesos mitad total promedio
cantidad resto serie tipo final principio resultado resultados proceso procesos sistema sistemas medida
medidas accion acciones cambio cambios decision decisiones orden respuesta razon razones interes intereses
papel control casa familia familias hijo hijos hija nino ninos mujer mujeres hombre hombres amigo amigos
estudiantes historia medio medios noticia noticias articulo informe comunicado prensa pagina sitio cuenta
mensaje foto imagen fotografia realmente casi alrededor siempre nunca quiza quizas bien mucho mucha muchos
muchas acuerdo acuerdos reunion reuniones encuentro informacion ejemplo relacion parte traves dentro fuera
frente momento momentos situacion vamos van voy eso esto aquello entonces digamos estamos somos fueron sera
seran sido habria haber habido tenido
"""


@cache
def general() -> frozenset[str]:
    """The words of GENERAL."""
    return frozenset(GENERAL.split())
