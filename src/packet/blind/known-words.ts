import type { Profile } from '../../profile/schema.js';
import { KNOWN_SKILLS } from '../skill-names.js';
import { fold } from './fold.js';
import { wordsOf } from './words.js';

/**
 * Words that are also names of people, and that begin sentences or appear in titles: English words by frequency,
 * months, days and languages. They are folded: lowercase, without diacritics.
 */
export const COMMON_WORDS: ReadonlySet<string> = new Set(
  `
ab abbot able ac ace acre act ad add admire age agent ago ah aid aim air aka al alert all alliance ally alpha
alter am amber amen an and angel anger angle angry any app apple april arabic arc arch archer are area arena
argue arm armor army arrow art artist as ash ask ass at ate august autumn ave aw awkward babe bachelor back
bacon bad bag bail bake baker ball balloon balls ban banana band bang bank banks banner bar bare barn baron
barrier base basket bass bat batch bath batman battle bay be beach beam bean bear beard beat bed bee been beer
beg began begin begun bell below belt bench bend bent berry best bet better bi bias bible bid big bigger bill
bin bio bird bishop bit bitter black blade blank blend bless blessing blew blind block blood bloom blow blue
blunt board body bold bolt bond bonds bone bonus boo book boom boot booth border boring born borrow boss both
bottom bound bow bowl bowling box boy brain brake branch brand brass brave breach bread breath breed breeding
brick bride bridge bright brilliant bring bro broad brought brown brush bsc buck bud buffalo bug bull bump bunch
burden bureau burger burn bus bush but butcher butler butt butter button buy by bye ca cab cable cage cake cal
call cam camera camp campus can canal cancel cancer candy cannon canon cap cape captain car carbon card cardinal
care cargo carrier carry cart case cases cash casino cast castle cat catholic cave cc cease center certain ch
chain chamber champ champagne champion chance chancellor channel chapel charity charm charter chase check cheek
cheese cherry chess chick child chill chin china chinese choice christian church circle citizen city civil clan
clarity class clause clay clear clerk clever click client cliff clock close cloud cluster cm co coach coast code
coffee coin coke col collar college colonel colony com come comfort commander comment common commons companion
con congress constant cook cool cooler cop cope copper cord core corn corner corp cos cost cotton couch cough
council count counter coup course court cousin cover cow cox craft crane credit creek crew cross crown cruel
cruise cry crystal ct cum cup cure current curry cut cutting dad daily dale dam dame dance dancer danger danish
dare dark darling dart dash dawn day days dc de deal dean dear december decent deck deep deer def degree delay
delta demo den dense deputy derby desire destiny dial diamond did die diesel dig dip distance ditch divine do
doc dock doctor dodge dog doing doll dollar dome donate done door dose dot double down dr draft dragon drain
drake dress drew driver drone drop drought drum dry duchess duck due duke dull duo during dust dutch duty eager
eagle ear earl early east eastern eat echo economy edge egg ego eh el elder else em emperor en end english enter
er era escort etc even every ex expose eye fa face factor fail failing fair fairy faith fake fall fan far fare
farm farmer farsi fast fat fate favor favorite fear feast february fed fee feeling fell felt ferry few field
fields fig file fill filter fine finger finnish fire first fiscal fish fisher fit fitting fix fl flash fleet
flight flood floor flow flower flu fly fog folk foot for force ford forest forget form fort fortune forward
foster fought found fountain fox fr fraction frame free freeze french fresh friday fridge friend friendly from
frost fruit ft fuel fun fur fury gain gallery gang gap garden gardener gas gate gather gave gay gear gene
general generous genre gentle gentleman german get getting gift gig ginger given glad glance glass glen glory
glow gm go god goes going gold golden gone good goodman goodness goods got gotta gov grace grade grain grand
grant grass grave gray greek green grew grief griffin grip gross ground grove grow guard guardian guess guest
guild guitar gum gun gut guy gym ha hack had hail hair half hall halt ham hammer hand handsome handy hang harbor
hard harm harmony harsh hart harvest hat haven hay hazard he head heading heal heard hearing heart heath hebrew
heck height held hence herald heritage hero hey hi hidden high hill hills him hindi hint hip hire hit hmm hobby
hockey holder holding hole holiday hollow holy home honey honor hood hook hop hope horn horse host hot house how
hp hr hub hug huge huh hull human humble hunger hunt hunter hunting hurry hurt husband ice id idol if ii iii ill
imperial in inc inch ink inn innocent ion irish iron is island it italian iv jade jam january japanese jar jaw
jeans jersey jet job journey joy jr judge july jump jun june junior junk jury just justice keen keep key kg khan
kick kid kidney kill killer kind kinds king kingdom kiss services kitchen km knee knife knight knock korean la lab
labor lack lad lady lake lamb lame lamp land landing lane lap large laser last late latin laughter laundry law
lawn laws lawyer lay layer lb le leader leaf league leak lean leap learn lease leather left leg legacy leisure
lemon less let level liberty lie lied life light lighter lightning like line linear link links lion lip list
listen lit little living ll lo loan lock locker lodge log lone long look loop loose lord lose loser loss lot
lotus loud love lovely lover loving low lower loyal ltd luck lucky lunch lung lynch mad magic mail main mainland
major maker mall man manner manual many map mar marble march marine mark market marketing marking marry marsh
marvel mask mass master mate matter may mayor mba md me mead meadow mean medal media median medicine mega memory
men mention merchant mercury mercy mess messenger met meter metro mg mid mighty mile mill million min mini
minister minor minus miracle miss mix mm mo mob mod mode model modest mom moment monday money monk mood moody
moon more morning moss most mount mountain mouse mp mph msc mt much mud mum music must my nah nail narrow nation
naval navy near neat necessary needle neighbor neither nephew nest net never new nice night nine no noble non
noon nor north northern nose not notice nova novel november now number nurse nut oak ocean october odd of off
offer officer oh oil ok old on one op opt or orange ore organ other our out oven over overall owe own oxford oz
pa pace pacific pack pad page pages pain painter pair pal pale palm pan papa par paradise parent parish park
parks part party pascal pass pastor patch patience patient pay payment peace peak pearl pee peer pen pencil
people pepper perfect person pet petty phd phoenix pi piano pic pick pie pierce pig pile pill pillow pilot pin
pine pink pipe pit pitch pizza place plain plan plane plant plate player plaza pleasant pleasure plenty pm poet
point pole police polish polite poll pond pool poor pop pope port portal porter post postal poster pot pound
pour power powers pp pr pray prayer precious precise president press pretty prey price prices pride priest prime
prince princess prior pro prof profit promise proper prophet proud province pt pub public pulse pump punch
purchase purple push put queen quest quick quiet race rack radar raid rail rain rainbow ram ran ranch range rank
rap rape rat rather raw rd re reach read reader reading ready real rear reason rebel red reed ref register rep
rev reveal rice rich rid rider ridge riding right ring rip rise rising risk rival river rivers rock rode roll
roller roman romance roof room root rough round route row royal rt rub ruby rude rule run runner running rush
rust sack sad safe sage said saint sake sale salmon salt sample sand sandy sang sat saturday sauce savage save
saw say scala scale school sci score scottish screen sea seal search season seat sec second section see seed
seek seen self sell senate senior sensor september sergeant servant serve server service session set setting
settle severe sex shade shadow shake shall shallow shape share shark sharp she shed sheer shell shelter shepherd
sheriff shield shine ship shock shoe shook shore short shoulder show shown shy sick side sierra silence silk
silver simple sin sing singer single sink sir sit six ski skill sky slice slight slim slot small smart smiling
smoke snow so sober soda solar sole solid solo son song soon south southern sovereign spa space span spanish
spare spark speak speaker speed spell spice spike spine sport spotted spray spring spy square st stable stack
staff stage stake stamp standard standing star stare stark starring start state station stay steady steel steep
stem step sterling stern stick stiff still stock stole stone stones storage store storm story straight strain
strange stranger straw stream street strength stretch strike striker string strong struck stuck student study
style sub such sue sugar suit suite sum summer summers sun sunday sunny sunshine super surface surgeon surprise
sweat swedish sweep sweet swift swim swing sword ta tab tag tail tailor talent talk tall tan tank tap tape tax
tea teach tear tel tell temple ten tennis tent terrible test than the thee them then tho threat throne thursday
thy tie tier tiger til till timber tin tiny tip to tobacco toe toll ton tone tongue too top torn touch tower
town toy trace trail train trainer treasure treat trend trial tribe trick trinity trio true truly trump trunk
trust try tuesday tune turkish turtle tweet twist two ugh uh um union up urban urdu us use valley venture vessel
vet vi via vice victory view villa virgin virtue vital voice vol vote voter wade wage wagon wait wake walk
walking wall wallet want war ward warm warn warning warrior was wash washing water waters wave wax way we wear
weather web wedding wednesday weed weekly weight welcome well welsh went west western wet wheat while white who
why wide wild will willing win wind wine wing winner winning winter winters wire wisdom wise wish wit wolf women
won wonder wood wooden woods wool word work worker works world worn worst worth worthy wow writer writing ya
yard ye yea yeah yellow yep yes yet yo you young yup zone zoo
`
    .trim()
    .split(/\s/),
);

/** Nouns that German capitalizes and that are also surnames; they count as common in German profiles only. */
export const GERMAN_NOUNS: ReadonlySet<string> = new Set(
  `
abt adler alt bach bauer berg blau braun brucke bruder brunnen dezember engel ernst februar feld freitag
fruhling fuchs furst graf grun hahn herbst herzog jager januar juli jung junge juni kaiser klein koch konig
kraft kurz lang lilie lowe mai mann marz monch mond montag mutter nagel neu oktober papst reich richter ritter
rose rot schon schwan schwarz sommer sonne sonntag stein vater vogel wald weiss
`
    .trim()
    .split(/\s/),
);

/**
 * Technologies, standards, degrees and abbreviations that appear in thousands of résumés, and so identify nobody. They
 * are folded, with their words joined.
 */
export const TECHNOLOGIES: ReadonlySet<string> = new Set(
  `
a11y ada agile ai airflow ajax algolia alpine android angular ansible apache api apis apollo aql arduino arm
asp aspnet athena aurora aws azure babel backbone bash bazel bert bi bigquery bitbucket blazor blender
bluetooth bootstrap bsc btech b2b b2c c4 cad cassandra cdk cdn celery ceo cfo chatgpt chef chrome chromium ci cicd
circleci cisco clickhouse clojure cloudflare cloudformation cloudfront cloudwatch cmake cms cnn coap cobol cocoapods
confluence consul containerd cors cortex couchbase couchdb cpa cpu crm crud cs css css3 csv cto cuda cypress d3 dag
dart databricks datadog db2 dba dbt ddd debian delphi deno devops django dns docker dom dotnet drupal duckdb dylan eiffel idris jasmine julia nim dvc dynamodb
ebpf ec2 ecma ecmascript ecs edi eks elasticsearch electron elixir elk elm ember eng english envoy erlang erp es6 esbuild
eslint etl etcd ethereum ethernet excel express fargate fastapi fastly fedora ffmpeg figma firebase firefox flask flink
flutter fortran fpga french fsharp ftp fulltext gatsby gcc gcp gdpr genai german gin git github gitlab gitops glue go
godot golang gpt gpu gradle grafana graphql groovy grpc gsm gtk hadoop haskell hbase helm heroku hibernate hive hl7
hpc hr html html5 http https hugo i18n i2c iam ide ieee iis imap ios iot ip ipad iphone ipsec ipv4 ipv6 iso istio
itil jaeger java javafx javascript jax jdbc jenkins jest jira jpa jquery json jsp junit jupyter jvm jwt k8s kafka kanban
keras kibana kotlin kpi kpis kubernetes kvm lambda langchain laravel latex ldap less linkedin linux lisp llm llms llvm
lora lua mac macos mariadb markdown mathematica matlab maven mba mcp md mern mfa microservices minio ml
mlflow mlops mobx mongodb mpi mqtt ms msc msp mssql mvc mvp mvvm mysql nats neo4j nestjs net netlify nextjs
nginx nifi nix nlp nlu node nodejs nosql npm numpy nuxt oauth oauth2 objective objectivec ocaml ocr odata office okrs okta
openapi opencl opencv opengl openid openshift openssl openstack opentelemetry oracle orm os owasp p2p pandas pascal pci pdf
perl pgp phd php pipenv pki playwright plsql pnpm podman poetry postgis postgres postgresql postman power powerbi powerpoint
powershell prisma prometheus proxmox pubsub puppet puppeteer pulumi pwa python pytorch qa qt quarkus r rabbitmq rag rails
raspberry rbac react redhat redis redshift redux rest restful rfid ros route53 rpc rtos ruby rust rxjs s3 saas sap sas sass
saml scada scala scikit scrum sdk selenium sentry seo serverless sftp sharepoint shell sla slack smtp snowflake soa
soap soc2 socketio solidity solr sonarqube spacy spanish spark splunk spring sql sqlite sqs ssh ssl sso storybook svelte
svg swagger swift symfony tableau tailwind tcp tcpip tdd telegraf tensorflow terraform tex thrift tls toml traefik travis
trello twilio typescript uat ubuntu udp ui uml unity unix unreal usb ux vault vb vercel vim vite vitest vlan vm vmware voip
vpc vpn vscode vue vuejs wasm web webassembly webgl webpack webrtc websocket websockets wifi windows wordpress xcode xgboost
sha1 sha256 sha512 md5 base64 utf8 utf16 x509 log4j http2 http3 h264 xml xp xslt yaml yarn zapier zeromq zigbee zookeeper zsh
january february march april may june july august september october november december monday tuesday wednesday thursday friday
saturday sunday bachelor master masters doctorate diploma europe european eu us usa uk germany france spain italy india china
japan internet
`
    .trim()
    .split(/\s+/),
);

const KNOWN = new Set([...KNOWN_SKILLS].map(fold));

/** Skills of one word; a skill of several words that contains the name still counts as the name. */
export function skillWords(profile: Profile): ReadonlySet<string> {
  const listed = (profile.skills ?? []).flatMap(({ name, keywords }) => [name, ...(keywords ?? [])]);
  const tools = [profile.work, profile.projects, profile.education].flatMap((entries) =>
    (entries ?? []).flatMap(({ keywords }) => keywords ?? []),
  );
  const single = (text: string | undefined) => {
    const words = wordsOf(text ?? '');
    return words.length === 1 ? [words[0]?.keys[0] ?? ''] : [];
  };
  return new Set([...listed.flatMap(single), ...tools.flatMap(single).filter((key) => COMMON_WORDS.has(key))]);
}

/** Skills of one word that are technologies or common words, and so are not evidence of a person in prose. */
export function knownSkillWords(profile: Profile): ReadonlySet<string> {
  const isKnown = (key: string) => COMMON_WORDS.has(key) || TECHNOLOGIES.has(key) || KNOWN.has(key);
  return new Set([...skillWords(profile)].filter(isKnown));
}
