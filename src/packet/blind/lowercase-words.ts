/**
 * Words of English, German, French, Spanish, Italian, Portuguese and Dutch that are names of people if capitalized, and
 * ordinary words otherwise. They are folded: lowercase, without diacritics.
 */
export const LOWERCASE_WORDS: ReadonlySet<string> = new Set(
  `
aa aan aap abbe abbey abc abend aber abide abril abs abt aca accetta ach ache achter aco ada adam adams adesso
adler ado af afonso agosto agricola agustin aha ahi ai aide akin akt ala alas alba alcalde ale alegre alegria
aleman alerte alex ali alias alice alimento alla allee alleen allemand allen aller alles alley alli allie alma
almeida almond alo alonso als alt alta alto altro ama amado amanda amante amar amato ame amend ami amici amico
amigo amo amor amore amour amp amsterdam amt ana anda ander andere anders andes ando andra andre anello ange
angeles angelo angst angulo anhalt anna anno ano ant antes antonio ao aout ape apfel appel aprile apt ar ara
arbeiter argentina argento ark armada armato armen arts arzt asi aspen atlas ato ator au aube auch auf auguste
augusto augustus aun aura aurora aus ausland auslander aux av avance avant avis avo avril awe axe ay aye ayer
baas bac bach bacino backbone backen baden badger bah bahn baile bailey bain baise bak bakken bakker bal bala
bald bale balle ballen ballon balon bamberg bambino banco banda banker banning banter baptist baptiste barba
barbe barber barbie barcelona barco barge bark barker barley barney barra barre barren barrera barriere barriga
barrio barros bart bas basa basel bash basil bassin basso basta batalla bater baton batter battista bau bauch
bauer baum bayer beau beaver bebe beck beek beh bei bein bek beker bel belle bellen bello bem ben bender bene
benedetto benjamin benoit bento benvenuto berg berge bergen berlin berliner bern bernardo berth besser beute
bevel beverage bf bianco bibel bidding bielefeld bien bier bild bilden bilder billet billig billing billy birch
bis bischof bisher bk blad blanc blanca blanco bland blanke blase blasen blatt blatter blau blauw blaze ble
bleak blender blick bliss blitz blizzard bloem blok blossom blu blush boast bob bobby bock bod boda boden bodily
boeken boer bogen bogus bois bol bolivar bom bomba bon bong bonhomme bonito bonjour bonn boon boord boos booty
booze bord borde bordeaux borghese borne borsa borst bos bosco bosque bosse bossen boston bot bouche boule
bouquet bourbon bourg bourgeois bouton boven bowler bowman boxer boys bra brace brach bracht bracket brad braga
brak branche branco branden brandenburg brandy brano bras brasil brauch braun bravo breaker breeze breit breiten
bremer brennen bretana breton brew brewer brillant brindisi brink broccoli broker bron brood brook brooks broom
brow bruch brucken bruder brug bruin brun brunette brussel brust bs btw bu buch bucher buckle buddy buen buena
bueno buff bulle bullock bum bun bunk bunker bunny bunt buono buren burg burner buro bury busch bussen busta
buster bv caballero cabe cabello cabeza cad cada cade cadena caisse calderon calle caller camara camel camila
camino camisa campagna campagne campana campione campo canada canale canard canary cancro candle cane canta
canto canton cantor cantos cao capilla capito cappello cara carbone cardenal cardinale carico caridad carino
carita carlos carmen carne carnevale caro carol caroline carpenter carre carrera carriere carro carros carta
carte carter carton carvalho carver cas casa casado casal casar casco caso cassette castellano castello castelo
castillo castro catalan catena cater cavallo caza cd ce cedar ceder cel cella cellar celso cem cena ces cesar
cesare cet ceu cf cha chad chalk challenger chamberlain chandler chant chao chapelle char charla charlie
charlotte chasse chasser che chemin cher chere cheri cherish chestnut chevalier chew chez chi chiara chiaro
chica chico chien chier chiesa chino chor chou chow chretien chris christ christen christi chuck chute ci cia
cima cinco cinnamon cinque cio cis cittadino cl clair clamp clap clara clark claro clase claude claw cle clement
clos coaster coca coco cod coda coelho coffin coger coi coil cola colar colle coller collier colombo colon
colonna colt coma comer como comp compagno comunale conceicao concepcion conception concha conde condo cone
conforme conforto congo connard conquest cons console constable constante conte contento converse coop cooper
copa cor coral corazon corda corde cordoba corea coreen cork coro corona coronel corporal corpus corredor
corrente correo corse corso corte cortes costa coste cote coton cou countess coupe couper courier cove covert
coward cowboy cps cradle crank crate crater crea crear creed creer crest cri crier crise crisp cristal cristiano
cristo croce croissant crook crooked crow cru cruce cruz cu cuadro cuadros cub cuba cubano cue cuello cuenca
cuesta cueva cuff cui cul cunning cura curb curl curling curly curto cutter cv cw da dach dada dado daft dag
dagen daher dai daisy dak dakota dal dalla dama dan dando dang dann dano danser dante danza dar dara daria
daring das dass dat dato dauer db dd dea decembre decree deed deel degre dei deja del dela delgado dell della
dem demas denaro denk dent dente der derer dernier derrick des desiderio desir dessert destro deter deur deus
deutsch dever devoid dew dez dezembro di dia diana dice dicembre diciembre dick diede diego dienst diep dier
dies dietrich diez dik dim dimanche din dine ding dio dipinto dir dire dirk dis disque dit dito ditta diver
divers dix dizer dj dm doble doe dol dolce dolly dolphin dom domenica domingo domingos dominion don dona donato
dong donna donne donner dono doom dor dorado dorf dort dos dove doy drapeau dreier drinnen drown druck drummer
dryer du dub duc duca duda duel duell dueno duet dug duh dulce dumm dunk dunkel dunn duque dur dura durant
durante durch duree duren dus dusty dvd dye ea earnest eau eben ecc eco ed eddy ede een eer eet egli ehe ehi
ehrlich ei eiland ein eis eisen eje elbe elders ele elf elk ella elles ello elu emerald empleo enamorado ende
endlich ene enero eng enge engel engen england englander enrique erbe erben ere erg erger eri erin erna ernst
ero es esa escalera esco ese eso esp espada espanol espejo esperanza espiritu esposto essen est esta estaban
estacion esten estes estrella et eta ete eu euh eux eva eve ewig exp fabrizio fac faden faille faire fait falcon
falla fallen fallo falls falso fama familia fang fanny fantasia farina fatica fattore faul faust faux favela
favorito fax fe fea feather feb febbraio febre febrero februari fede fedele fein feit feld felice felicidad
felicita feliz fender fenster feo fer feria fern fertig fest festa fetch fett feu feuer fevereiro fevrier ff fi
fick ficken fiducia fielding figaro figura fil fila filler fils fim fin finch finely fines fino fio fiore fir
fisch fischer fisherman fiume flach flagge flair flank flick flink flint flirt flock flor flora florence
florestal flota flug foder foe fogo foi foil font fontaine fontana fonte fore foreman foret forge formato forno
forte fortuna fortunato fou fout foyer fra franc franca frances francese francisco franco frank franken frase
freeman frei freiheit freilich freitag frere freshwater freund freundlich frieden frigo frisch frische frist
fritz frohlich froid frontera fruhling fry fu fuchs fue fuente fuerte fuhr fuhrer fui fullen fuller funk fuoco
furnace furry furst fuse fuss ga gab gaf gag gagne gagner gal gala gale gallon galo galt gama gamble gamma gana
ganz gar gara garcia garcon garde garder garland garner garrison garten gast gat gato gatto gaz ge geant gee
geel geen geil geist geister gek gel gelb gelo gem gen genereux genesis geneva genie gennaio gens gentile gering
germain gewinner gia giacomo giardino gigante gil gill gin ging ginocchio gioia giorno gira giu giudice giugno
giusto glanz glas glatt glee gleich gleicher gli glimpse gloria gloss gluck gol gola golpe gong goo goodnight
goodwill gordo gore gosse gott gotter goud govern gr graaf graben gracia grad grado graf graft graham gram gramm
gran granada grande grap gras grasso grau gravel graven gre greenhouse greenwood greep greet grego greve griego
grill grillo grim grit grob groen groom groot gros grosso groupe grun grund grunden grunder gsm gt guardia
guerra guerreiro guerrero guillaume guise haag haar hab haber hacker hacking hadden hafen haft hagen hahn hai
haine haken hal hale halen hallo halo hals hamburg hamburger hamlet han handel handler handwerker hank hanno
hans harden harder hardy hare haren harness harp harry harte has hash hass hassen hatch haupt haus hauser haut
haver hawk haya haz hazel hbo heap heater heather heb hector hedge heer heft heide heidelberg heil heilig heim
heimlich hein heir hek hel helder helfen helfer helm helper hem hemp hen hendrik henry her herb herbst herd herr
herren herrera herring herrlich herz herzog het heu hice hid hidalgo hier hierro highland hilo himmel hin hind
hirn hitch ho hob hoc hoch hoe hoek hof hog hogan hoger hoi holen holland holle holly hollywood holstein holz
homer homestead homme hon honig hooker hoop hoover hopper hopping hor hora horen horst hose hotter hou hout
houten hoy hu hubby hubsch hue hueso hugel huit hum hun hund hung hurdle hush hut iba ich ici icy ida ido ie
iglesia ihm ihn ihr ik il ile ils im imam immediato imparato imperatore ind india ingles inglese innamorato
inocente int io ir ira iris irland isabel isabelle isla islam isle isola israel ist italiano ivory ivy ix
izquierdo ja jaap jack jacques jager jahr jammer jan janeiro januari janvier jardin jas jasmine jasper jay je
jean jena jene jenny jerry jesus jeter jeu jeune jewel jim jimmy joan joe joey john johnny joie jolly jonathan
jong jorge jose joseph josh jou juan jubilee jugo juillet juin jules julho juli julia julien julio jumper jung
junge junho juni junio jura jurado jure jus justa juste justo kaas kabel kader kai kaiser kalt kam kamer kammer
kamp kampen kampf kampfer kan kant kanzler kappa karma kase kassel kast kasten kat katten katzen kc keel keer
kees keizer kelder keller kelly ken kennis keren kerk kerl kern kerst kettle kicker kiel kies kim kin kinder
kindle kip kirchen kita kite kitten kitty klang klar klaren klas klassen kleid klein klick klima klingen klo
kloster klug klus knap knapp knie knop knopf knoten koch kochen koers kok kom kon konig koning koop koos kop
koper kopf koppel kort kost kosten kotzen kou kracht kraft krass krebs kreis krieg krieger krise krone kroon
kruis kugel kuh kun kunde kunst kurz kus kuss kut kw lac lace lach lacher lacrosse lado ladt lag lage lager lago
laguna laine lam lama lampe lana lance lande landen lander landes landmark lang lange langen langer langsam
lanza lapin lar largo larry las lassen later latino lato laurel laut lava lave lavender laver lax lazer lea leal
leandro leash leben leder ledger lee leed leef leek leer lees lef legato leger legge lehrer lei leib leicht leid
leider leiding leinwand leise leisten leite leiter lening lent lente lento leo leon leone leopard ler les lese
leser lessen lettre levar leve leven lever levy ley lezer lg lhe li lib libera libre licht lick lid lieb liebe
lien lies liest lieu lig lily lima limb lime limon lin linda lindo linea linen liner ling linke linz lis lisboa
lista liter litter lively lob lobo loch locher locken loft lohn loi lol london longe longo lore los louer louis
loup lowen loyer lubeck luce lucht lucke luft lugar luglio lui luigi luis lul luna lundi lupo lush lust lustig
lutter luz ma maag maart maas mac machen macho macht madden madeleine madera madonna madre madrid maduro mae mag
magen maggio maggiore mah mai maid maiden mainz maio maire mais maison majestic mal malen maler malin malo malta
mancha manche manchester manda mandato manera mangel mangels manger mango manha mania manier manila manly mann
mannheim manning mano manor mantel manter mantle manuel mao mapa maple maravilla marc marca marcel marchand
marco marcos mare margarita marge margherita mari maria mariano marie marier marin marina marken marker markt
marmo marque marques marquis marrow mars marsch marshal marshall mart marta marte martin martyr mary marz marzo
mas maschio mascot mash maske masker mason massa masse mast mat mata matar mateus matin mato matt matte mau
mauer maul mauro maus max maxima maximo maya mayo maze mec mechanic mede medici medico medina mee meer meester
meg meglio meh mehr mei meilleur mein meinen meister mel melody memo menge menino menor mensch mente mer mercado
mercer merk merry mes mesa mesquita messer mestre meta metallo metier meu mexicano mezzanotte mi mia mic mica
mick mickey midden miele migliore mignon miguel mike mil mila milagro milan milanese milch mille miller milliard
millon mim mina mince minder miner mio mir mira miranda mis mit mittag mitten mixer ml mock modeste moe moeder
moi mol mole molen molly mon monarch monat mont montag montagna montagne montana monte montee monteiro monter
monton moose morale morar moreira morena moreno morgen morocco moron morrow mort moskau mot motto moulin mound
mourning ms mu mug mule mull muller mund mundo munster munt mur muro muse mussen mustache mustard muster mut
mutter muy na nachbar nacion nada nader nahm nam nana nanny nao nap napoleon napoletano nase naso nass nat natal
navarro nave nay ne nebel nee needy neef neer negro nei nein nek nel nella nelson nem neo nep nero neto nett
nette netz neu neun neve neveu newborn newcomer newton nez ni nick nickel nido nie niece nieder nier nieto nina
nino nipple nobel nobile nod noel nog noi noia nom nord norden norma nos nostro notch notte nou noun novembre
novembro noviembre ns nu nue nul null num nun nuno nur oats ob ober obey obst octobre octubre od oder odor odore
offen oft ogen ohr ohren oi oir ojala ojo oke okt oktober ol ola oldenburg ole olive oliveira olivier olympia om
oma omega ons oog ooh ook oom oor opa opfer ora orchard org oro ort ortega orto os oscar ose oso osso ost osten
otto ottobre ou ouch oud oui ours outlaw outubro ove overly ow owl ox oyster paar pablo pacifico packen paddy
paga pagan pago pai paille pais pak palacio palazzo palla pallone palma palo panda pane panico panik panther
panzer pao pape paquet para parada paradis paradiso parado parcel pardon pareja pares parfait paris pariser
parisien parker parlato parler paro parody parrot parry partida partido parziale pas pase pasion pasqua passe
passer pasto pat pata pate patria patrie patron patty pau paul paw payant paye payer paz pc pd pe pea peach
peacock pear peasant pech peche peck pedro peek peel peg peine pelle pelo pena pence penna penny pensiero pep
pequeno per pere perfecto pero perra perro pers peru pesce pessoa peter petit petite peu pew pez pf pfund pg
phare phi piccolo pickup pico piedad piede piedra piel pier pierre pigeon pik pike pilar pillar pinch ping
pinheiro pinta pintar pio piper pique pis pitcher piu pk pl plank plaster plata plato platte platten platz plum
plume po pobre poche pod poi pointe pointer poisson poke pol polen pollen pollo polo pong pont ponte poo poort
poppy por porch porco porte portee porto portugal pos poser posso posten pote potenza potra potter pouch poulet
pow pozo prag prairie prato pre preis presa presta presto presume prete prezioso prier priester prima primavera
primer primo principe prins prinz privado prive prom pronto prophete prose prosper providence prudence prudent
psi psy puebla puente puerta puerto puff pun punt puo pup pur pura qu qua quale quant quarry quarto quattro que
queja querido query qui quince quinto quito quitter quo raad racer racine rad raden radice rag ragazzo rama
ramon ramos ramp rand randy rang ranger ransom raquel ras rasch rash raspberry rater rauch raum raus rave raven
ray rayo raza razon razor reale reap rec recht record redden rede reef reeks reel refugio reg regel regen
regensburg regina regler rei reich reihe rein reina reine reino reis reise reisen reiten reiter relacion render
rester resto reves revoir rey rhein rhyme rib ricardo ricco richard riche richter rick rico riddle rief riesen
riesgo riff rig rim rincon ringen rink rio rios ripple rir risa risen riso riss rit ritrovato ritter rivera
riviere riz rm roach roam rob robar robe robert roberto robin roca roccia rocco rocha roche rocher rocky rod roe
roger rogue roi rojo rol rolle rom romain romano romeo romer romero ronda ronde rood rook roos rosa rosario rose
rosemary rosen ross rosso rot rouge roule roux rover royalty rpm rubio rue rueda ruf rug rum rumble rumbo rumore
rund runde russe rusten rusty ruta rye sa saal sabado saber sabio sable sac sacco sache sacre saft sagen sah sai
sailor sain saison sal sala salido salle sally salon salone salsa salvador salvage salvato salvatore salvo salz
sam san sana sane sanft sanger sano sans santa santana santiago santo sap sapienza saputo sara sarai saro satz
sau sauber sauer sauter sauvage sauve sawyer scarce scarlet schaal schade schadel schafer scharf schatz schau
scheibe schein scherz schick schiff schild schilder schlag schlau schlecht schlicht schloss schlussel schmuck
schnee schneider schnell schock schoen schon schone schooling schoon schrank schuh schuld schuler schulter
schutz schuur schwanz schwarz schwein schweizer schwer scott scrape scripture se sean secondo secreto sed
segundo segura seh sehr sei seid sein sel selbe selva sem seminario senato senatore sender sens sept septembre
septiembre ser sera seres serge serie serio sermon serre serum ses setembro sette settembre seu sew sewer sf
sfera sh shack shady shah sham shave shear sheikh sheila sherry shin shire shove shutter si sia siano sic sida
sie sieben sieg sieger signe signor sii silber silla silva sim simon sinn sinon sip siren sis sito sitz skipper
sla slack slain slate slater slaughter slaven sleeper slick sly smack smiley smith sms sniff sob sobrino sofia
sog sohn soi sol soledad solito solle som somerset sommer sonne sonntag sonny sorge sorrow sos sottile sotto
sour sous sousa souza soy sp spada spagnolo spanier sparrow spear speciale speedy spencer speranza spiegel
spieler spoon spoor sposato sprake sprecher springer sprong sprung sq sr sta staal staats stade stadt stahl stai
stain stalker stall stamm stanco staple starke starken startup stash staten staub std steeg steen steer stein
stell stelle stelling ster sterk steuer steven steward stich sticker stieg stile stille stirn stitch sto
stocking stoel stoff stoke stolz stormy stout stove strada strait strand strawberry stray streit streng stride
strife stroll strom stump sturdy sturm sturz su sucre sud sul sulla sultan suma summons sung suo sup sur
surprenant surrey sus swallow swamp swan swarm swell swimmer taal tad tafel tak tal tally tang tango tanker
tanks tanner tant tao taper tar tas tasse tat taylor tb te tease ted teddy tedesco tee tela teller temp tempel
tenant tener tenor tequila ter tercero teresa terra terrace terre terry terzo tes tesoro testen tester teu
teufel thatcher thomas thorn thrift thrill thuringer ti tia tick tien tienda tierra tilt timothy tinder tio
tipping tir tiro tisch tit tja tn toca tod toi tom toma tomb tome tong tony toon topping tor toren torno toro
torre torrent tot tote toten tout tow tr tra trader trager tram tratar traum travers traverse traves tre treinen
trench trey trier trim trinidad tritt troia troll trone troop trotz troupe trout trovato troy tu tua tub tuck
tucker tuer tug tun tuo tur turco turne turner turnier tus tutor tv tyler typ uber uhr uit uk ulm umana un una
und une uno uns unser uphold upright urbain urbano uren urlaub ursprung usher uso utter uur uw va vaca vache
vacio vada vai vak val vale valencia valentin valentine valer valiente valle vallee van vanessa var vas vat ve
vecchio vecino vega veil vein vela veld velo velvet ven vent vento ventre venuto ver vera verano verde verga
verge vero veronica verser versie vert ves vest veto vez viale viana vicente victor victoria vidrio vie viejo
viel vier viernes vieux vif vigor vii vile ville vin vind vine vinegar vineyard vinger vio viola violet vir
virgen vis visage visser viste vit vita vitale viva vivo voce vogel voi voisin volante volk volker voll volle
vom von vor voran vos voto vow voy voz vs vu wach wacht wager wahl wahlen wahler wahr wald walker wally wan wand
wandel wander wang wann warden ware waren warf warp warren wary washington wasser wat waterfall watt wc weary
weaver weaving weber wed weder wedge wee weg weh weich weil weimar wein weir weise weisheit weit weiter wel
welch welk welle wellen wellington wells wem wen wende wenig wer werk werking wert westen wetter whack whistle
wholly wider wie wieder wien wiener wiens wies wiese wig wil wille willen williams willow willy wim windy wink
winkel winnen wir wist witte witty witz wo wohl wolken wolle wollen woo woodland woody woon worden worm wou
wright wunder wunsch wurst wut xi xii xv xvi xx xxx yang yarn yeast yell yen york yr yuan yum zag zagen zahl zak
zal zand zat ze zee zeg zei zelle zender zes zet zettel zia zich zie ziek ziel zien zimmer zimmermann zin zio
zip zit zo zog zoll zomer zon zona zou zu zucker zufall zug zul zum zur zurich zus zwanzig zwart zweier zweifel
œil
`
    .trim()
    .split(/\s/),
);
