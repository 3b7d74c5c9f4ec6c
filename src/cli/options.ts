import { type Command, InvalidArgumentError, Option } from 'commander';
import { RULE_NAMES } from '../check/finding.js';
import { FORMATS, type Format, REGISTRY } from '../document/formats.js';
import { DossierError } from '../errors.js';
import { parseDate } from '../profile/dates.js';
import { nearest, SLUG } from '../profile/names.js';
import { isTenant } from '../queue/keys.js';
import type { CheckOptions } from './check.js';
import type { Environment } from './environment.js';

/** The help text of `--require-sandbox`, which every command that prints has. */
export const REQUIRE_SANDBOX = 'fail where the browser would run without its own sandbox';

/** Adds the options that all commands that render have in common. */
export function runOptions(command: Command): Command {
  return command
    .option('--profiles <folder>', 'the folder of profiles', 'profiles')
    .option(
      '--template <name>',
      'the template for all, or an installed theme of JSON Resume, whatever profiles say (a packet file that names one keeps it)',
    )
    .option('--pages <n>', 'pages that each résumé is to fill, whatever profiles say', parsePages)
    .option(
      '--as-of <month>',
      'the month to which open jobs count in packets without a date and on the page',
      parseMonth,
    )
    .option('--out <folder>', 'the folder to write to (out, or out-private with --private)')
    .option('--password <text>', 'encrypt packets with AES-256 (or set DOSSIER_PASSWORD)')
    .option('--no-password', 'do not encrypt packets, and replace those that are encrypted')
    .option('--embed-source', 'let each PDF carry the whole profile, not only what it prints')
    .option('--blind', 'bind packets without names, as NAME.blind.pdf')
    .option('--key <file>', 'file that maps aliases to candidates of blind packets (.dossier/keys/PACKET.json)')
    .option(
      '--review <file>',
      'a checklist of what may identify candidates of blind packets; its decisions are applied',
    )
    .option('--private', 'merge the private details of profiles/private/ over the profiles')
    .option('--force', 'rebuild everything, even what is up to date')
    .option('--explain', 'print why each profile and packet is rebuilt')
    .option('--concurrency <n>', 'pages printed at once', parseCount)
    .option('--queue <url>', 'let workers make the résumés, through Redis: redis://HOST:PORT (or set DOSSIER_QUEUE)')
    .option('--tenant <name>', 'whose turn at the workers this run takes (default)', parseTenant)
    .option('--queue-memory <MB>', 'what of this run lies in Redis at once (64)', parseMegabytes)
    .option('--queue-wait <seconds>', 'how long to wait for a worker, or for a Redis that was lost (600)', parseSeconds)
    .option('--job-limit <MB>', 'the largest profile, with its pictures, that is sent (16)', parseMegabytes)
    .option('--browser <path>', 'the browser to print with')
    .option('--require-sandbox', REQUIRE_SANDBOX)
    .option('--strict', 'end with status 1 if there is any warning')
    .option('--quiet', 'say nothing but problems')
    .option('--json', 'report as JSON on standard output');
}

/** Returns a parser for whole numbers; `of` names the unit in its error message. */
function wholeNumber(from: number, to: number, of = ''): (value: string) => number {
  return (value) => {
    const number = Number(value);
    if (Number.isInteger(number) && number >= from && number <= to) return number;
    throw new InvalidArgumentError(`write a whole number ${of}from ${from} to ${to}`);
  };
}

const parseCount = wholeNumber(1, 64);
const parseMegabytes = wholeNumber(1, 4096, 'of megabytes ');
const parseRate = wholeNumber(1, 1_000_000);
const parsePages = wholeNumber(1, 20);
const parseSeconds = wholeNumber(1, 86_400, 'of seconds ');

export function parseDay(value: string): string {
  if (parseDate(value)) return value;
  throw new InvalidArgumentError('write 2026, 2026-11 or 2026-11-16');
}

function parseMonth(value: string): string {
  if (/^\d{4}-\d\d$/.test(value) && parseDate(value)) return value;
  throw new InvalidArgumentError('write a month, such as 2026-11');
}

export function parseFormats(value: string): Format[] {
  return value.split(',').map((part) => {
    const name = part.trim().toLowerCase();
    const known = REGISTRY.find((format) => format.name === name);
    if (known) return known.name;
    const close = nearest(name, FORMATS);
    throw new InvalidArgumentError(
      `"${part}" is no format${close ? `; did you mean ${close}?` : `: there are ${FORMATS.join(', ')}`}`,
    );
  });
}

export function parseNames(value: string): string[] {
  const names = value.split(',').map((name) => name.trim());
  if (names.every((name) => SLUG.test(name))) return names;
  throw new InvalidArgumentError('write names of small letters, digits and hyphens, joined by commas, or all');
}

export function parseTenant(value: string): string {
  if (isTenant(value)) return value;
  throw new InvalidArgumentError('write a name of small letters, digits and hyphens, 64 at most');
}

export function parsePort(value: string): number {
  const port = Number(value);
  if (/^\d+$/.test(value) && port <= 65535) return port;
  throw new InvalidArgumentError('write a whole number from 0 to 65535; 0 takes any free port');
}

/** Adds `dossier check` to the program. */
export function addCheck(program: Command, action: (named: string[], options: CheckOptions) => Promise<void>): void {
  program
    .command('check')
    .description('Find in profiles what validation cannot see: garbled text, private details, gaps, bullets at odds.')
    .argument('[profiles...]', 'profiles by name; all where none is named')
    .option('--profiles <folder>', 'the folder of profiles', 'profiles')
    .option('--off <rules>', 'rules to leave out, joined by commas')
    .option('--variant <name>', 'look only at what this variant of each profile prints')
    .option(
      '--job <file>',
      'a job description (text or Markdown): what of it each profile says, and where, and what not',
    )
    .option('--fix', 'write the repaired text of what is garbled, and nothing else')
    .option(
      '--strict',
      'end with status 1 if anything is found; what a job description asks for in vain is a note only',
    )
    .addOption(new Option('--json', 'report as JSON on standard output').conflicts('sarif'))
    .option('--sarif', 'report as SARIF 2.1.0 on standard output, for code scanning')
    .addHelpText(
      'after',
      `\nRules: ${RULE_NAMES.join(', ')}\nA comment switches rules off: "# dossier-check-off: RULE" on a line of its own for the whole profile,\nbehind something else for what stands or begins on that line.\n\nExamples:\n  dossier check\n  dossier check krish-arora --job advertisement.md\n  dossier check --strict --off gap,no-figures\n  dossier check --sarif > check.sarif\n`,
    )
    .action(action);
}

export interface WorkerCommandOptions {
  queue?: string;
  concurrency?: number;
  /** The port of the health checks and metrics. */
  port?: number;
  /** The number of jobs per minute and tenant, over all workers. */
  tenantRate?: number;
  /** The maximum size of a job in megabytes. */
  jobLimit?: number;
  browser?: string;
  requireSandbox?: boolean;
}

/** Adds `dossier worker` to the program. */
export function addWorker(program: Command, run: (options: WorkerCommandOptions) => Promise<void>): void {
  program
    .command('worker')
    .description('Make the résumés that runs with --queue ask for, until it is stopped.')
    .option('--queue <url>', 'where Redis or Valkey is: redis://HOST:PORT, rediss:// for TLS (or set DOSSIER_QUEUE)')
    .option('--concurrency <n>', 'pages printed at once (one for each core)', parseCount)
    .option(
      '--port <number>',
      'where its health and figures are, on this machine only (9464, or the next free one)',
      parsePort,
    )
    .option('--tenant-rate <n>', 'résumés a minute that a tenant gets from all workers together', parseRate)
    .option('--job-limit <MB>', 'the largest job that is taken (16)', parseMegabytes)
    .option('--browser <path>', 'the browser to print with')
    .option('--require-sandbox', REQUIRE_SANDBOX)
    .addHelpText(
      'after',
      '\nA worker serves runs of the same Dossier, browser, Node and fonts. Asked to stop (SIGTERM), it finishes what it has.\nThe password of the queue may be in DOSSIER_QUEUE_PASSWORD.\n\nExamples:\n  dossier worker --queue redis://localhost:6379\n  dossier worker --queue rediss://queue.example.org:6380 --concurrency 4 --tenant-rate 600\n',
    )
    .action(run);
}

/** The options of a run that sends its documents to workers. */
export interface QueueOptions {
  /** The URL of Redis. */
  queue?: string;
  tenant?: string;
  /** The maximum amount of data of the run in Redis at one time, in megabytes. */
  queueMemory?: number;
  /** The time to wait for a worker, in seconds. */
  queueWait?: number;
  /** The maximum size of a job in megabytes. */
  jobLimit?: number;
  browser?: string;
}

/** One megabyte in bytes. */
export const MEGABYTE = 1024 * 1024;

/** The default maximum size of a job, in megabytes. */
export const JOB_LIMIT = 16;

export const QUEUE_MEMORY = 64;

export const QUEUE_WAIT = 600;

/** The number of résumés that are prepared concurrently: enough for the workers of many machines. */
export const QUEUE_WIDTH = 128;

/** The password of the queue if its URL has none. */
export function passwordOf(world: Environment): string | undefined {
  return world.env.DOSSIER_QUEUE_PASSWORD || undefined;
}

/**
 * The URL of the queue from the command line or the environment; undefined if there is none.
 *
 * @throws DossierError USAGE for queue options without a queue
 */
export function queueOf(options: QueueOptions, world: Environment): string | undefined {
  const url = addressOf(options, world);
  const { tenant, queueMemory, queueWait, jobLimit } = options;
  const isIdle = [tenant, queueMemory, queueWait, jobLimit].every((option) => option === undefined);
  if (url !== undefined || isIdle) return url;
  throw new DossierError('USAGE', '--tenant, --queue-memory, --queue-wait and --job-limit go with a queue', {
    hint: 'name it with --queue redis://HOST:PORT, or in DOSSIER_QUEUE',
  });
}

/** @throws DossierError USAGE if no queue is given */
export function requireQueue(options: Pick<QueueOptions, 'queue'>, world: Environment): string {
  const url = addressOf(options, world);
  if (url) return url;
  throw new DossierError('USAGE', 'a worker needs a queue', {
    hint: 'name it with --queue redis://HOST:PORT, or in DOSSIER_QUEUE',
  });
}

function addressOf(options: Pick<QueueOptions, 'queue'>, world: Environment): string | undefined {
  return options.queue ?? (world.env.DOSSIER_QUEUE || undefined);
}
