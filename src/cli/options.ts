import { type Command, InvalidArgumentError, Option } from 'commander';
import { RULE_NAMES } from '../check/finding.js';
import { DEFAULT_PORT } from '../dev/listen.js';
import { FORMATS, type Format, REGISTRY } from '../document/formats.js';
import { STANDARDS } from '../pdf/standards.js';
import { parseDate } from '../profile/dates.js';
import { nearest, SLUG } from '../profile/names.js';
import { isTenant } from '../queue/builds.js';
import type { CheckOptions } from './check.js';
import { addLookOptions } from './look-options.js';

/** The help text of `--require-sandbox`, which every command that prints has. */
export const REQUIRE_SANDBOX = 'fail if the browser would run without its sandbox';

/** The help text of `--port` for commands that serve pages. */
export const LOCAL_PORT = `port on this machine (default: ${DEFAULT_PORT}, or the next free one)`;

/** Adds the options that all commands that render have in common. */
export function runOptions(command: Command): Command {
  return addLookOptions(command)
    .option('--profiles <folder>', 'folder of profiles', 'profiles')
    .option(
      '--template <name>',
      'template or installed JSON Resume theme for all profiles, overriding their own (packet files that set a template keep it)',
    )
    .option('--pages <n>', 'number of pages for each résumé, overriding the profiles', parsePages)
    .option(
      '--as-of <month>',
      'count current jobs up to this month, in packets without a date and on the download page',
      parseMonth,
    )
    .option('--out <folder>', 'output folder (default: out, or out-private with --private)')
    .option('--password <text>', 'encrypt packets with AES-256 (or set DOSSIER_PASSWORD)')
    .option('--no-password', 'do not encrypt packets, and replace existing encrypted ones')
    .addOption(
      new Option(
        '--standard <name>',
        'standard that PDFs claim if they conform to it: a-3a (PDF/A-3a with PDF/UA-1, the default), ua-1, a-4f (PDF/A-4f with PDF/UA-2, as PDF 2.0), ua-2 or none',
      ).choices(STANDARDS),
    )
    .option('--embed-source', 'attach the whole profile to each PDF, not only its printed parts')
    .option('--blind', 'bind packets without names, as NAME.blind.pdf')
    .option(
      '--key <file>',
      'file that maps aliases in blind packets to candidates (default: .dossier/keys/PACKET.json)',
    )
    .option(
      '--review <file>',
      'write a checklist of text that may identify candidates in blind packets, and apply the decisions entered in it',
    )
    .option('--private', 'merge the private details in profiles/private/ into the profiles')
    .option('--force', 'rebuild everything, even what is up to date')
    .option('--explain', 'print why each profile and packet is rebuilt')
    .option('--concurrency <n>', 'documents printed at once (default: one per core)', parseCount)
    .option('--queue <url>', 'render on workers, through Redis at redis://HOST:PORT (or set DOSSIER_QUEUE)')
    .option('--tenant <name>', 'tenant whose queue this run uses (default: "default")', parseTenant)
    .option(
      '--queue-memory <MB>',
      'maximum amount of data of this run in Redis at once, in megabytes (default: 64)',
      parseMegabytes,
    )
    .option(
      '--queue-wait <seconds>',
      'seconds to wait for a worker, or for Redis to come back (default: 600)',
      parseSeconds,
    )
    .option(
      '--job-limit <MB>',
      'maximum size of a profile with its pictures, in megabytes (default: 16)',
      parseMegabytes,
    )
    .option('--browser <path>', 'path of the browser to print with')
    .option('--require-sandbox', REQUIRE_SANDBOX)
    .option('--strict', 'exit with status 1 if there is any warning')
    .option('--quiet', 'print only problems')
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
    const known = REGISTRY.find((format) => format.name === name);
    if (known) return known.name;
    const close = nearest(name, FORMATS);
    throw new InvalidArgumentError(
      `"${part}" is not a format; ${close ? `did you mean ${close}?` : `the formats are ${FORMATS.join(', ')}`}`,
    );
  });
}

export function parseNames(value: string): string[] {
  const names = value.split(',').map((name) => name.trim());
  if (names.every((name) => SLUG.test(name))) return names;
  throw new InvalidArgumentError('write names of lowercase letters, digits and hyphens, separated by commas, or all');
}

export function parseTenant(value: string): string {
  if (isTenant(value)) return value;
  throw new InvalidArgumentError('write a name of at most 64 lowercase letters, digits and hyphens');
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
    .description('Find problems that validation cannot see: garbled text, private details, gaps, inconsistent bullets.')
    .argument('[profiles...]', 'profiles by name or path (default: all)')
    .option('--profiles <folder>', 'folder of profiles', 'profiles')
    .option('--off <rules>', 'rules to turn off, separated by commas')
    .option('--variant <name>', 'check only what this variant of each profile prints')
    .option(
      '--job <file>',
      'job description (text or Markdown); lists which of its terms each profile has, where, and which it lacks',
    )
    .option('--fix', 'correct garbled text in the profiles; change nothing else')
    .option('--strict', 'exit with status 1 if there is any finding other than a note, such as a missing job term')
    .addOption(new Option('--json', 'report as JSON on standard output').conflicts('sarif'))
    .option('--sarif', 'report as SARIF 2.1.0 on standard output, for code scanning')
    .addHelpText(
      'after',
      `\nRules: ${RULE_NAMES.join(', ')}\nTo turn off a rule, add the comment "# dossier-check-off: RULE". On a line of its own, it applies to the whole profile;\nat the end of a line, it applies to the values that are or begin on that line.\n\nExamples:\n  dossier check\n  dossier check krish-arora --job advertisement.md\n  dossier check --strict --off gap,no-figures\n  dossier check --sarif > check.sarif\n`,
    )
    .action(action);
}
