"""Common Spanish words, folded; their inflected forms follow from them. Data only; the order means nothing."""

WORDS = """
abajo abandonar abandono abarcar abastecer abastecimiento abeja abierto abogado abono aborto abrazo abrigo
abril abrir absoluto absolver absorber abstener abuela abuelo abundante aburrido abuso acabar academia
academico acceder acceso accidente accion accionista aceite acelerar acento aceptar acera acercar acero
acertar acido aclarar acoger acompanar aconsejar acontecimiento acordar acoso acostar acto actor actriz
actual actualidad actuar acudir acuerdo acumular acusacion acusado acusar adaptar adecuado adelantar
adelante ademas adentro adicional adicto adiestrar administracion administrar admirar admitir adolescente
adoptar adquirir aduana adulto adversario advertencia advertir aereo aerolinea aeropuerto afectar aficionado
afirmacion afirmar afrontar afuera agarrar agencia agenda agente agil agosto agotar agradecer agrado agravar
agredir agregar agresion agresivo agresor agricola agricultor agricultura agrupacion agua aguantar aguila
ahora ahorrar ahorro aire aislamiento aislar ajedrez ajeno ajustar ajuste alarma alba albergue alcalde
alcaldia alcance alcanzar alcohol aldea alegar alegre alegria alejar alerta alfombra algodon alguien alianza
aliado alimentacion alimentar alimento aliviar alivio alma almacen almacenar almas almuerzo alojar alquilar
alquiler alrededor alto altura alumno alza alzar ama amable amanecer amante amar amargo ambicion ambiental
ambiente ambito ambos ambulancia amenaza amenazar amigo amistad amnistia amo amor ampliar amplio amputar
analisis analista analizar ancho anciano andar anden anfitrion angulo anillo animal animar animo aniversario
anoche anotar ansiedad anterior anteriormente anticipar anticipo antiguo antivirus antojo anual anular
anunciar anuncio ano anos apagar aparato aparecer aparente aparicion apartado apartamento apartar apelacion
apelar apenas apertura aplaudir aplauso aplicacion aplicar apodo aportacion aportar apostar apoyar apoyo
apreciar aprehender aprender aprendizaje aprobacion aprobar apropiar aprovechar aproximado apuesta apuntar
apunte aquel arancel arbitraje arbitro arbol archivo arco arder area arena arenas argumentar argumento arma
armada armado armamento armar armas armonia aro arquitecto arquitectura arrancar arrasar arreglar arreglo
arrendar arrepentir arrestar arresto arriba arribar arriesgar arrojar arroyo arroz arte articulo artificial
artista artistico asalto asamblea ascender ascenso asegurar asentamiento asesinar asesinato asesino asesor
asesoria asfalto asiento asignar asilo asistencia asistente asistir asociacion asociado asociar aspecto
aspiracion aspirante aspirar asumir asunto asustar atacar ataque atardecer ataud atencion atender atentado
atento aterrizar atleta atletico atmosfera atomico atras atrasar atravesar atreverse atribuir audiencia
auditor auditoria aula aumentar aumento ausencia ausente autentico auto autobus automatico automotriz
automovil autonomia autonomo autopista autor autoridad autorizacion autorizar auxiliar auxilio avance
avanzar avena avenida aventura avergonzar averia averiguar avion aviso ayuda ayudar ayuntamiento azar azteca
azucar azul bachillerato bailar bailarin baile bajar bajo bala balacera balance balanza balcon balon
baloncesto balsa banca bancario banco banda bandera bando bano bar barato barba barca barco barra barrer
barrera barrio barro basar base basico bastante basura batalla bateria bebe beber bebida beca beisbol bello
beneficiar beneficiario beneficio besar beso biblia biblioteca bicicleta bien bienes bienestar bienvenido
bilateral billete billon biologia biologico bloque bloquear bloqueo boca boda bodega bola boletin boleto
bolsa bolsillo bomba bombardear bombardeo bombero bonito bordo borracho borrar bosque bosquejo bota botar
bote botella boton boxeador boxeo boya brazo brecha breve brigada brillante brillar brindar broma bruto
bueno buque burla burocracia burro busca buscar busqueda caballero caballo cabello caber cabeza cabina cable
cabo cabra cacao cada cadaver cadena caer cafe caida caja cajero calcular calculo calendario calentar
calibre calidad caliente calificacion calificar calle callar calma calmo calor camara cambiar cambio camino
camion camioneta camisa campamento campana campaneo campeon campeonato campesino campo canal cancelar cancer
cancha cancion candado cansado cantante cantar cantidad canto capa capacidad capacitacion capaz capital
capitulo captar captura capturar cara caracter caracteristica caravana carbon carcel cardenal carecer
cargamento cargar cargo caridad caro carrera carretera carro carta cartel cartera cartucho casa casar
cascada casi casino caso castellano castigar castigo castillo casual catalogo catastrofe catedral categoria
catolico catorce cauce causa causar cautela cavar caza cazar ceder celda celebracion celebrar celebre celula
celular cementerio cemento cena cenar censo censura centenar centimetro central centro centroamericano cerca
cercano cerco cerdo cerebro ceremonia cero cerrar cerro certeza certificar cerveza cesar cese cesion chaleco
chico chino chocar choque ciclo ciclon ciego cielo ciencia cientifico ciento cierre cierto cifra cigarro
cinco cincuenta cine cinta cinturon circo circuito circulacion circular circulo circunstancia cirugia cita
citar ciudad ciudadania civil civilizacion clandestino claridad claro clase clasico clasificar clausura
clausurar clave cliente clima clinica club cobarde cobertura cobrar cobre cocaina coche cocina cocinar
codigo coincidir cola colaboracion colaborar colapso colchon coleccion colectivo colega colegio colgar
colina colision colocar colonia color columna comandante comando combate combatir combinar combustible
comedia comentar comentario comenzar comer comerciante comercial comercio cometer comida comienzo comision
comite comodo companero compania comparar comparecer compartir compensar competencia competidor competir
competitivo complejo completar completo complicado complicar complice complot componente componer
comportamiento comportar compra comprador comprar comprender comprension comprobar comprometer compromiso
compuesto computadora comunicacion comunicado comunicar comunidad comunista comunitario concebir conceder
concentracion concentrar concepto concesion conciencia concierto conciliar concluir conclusion concretar
concreto concurso condado condena condenar condicion conducir conducta conductor conectar conejo conexion
conferencia confesar confianza confiar confidencial configurar confirmacion confirmar confiscar conflicto
conformar conforme confrontar confundir confusion congelar congresista congreso conjunto conmemorar conmigo
conocer conocido conocimiento conquistar consciente consecuencia conseguir consejo consenso conservador
conservar considerable considerar consigna consistir consolidar constante constar constitucion
constitucional constituir construccion constructor construir consul consulado consulta consultar consumidor
consumir consumo contacto contado contagiar contagio contaminacion contaminar contar contemplar contener
contenido contento contestar contexto continente continuar continuo contrabando contraer contrario contraste
contratar contratista contrato contribucion contribuir contribuyente control controlar controversia
convencer convencion conveniente convenio conversacion conversar convertir conviccion convivencia convivir
convocar convocatoria convoy cooperacion cooperar cooperativa coordinacion coordinar copa copia corazon
corbata corona corporal corporativo correcto corredor corregir correo correr correspondiente corresponder
corriente corrupcion corrupto cortar corte cortes corto cosa cosecha costa costar costo costumbre cotidiano
crear creacion creador creatividad crecer crecimiento credencial credito creencia creer crema crimen
criminal crisis cristal cristiano criterio critica criticar critico cruce crudo cruel cruz cruzar cuaderno
cuadra cuadrado cuadro cualquier cuanto cuarenta cuarto cuatro cubano cubrir cuchillo cuello cuenta cuento
cuerda cuero cuerpo cuestion cuestionar cueva cuidado cuidar culminar culpa culpable cultivo cultivar culto
cultura cultural cumbre cumpleanos cumplimiento cumplir cuna cuota cupo curar curioso curso curva custodia
dama danar dano danza dar dato datos deber debate debatir debido debil debilidad debilitar debut decada
decena decidir decir decision decisivo declaracion declarar decomisar decomiso decreto dedicar dedo defecto
defender defensa defensor deficit definicion definir definitivo dejar delante delegacion delegado deliberar
delicado delincuencia delincuente delito demanda demandar democracia democratico democrata demora demostrar
denominar denso dentro denuncia denunciar departamento dependencia depender deponer deportacion deportar
deporte deportista deportivo deposito derecha derecho derivar derrame derrota derrotar derrumbe desacuerdo
desafio desaparecer desaparecido desaparicion desarrollar desarrollo desastre desayuno descansar descanso
descargar descartar descender descenso desconocer desconocido describir descripcion descubrir descubrimiento
desde desear desecho desembarcar desempenar desempleo deseo desercion desesperado desfile desgracia desierto
designar desigualdad deslave desmantelar desmentir desnudo desnutricion despacho despedida despedir despegar
despejar desperdicio despertar despido desplazado desplazamiento desplazar desplegar despliegue despojo
destacar destino destitucion destituir destruccion destruir desviar desvio detalle detectar detencion
detener detenido deteriorar determinar detonar deuda devolver dia diablo dialogar dialogo diamante diario
dibujo diccionario dicha dicho diciembre dictador dictadura dictamen dictar diente dieta diez diferencia
diferente dificil dificultad difundir difusion digital dignidad digno dimension dimitir dinamico dinero dios
diplomacia diplomatico diputado direccion directo directivo dirigente dirigir disciplina disco discrecion
discriminacion disculpa discurso discusion discutir disenar diseno disminucion disminuir disolver disparar
disparo disponer disponible disposicion dispositivo disputa disputar distancia distante distinguir distinto
distribucion distribuir distrito diversidad diverso divertir dividir divino division divisa divorcio doble
doce docena docente documental documento dolar doler dolor domestico domicilio dominar domingo dominio
donacion donar donde dormir dos dosis dotar drama dramatico droga drogadiccion drogas dron ducha duda dudar
dueno dulce duplicar duracion durar duro echar ecologia ecologico economia economista edad edicion edificio
editar editor editorial educacion educar educativo efectivo efecto efectuar eficaz eficiencia eficiente
ejecucion ejecutar ejecutivo ejemplar ejemplo ejercer ejercicio ejercito elaborar elaboracion eleccion
electo elector electoral electrico electricidad electronico elefante elegante elegir elemento elevado elevar
eliminar elogio embajada embarazada embarazo embarcacion embargo emboscada embotellado emergencia emigrante
emigrar emision emitir emocion emocional empatar empate empeorar empezar emplear empleado empleo emprender
empresa empresarial empresario empujar enamorado encabezar encaminar encarcelar encargado encargar encender
encierro encima encontrar encuentro encuesta enemigo energetico energia enero enfatizar enfermedad enfermera
enfermo enfoque enfrentamiento enfrentar engano enganar enlace enojo enorme ensayo ensenanza ensenar
entender entendimiento enterar entero enterrar entidad entierro entonces entorno entrada entrar entrega
entregar entrenador entrenamiento entrenar entretener entrevista entrevistar entusiasmo enviar envio
epidemia episodio epoca equilibrio equipaje equipar equipo equivalente equivocar error erupcion escala
escalar escalera escandalo escapar escape escaso escena escenario esclavo escoger escolar escolta esconder
escribir escrito escritor escritorio escritura escuchar escudo escuela escultura esencial esfuerzo esfera
eslogan espacial espacio espada espalda espanol especialidad especialista especie especifico espectaculo
espectador espejo espera esperanza esperar espia espionaje espiritu espiritual espontaneo esposa esposo
esquina estabilidad estabilizar estable establecer establecimiento estacion estacionamiento estadio
estadistica estado estadounidense estafa estafar estallar estallido estampa estancia estandar estar estatal
estatua estatuto estilo estimacion estimar estimular estimulo estomago estrategia estrategico estrecho
estrella estrenar estreno estres estricto estructura estructural estudiante estudiar estudio etapa eterno
etica etnico europeo evacuar evadir evaluacion evaluar evasion eventual evento evidencia evidente evitar
evolucion exacto exagerar examen examinar exceder excelente excepcion excepcional excesivo exceso excluir
exclusivo excusa exhibir exhortar exigencia exigir exilio existencia existir exito exitoso expansion
expectativa expedicion expediente expedir experiencia experimentar experimento experto explicacion explicar
explorar explosion explosivo explotacion explotar exponer exportacion exportador exportar exposicion
expresar expresion expulsar expulsion extender extension extenso exterior externo extinguir extorsion
extorsionar extra extraccion extradicion extraditar extraer extranjero extranar extrano extraordinario
extremo fabrica fabricacion fabricante fabricar fachada facil facilitar factor factura facultad falla fallar
fallecer fallecimiento fallo falso falta faltar fama familia familiar famoso fanatico fantasia farmaceutico
farmacia fase fatal favor favorable favorecer favorito febrero fecha federacion felicidad felicitar feliz
femenino feminicidio fenomeno feria feroz ferrocarril fertil festejar festejo festival fianza fiar fibra
ficcion ficha fiebre fiel fiesta figura fijar fijo fila filme filosofia filtrar fin final finalidad
finalizar financiamiento financiar financiero finanzas finca firma firmar firme fiscalia fisico flaco
flexible flor flota fluir flujo foco folleto fondo forestal forma formacion formal formar formato formula
formular fortalecer fortaleza fortuna forzado forzar foro fosa foto fotografia fotografo fracasar fracaso
fraccion fractura fragil frances frase fraude frecuencia frecuente frenar freno frente fresco frontera
fronterizo frustrar fruta fuego fuente fuera fuerte fuerza fuga fugarse fugitivo fumar funcion funcional
funcionamiento funcionar funcionario fundacion fundador fundamental fundar funeral furia fusil fusion futbol
futbolista futuro gabinete gafas galeria gallina gana ganado ganador ganancia ganar garantia garantizar
garganta gas gasolina gasolinera gastar gasto gato generacion generador generar genero generoso genetico
genial genio genocidio gente geografia gerente gestion gestionar gesto gigante gimnasio gira girar giro
global globo gloria gobernante gobernar gobierno gol golpe golpear golfo gordo gota gozar grabacion grabar
gracia gracias grado gradual grafico gramo granada grande granja grano gratis gratuito grave gravedad gremio
grieta gringo gripe gris gritar grito grueso grupo guardar guardia guarderia gubernamental guerra guerrilla
guerrillero guia guiar gusano gustar gusto habano habil habilidad habitacion habitante habitar habito
habitual hablar hacer hacia hacienda hallar hallazgo hambre harina hecho hectarea helado helicoptero
herencia herida herido herir hermano hermoso heroe heroina herramienta hielo hierba hierro hijo himno
hipotesis hispano historia historiador historico hogar hoja hombre hombro homenaje homicida homicidio
homologo hondo honesto honor honrar hora horario horizonte horno horror hospital hospitalizar hostil hotel
huelga huella huerta hueso huesped huevo huida huir humanidad humanitario humedad humilde humo humor hundir
huracan idea ideal identico identidad identificacion identificar ideologia idioma iglesia ignorar igual
igualdad imagen imaginacion imaginar imitar impacto impartir impedir imperio implementar implicacion
implicar imponer importacion importancia importante importar imposible impresion impresionante imprimir
improvisar impuesto impulsar impulso impune impunidad inaugurar incapaz incautar incautacion incendio
incentivo incertidumbre incidente incluir inclusion incluso incorporar incorrecto increible incremento
incrementar incursion indagar indebido independencia independiente indicador indicar indice indicio indigena
indignacion indio indispensable individual individuo industria industrial ineficaz inevitable infancia
infantil infeccion inferior infierno inflacion influencia influir influyente informacion informal informar
informativo informe infraccion infraestructura ingeniero ingerir ingles ingreso ingresar iniciar inicial
iniciativa inicio injusticia injusto inmediato inmenso inmigracion inmigrante inmovil inmueble innovacion
inocente inquietud inscribir insecto inseguridad inseguro insistir inspeccion inspeccionar inspector
instalacion instalar instancia instante institucion institucional instituto instruccion instrumento insulto
integracion integral integrante integrar intelectual inteligencia inteligente intencion intenso intentar
intento intercambiar intercambio interes interesado interesante interesar interior intermedio interno
interpretar interrogar interrumpir intervencion intervenir intimo introduccion introducir inundacion inundar
inutil invadir invasion invasor invento inversion inversionista invertir investigacion investigador
investigar invierno invitacion invitado invitar involucrar ira irregular isla izquierda izquierdista jabon
jamas japones jardin jaula jefatura jerarquia jornada jornalero jovenes joya jubilacion jubilado judicial
juego jueves juez jugador jugar jugo juicio julio junio junta juntar junto jurado juramento jurar juridico
jurisdiccion justicia justificar justo juvenil juventud juzgado juzgar kilo kilogramo kilometro labio labor
laboral laboratorio lado ladron lago lagrima laguna lamentable lamentar lampara lancha lanza lanzamiento
lanzar lapiz largo lastima latino latinoamericano lavado lavar lazo leal lealtad leccion leche lector
lectura leer legado legislacion legislador legislativo legislatura legitimo lejano lejos lengua lenguaje
lento leon lesion lesionado lesionar letal letra levantamiento levantar leve ley leyenda liberacion liberal
liberar libertad libra libre libro licencia licitacion liderar liderazgo lider liga ligero limitar limite
limon limpiar limpieza limpio lindo linea liquido lista listo literario literatura litigio litro llamada
llamado llamar llamativo llanta llanto llave llegada llegar llenar lleno llevar llorar llover lluvia lobo
localidad localizar loco logistica lograr logro lucha luchador luchar lucir luego lugar lujo luna lunes luto
luz madera madre madrugada maduro maestria magia magnitud maiz malecon maleta maltrato mama manana mandar
mandato manejar manejo manera manga manifestacion manifestante manifestar manipular mano mansion manta
mantener mantenimiento manual manzana mapa maquina maquinaria mar maravilla marca marcar marcha marchar
margen marido marihuana marina marinero maritimo mariposa martes martillo marzo mas masa masacre mascara
masculino masivo matanza matar materia material maternidad materno matricula matrimonio maximo mayo mayoria
mecanico mecanismo medalla media mediador mediano mediante medicamento medicina medico medida medio mediodia
medir mejor mejora mejoramiento mejorar melon memoria mencion mencionar menor menos mensaje mensual mental
mente mentir mentira mercado mercancia merecer mes mesa meta metal metodo metro mexicano mezcla mezclar
miedo miel miembro mientras miercoles migracion migrante migrar migratorio mil milagro milicia militante
millar millon millonario mina minero minimo ministerio minoria minuto mirada mirar misa miseria misil mision
misterio mitad mito mixto moda modalidad modelo moderado moderno modesto modificacion modificar modo
molestar molestia molino momento moneda mono monstruo montana montar monte monto monumento moral morder
morir mortal mosca mostrar motivar motivo motor motocicleta mover movil movilidad movilizacion movilizar
movimiento mudar mueble muerte muerto muestra mujer multa multinacional multiple multiplicar multitud
mundial mundo municion municiones municipal municipio muneca muralla muro musculo museo musica musical
musico mutuo nacer nacimiento nacion nacionalidad nadar naranja narcotico narcotraficante narcotrafico nariz
narrar nave navegar navidad necesario necesidad necesitar negar negativa negativo negligencia negociacion
negociador negociar negocio nervio nervioso neto neutral nevada nieve ninez ninguno nino nivel noche
nombramiento nombrar nombre nomina norma normal normativa norte norteamericano nota notable notar noticia
noticiero notificar novedad novela noviembre novio nube nuclear nucleo nuera nueve nuevo numero numeroso
nunca nutricion obedecer obispo objetivo objeto obligacion obligar obligatorio obra obrero observacion
observador observar obstaculo obtener obvio ocasion ocasionar oceano ochenta ocho ocio octubre ocultar
oculto ocupacion ocupar ocurrir odio oeste ofender ofensa ofensiva oferta oficial oficina oficio ofrecer
oido oir ojala ojo ola oleada oler olimpico olla olor olvidar olvido once onda operacion operador operar
operativo opinar opinion opioide oponer oportunidad oportuno oposicion opositor opresion optar optica
optimismo optimista opuesto oracion orador oral orar orden ordenar ordinario oreja organico organismo
organizacion organizador organizar orgullo orgulloso orientacion orientar oriental oriente origen original
originar orilla oro orquesta oscuridad oso otono otorgar oveja oxigeno paciencia paciente pacifico pacto
padecer padre pagar pagina pago pais paisaje paisano pajaro palabra palacio palco palma palo paloma pan
panadero panama panel panico pantalla panuelo papa papel paquete par para parada paraguas paraiso paralelo
parar parcial parecer pared pareja pariente parlamento paro parque parroquia parte participacion
participante participar particular partida partidario partido partir parto pasado pasaje pasajero pasaporte
pasar pasillo pasion paso pasta pastel pastilla pastor pata patio patria patrimonio patron patrulla
patrullar pausa paz peaton pecado pecho pedazo pedir pegar pelea pelear pelicula peligro peligroso pelo
pelota pena penal pendiente pensamiento pensar pension pequeno perdida perder perdon perdonar perfecto
perfil periodico periodismo periodista periodo perjudicar perjuicio permanecer permanente permiso permitir
perseguir persecucion persona personaje personal personalidad perspectiva pertenecer perro pesado pesar
pesca pescado pescador pese peso pesquero peste petrolero petroleo pez pie piedra piel pierna pieza pila
piloto pino pintar pintor pintura pionero pirata pisar piscina piso pista pistola pizarra plan plana plancha
planeta planear planificacion planta plantear plantel plastico plata plataforma platano platica platicar
plato playa plaza plazo plebiscito pleito pleno pluma poblacion poblado pobreza poder poderoso poema poesia
poeta polemica polemico policia policiaco polvo ponente poner popular popularidad porcentaje portavoz porque
portada portar poseer posesion posibilidad posible posicion positivo postal poste posterior postular postura
potencia potencial potente pozo practica practicar practico precio precioso preciso precursor predecir
predio preferencia preferir pregunta preguntar prejuicio premiar premio prenda prensa preocupacion preocupar
preparacion preparar preparatoria presa presencia presenciar presentacion presentar presente preservar
presidencia presidencial presidir preso presion presionar prestamo prestar prestigio presunto presupuesto
pretender pretexto prevenir prevencion prever previo previsto primavera primaria primo principal principio
prioridad prision prisionero privacidad privar privilegio probable probar problema procedente proceder
procedimiento procesar proceso proclamar producir producto productor productivo produccion profesion
profesional profeta profundo programa programar progreso prohibicion prohibir prolongar promedio promesa
prometer promocion promotor promover pronto pronunciar propaganda propiedad propietario propio proponer
proporcion proporcionar proposito propuesta prosperidad protagonista proteccion proteger protesta protestar
protocolo proveedor proveer provenir proverbio provincia provisional provocar proximidad proyectar proyectil
proyecto prudente prueba psicologia psicologico publicacion publicar publicidad pueblo puente puerta puerto
puesto pulmon punta punto puro quebrar quedar queja quejar quemar querella querer querido quien quimico
quince quinto quitar quizas rabia racismo racista radar radical radio raiz rama ranchero rancho rango
rapidez raro rasgo rastro rato raton raya rayo raza razon razonable reaccion reaccionar real realidad
realizacion realizar rebelde rebelion recaudar recepcion receta rechazar rechazo recibir recibo reciclar
recien recinto reclamar reclamo recluir reclutar recoger recomendacion recomendar reconocer reconocimiento
reconstruccion reconstruir recordar recorrer recorrido recorte recto recuerdo recuperacion recuperar
recurrir recurso red redaccion redes reducir reduccion reelegir reemplazar referencia referendum referir
refineria reflejar reflejo reflexion reforma reformar reforzar refuerzo refugiado refugiar refugio regalar
regalo regidor regimen region regional registrar registro regla reglamento regresar regreso regular
regulacion rehabilitacion rehen reina reino reir reiterar relacion relacionar relajar relato relevante
relevo religion religioso reloj remesa remoto rendimiento rendir renovar renta renuncia renunciar reo
reparar repartir repaso repatriar repetir repleto reportaje reportar reporte reportero reposo representacion
representante representar represion reprimir reproducir republica republicano repudio requerir requisito
rescatar rescate reserva reservar residencia residente residir residuo resistencia resistir resolucion
resolver respaldar respaldo respectivo respecto respetar respeto respirar responder responsabilidad
responsable respuesta restablecer restante restaurante restaurar resto restriccion restringir resultado
resultar resumen retener retirar retiro reto retorno retraso retrato reunion reunir revelar revertir reves
revision revisar revista revolucion revolucionario rey rezar ricos riesgo rifle rincon rio riqueza risa
ritmo rito rival robar robo roca rodar rodear rodilla rol romper ropa rosa rostro rotundo rueda rugir ruido
ruina rumbo rumor ruptura rural ruso ruta rutina sabado saber sabio sabor sacar sacerdote saco sacrificio
sagrado sal sala salario salida salir salon salsa saltar salto salud saludable saludar salvar salvadoreno
sancion sancionar sangre sangriento sanidad sanitario sano santo saqueo sastre satelite satisfaccion
satisfecho saturar seccion seco secreto secretaria sector secuencia secuestrar secuestro secundaria sede
seguidor seguir segun segundo seguridad seguro seis seleccion seleccionado seleccionar sello selva semana
semanal semejante semestre semilla senado senal senalamiento senalar sencillo sensacion sensible sentar
sentencia sentenciar sentido sentimiento sentir separacion separar septiembre sequia serie serio servicio
servidor servir sesenta sesion setenta severo sexo sexto sexual siempre sierra siete siglo significado
significar significativo signo siguiente silencio silla simbolo similar simple simpatia sincero sindical
sindicato siniestro sintoma sistema sitio situacion situar soberania soberano sobornar soborno sobrar
sobrevivir sobreviviente sobrino social socialista sociedad socio sol solar soldado soledad soler solicitar
solicitud solidaridad solido soltar soltero solucion solucionar sombra sombrero someter sonar sonido sonreir
sonrisa sopa soplar soportar sorprendente sorprender sorpresa sostener sotano suave suavizar subir subrayar
subsidio suceder suceso sucio sueldo suelo suerte suficiente sufrir sugerencia sugerir suicidio sujeto suma
sumar suministro superar superficie superior supervisar supervision suponer supremo supuesto sur sureste
surgir suscribir suspender suspension sustancia sustentable sustituir tabaco tabla tactica talento taller
tamano tambien tapar taquilla tardar tarde tardio tarea tarifa tarjeta tasa taxi taza teatro techo tecnica
tecnico tecnologia tecnologico tejido telefono telefonico television televisor tema temblor temer temor
temperatura tempestad templo temporada temporal temprano tendencia tender tener teniente tension tentar
teoria tercero terminal terminar termino terreno terrestre terrible territorial territorio terror terrorismo
terrorista tesis tesoro testigo testimonio texto tiburon tiempo tienda tierra tigre timbre tinta tio tipico
tipo tirar tiro tiroteo titulo tocar todavia tomar tomate tonelada tono toque tormenta torneo toro torre
torta tortilla tortura torturar toser total trabajador trabajar trabajo tractor tradicion tradicional
traducir traer traficante traficar trafico tragedia tragico traicion traje tramite tramo trampa tranquilidad
tranquilo transaccion transferencia transferir transformacion transformar transicion transitar transito
transmision transmitir transparencia transparente transportar transporte transportista tras trasero
trasladar traslado tratado tratamiento tratar trato trayecto trece tregua treinta tren tres tribu tribunal
tributo trigo triple triste tristeza triunfar triunfo tropa tropical trucha tubo tumba tumor tunel turismo
turista turistico turno ubicacion ubicar ultimar ultimo ultraje umbral unanime unico unidad uniforme union
unir universal universidad universitario universo urbano urgencia urgente urna usar uso usuario usual util
utilidad utilizar uva vaca vacaciones vacante vaciar vacio vacuna vacunacion vacunar vagon vale valer valido
valiente valle valor valorar vapor variable variacion variar variedad vario varon vaso vecindario vecino
vegetal vehiculo veinte vejez vela velocidad vena vencer vencimiento vendedor vender veneno venganza venir
venta ventaja ventana ventanilla ventanal ver verano verbal verdad verdadero verdura verificar version
vertical verguenza vestido vestir vez via viable viajar viaje viajero vibrar vicio victima victoria vida
video vidrio viento viernes vigente vigilancia vigilante vigilar villa vinculo vincular vino violacion
violar violencia violento virgen virtual virtud virus visible vision visita visitante visitar vista viuda
viudo vivienda vivir vivo vocacion volar volcan volumen voluntad voluntario volver votacion votante votar
voto voz vuelo vuelta vulnerable yacimiento yerno yeso zapato zona zoologico zorro aleman americano arabe
argentino asiatico boliviano brasileno britanico canadiense chileno colombiano costarricense dominicano
ecuatoriano guatemalteco haitiano hondureno irani israeli italiano nicaraguense panameno paraguayo peruano
portugues puertorriqueno uruguayo venezolano alemania argentina bolivia brasil canada chile china colombia
cuba ecuador espana estados europa francia guatemala haiti honduras inglaterra israel italia japon mexico
nicaragua paraguay peru portugal rusia salvador ucrania unidos uruguay venezuela baja california chiapas
chihuahua coahuila colima durango guanajuato guerrero hidalgo jalisco michoacan morelos nayarit oaxaca
puebla queretaro quintana sinaloa sonora tabasco tamaulipas tijuana tlaxcala veracruz yucatan zacatecas
comercializadora inmobiliaria inversiones constructora distribuidora agropecuaria ganadera transportes
asesores asociados servicios representaciones importadora exportadora corporacion soy somos sean sea seria
serian fui fuimos seamos tengo tiene tienen tenemos tenia tenian tuvo tuvieron tenga tengan puede pueden
puedo podemos podia podian podria podrian pudo pudieron pueda puedan quiere quieren quiero quisiera queria
dice dicen digo dijo dijeron decia decian diga hace hacen hago hizo hicieron haga hagan hara haran haria va
van vamos voy iba iban vaya vayan ve ven vemos vio vieron vea vean veia da dan doy dio dieron dando dado den
sabe saben se supo sepa sepan viene vienen vengo vinieron venga vengan pone ponen puso pusieron ponga sale
salen salga salgan cree creen estoy estamos estuvo estuvieron este esten haya hayan hubo habia habian habra
habran habria habrian hemos han sigue siguen siguio pide piden pidio siente sienten sintio muere mueren
murio murieron duerme cae caen cayo cayeron oye oyen trae traen trajo trajeron produce producen produjo
conduce condujo traduce introduce introdujo conoce conocen crece crecen nace nacio ofrece ofrecen parece
parecen aparece obtiene obtienen obtuvo mantiene mantienen mantuvo detiene detienen detuvo detuvieron
sostiene contiene interviene intervino propone propuso dispone impone impuso supone expone convierte
convirtio invierte advierte advirtio sugiere prefiere requiere requieren cuentan encuentra encuentran
muestran vuelve vuelven volvio juega juegan cierra cierran pierde pierden defiende defienden entiende
empieza empiezan comienza comienzan piensa piensan niega niegan llueve visto roto vuelto cubierto
descubierto resuelto impreso nuestro vuestro canciller senor senora maestro jefe militar ministro magistrado
almirante lideresa pandemia semaforo cubrebocas defuncion pobre rico prioritario marginado damnificado
gaseoducto gasoducto huachicol abasto desabasto fideicomiso erario austeridad rezago repunte rubro trimestre
sucursal subasta subsecretario amapola metanfetamina goma precursores sintetico balear balacear levanton
narcomenudeo ejidatario sicario narcomanta narcobloqueo plagio plagiar cateo catear aseguramiento
vinculacion imputado imputar fiscal procuraduria feminicida sexenio morenista priista panista perredista
petista bancada curul senador gobernador edil alcaldesa primer tercer septimo octavo noveno decimo nosotros
quedate hermana hija tia prima sobrina nieto nieta bisnieto padrino madrina suegro suegra cunado compadre
vecina duena princesa doctora presidente presidenta presidium licenciado etcetera traves veces camas demas
ser seres ir irse alla pocas tantos incidencia muchisimo empeno insumo delictivo epidemico humano humana
"""
