import type { Profile } from '../../profile/schema.js';
import { KNOWN_SKILLS } from '../skill-names.js';
import { COMMON_WORDS } from './common-words.js';
import { fold } from './fold.js';
import { wordsOf } from './words.js';

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
