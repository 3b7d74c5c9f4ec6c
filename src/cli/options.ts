import { type Command, InvalidArgumentError } from 'commander';
import { FORMATS, type Format } from '../document/formats.js';
import { parseDate } from '../profile/dates.js';
import { nearest } from '../profile/nearest.js';
import { SLUG } from '../profile/slug.js';
import { isTenant } from '../queue/keys.js';

/** Every command that prints has it. */
export const REQUIRE_SANDBOX = 'fail where the browser would run without its own sandbox';

/** The options that every command has which prints. */
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

/** What reads a whole number; `of` says of what. */
function wholeNumber(from: number, to: number, of = ''): (value: string) => number {
  return (value) => {
    const number = Number(value);
    if (Number.isInteger(number) && number >= from && number <= to) return number;
    throw new InvalidArgumentError(`write a whole number ${of}from ${from} to ${to}`);
  };
}

export const parseCount = wholeNumber(1, 64);
export const parseMegabytes = wholeNumber(1, 4096, 'of megabytes ');
export const parseRate = wholeNumber(1, 1_000_000);
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
    const known = FORMATS.find((format) => format === name);
    if (known) return known;
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
