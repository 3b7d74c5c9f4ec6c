import { readdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { DossierError, formatWhere, problemsOf } from '../errors.js';
import { discover } from '../pipeline/discover.js';
import { Output } from '../pipeline/output.js';
import { cacheFolder } from '../print/browser-folders.js';
import { findBrowser } from '../print/find.js';
import { whyNoSandbox } from '../print/launch.js';
import { FALLBACKS } from '../template/scripts.js';
import { TemplateStore } from '../template/store.js';
import { type Environment, surroundings } from './environment.js';
import { openPrinter, templateFolders } from './services.js';

/** The diagnosis of one thing that a run needs. */
export interface Diagnosis {
  what: string;
  state: 'good' | 'note' | 'bad';
  /** A one-line summary. */
  found: string;
  /** The fix; absent if nothing needs fixing. */
  fix?: string;
}

export interface ExamineOptions {
  profiles: string;
  out: string;
  browser?: string;
}

/** The oldest supported version of Node, as in `engines` of package.json. */
const OLDEST = [20, 19] as const;

export function examineNode(version: string): Diagnosis {
  const what = 'Node';
  const [major = 0, minor = 0] = version.replace(/^v/, '').split('.').map(Number);
  const isNewEnough = major > OLDEST[0] || (major === OLDEST[0] && minor >= OLDEST[1]);
  if (isNewEnough) return { what, state: 'good', found: version };
  return {
    what,
    state: 'bad',
    found: `${version} is too old`,
    fix: `install Node ${OLDEST.join('.')} or later`,
  };
}

/** Finds the browser, starts it and prints a word, like a run. */
export async function examineBrowser({ browser }: ExamineOptions, environment: Environment): Promise<Diagnosis[]> {
  const note = (message: string) => environment.err(`${message}\n`);
  const what = 'browser';
  try {
    const { executable, from } = await findBrowser(
      browser,
      surroundings(environment, note, () => undefined),
    );
    const silent = { note: () => undefined, downloading: () => undefined };
    await using printer = openPrinter({ browser: executable, width: 1 }, environment, silent);
    const html = '<!doctype html><title>x</title><body><p>Ag</p></body>';
    await printer.print({ html, name: 'a word', group: 'doctor' });
    const { version = '', sandboxed = false } = (await printer.about()) ?? {};
    return [
      withAge({ what, state: 'good', found: `${version}, ${from}: ${executable}` }, version, environment.now()),
      sandboxed
        ? { what: 'sandbox', state: 'good', found: 'on' }
        : {
            what: 'sandbox',
            state: 'note',
            found: `off: ${whyNoSandbox(environment.isRoot)}`,
            fix: environment.isRoot
              ? 'to render untrusted profiles, run dossier as an ordinary user'
              : 'to render untrusted profiles, let users create user namespaces',
          },
    ];
  } catch (error) {
    return [{ what, ...toDiagnosis(error) }];
  }
}

const DAY = 24 * 60 * 60 * 1000;

/** The release date of Chrome 147. Versions up to 152 follow every four weeks, later ones every two weeks. */
const REFERENCE = { version: 147, released: Date.UTC(2026, 3, 7), lastOfFourWeeks: 152 };

/**
 * The age in months from which a browser counts as old: it lacks security fixes, and untrusted profiles could exploit
 * that.
 */
const OLD = 3;

/**
 * The age of a browser, estimated from its version.
 *
 * @param version as the browser reports it, such as `HeadlessChrome/147.0.7727.0`
 * @returns whole months, at least 0; undefined for browsers other than Chrome and Chromium
 */
export function monthsOld(version: string, now: Date): number | undefined {
  const major = Number(/Chrom(?:e|ium)\/(\d{2,4})\./.exec(version)?.[1]);
  if (Number.isNaN(major)) return undefined;
  const { version: first, released, lastOfFourWeeks } = REFERENCE;
  const weeks = 4 * (Math.min(major, lastOfFourWeeks) - first) + 2 * Math.max(0, major - lastOfFourWeeks);
  return Math.max(0, Math.floor((now.getTime() - released - weeks * 7 * DAY) / (30 * DAY)));
}

/** Adds the age of an old browser, and how to install a newer one. */
function withAge(browser: Diagnosis, version: string, now: Date): Diagnosis {
  const months = monthsOld(version, now);
  if (months === undefined || months < OLD) return browser;
  return {
    ...browser,
    state: 'note',
    found: `${browser.found} (released about ${months} months ago)`,
    fix: 'run npx @puppeteer/browsers install chrome-headless-shell@stable, and set its path with --browser or PUPPETEER_EXECUTABLE_PATH',
  };
}

/** Reports the templates that cannot be read. */
export async function examineTemplates(environment: Environment): Promise<Diagnosis[]> {
  const all = await new TemplateStore(templateFolders(environment)).all();
  return all.flatMap((each) => {
    if (!('error' in each)) return [];
    const problems = problemsOf(each.error);
    const lines = problems.map(({ where, message }) => (where ? `${formatWhere(where)}: ${message}` : message));
    const { hint } = problems[0] ?? {};
    const found = `${each.name} cannot be read\n${lines.join('\n')}`;
    return [{ what: 'template', state: 'bad', found, ...(hint ? { fix: hint } : {}) }];
  });
}

/** Checks that the fonts of all readable templates are installed. */
export async function examineFonts(environment: Environment): Promise<Diagnosis> {
  const what = 'fonts';
  const templates = await new TemplateStore(templateFolders(environment)).all();
  const fonts = templates.flatMap((each) => ('error' in each ? [] : each.loaded.template.options.fonts));
  const all = [...new Set([...fonts, ...FALLBACKS].map((font) => font.package))].sort();
  const lacking = (await Promise.all(all.map((name) => isInstalled(name, environment)))).flatMap((is, index) =>
    is ? [] : [all[index] ?? ''],
  );
  if (lacking.length === 0) return { what, state: 'good', found: `${all.length} packages` };
  const found = `${lacking.join(', ')} cannot be read`;
  return { what, state: 'bad', found, fix: `npm install ${lacking.join(' ')}` };
}

async function isInstalled(name: string, environment: Environment): Promise<boolean> {
  try {
    return (await readdir(join(environment.packageFolder(name), 'files'))).length > 0;
  } catch {
    return false;
  }
}

export async function examineProfiles({ profiles }: ExamineOptions, environment: Environment): Promise<Diagnosis> {
  const what = 'profiles';
  try {
    const found = await discover(resolve(environment.cwd, profiles));
    const [error] = found.errors;
    if (error) return { what, ...toDiagnosis(error) };
    const count = `${found.profiles.length} in ${profiles}`;
    if (found.profiles.length > 0) return { what, state: 'good', found: count };
    return { what, state: 'note', found: count, fix: 'create one with dossier init' };
  } catch (error) {
    return {
      what,
      ...toDiagnosis(error),
      state: 'note',
      fix: 'create the folder and a first profile with dossier init',
    };
  }
}

/** Checks that the output folder and the cache are writable. Nothing is left in them. */
export async function examineFolders({ out }: ExamineOptions, environment: Environment): Promise<Diagnosis[]> {
  const folders = [
    ['output', resolve(environment.cwd, out)],
    ['cache', cacheFolder(environment)],
  ] as const;
  return Promise.all(
    folders.map(async ([what, folder]): Promise<Diagnosis> => {
      try {
        await using _ = await Output.open(folder, process.pid);
        return { what, state: 'good', found: `${folder} is writable` };
      } catch (error) {
        return { what, ...toDiagnosis(error) };
      }
    }),
  );
}

function toDiagnosis(error: unknown): Omit<Diagnosis, 'what'> {
  if (!(error instanceof DossierError)) throw error;
  return { state: 'bad', found: error.message, ...(error.hint ? { fix: error.hint } : {}) };
}
