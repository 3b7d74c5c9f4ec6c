import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Services } from '../../src/document/model.js';
import { findBrowser, type Surroundings } from '../../src/print/find.js';
import type { launchBrowser } from '../../src/print/launch.js';
import { Printer } from '../../src/print/printer.js';
import { readProfile } from '../../src/profile/read.js';
import type { Profile } from '../../src/profile/schema.js';
import { readPdfJs } from '../../src/site/assets.js';
import { FontLibrary } from '../../src/template/fonts.js';
import { TemplateStore } from '../../src/template/store.js';
import { launchShared } from './browser.js';
import { ROOT } from './paths.js';

const require = createRequire(import.meta.url);

/** The environment for finding a browser, without progress messages. */
export function surroundings(): Surroundings {
  return {
    env: process.env,
    platform: process.platform,
    arch: process.arch,
    home: homedir(),
    cache: join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'dossier'),
    announce: () => undefined,
    downloading: () => undefined,
  };
}

/** Opens a printer that uses the same browser as a command would, by default one that tests share. */
export function openPrinter(width = 2, launch: typeof launchBrowser = launchShared): Printer {
  return new Printer({
    width,
    launch: async () => launch(await findBrowser(undefined, surroundings()), process.env, process.getuid?.() === 0),
  });
}

/** The services of a command, with the templates of this repository. */
export function openServices(printer: Printer): Services {
  return {
    templates: new TemplateStore([join(ROOT, 'templates')]),
    fonts: new FontLibrary((name) => dirname(require.resolve(`${name}/unicode.json`))),
    printer,
    pdfJs: () => readPdfJs({ moduleFile: require.resolve }),
    creator: 'Dossier test',
  };
}

/** Reads one of the shipped profiles. */
export async function shippedProfile(slug: string): Promise<Profile> {
  const path = join(ROOT, 'profiles', `${slug}.yaml`);
  return readProfile(await readFile(path), path).value;
}

/** The facts that a candidate's résumé must contain. */
export async function factsOf(slug: string): Promise<string[]> {
  const { facts } = JSON.parse(await readFile(join(ROOT, 'test', 'fixtures', 'facts', `${slug}.json`), 'utf8')) as {
    facts: string[];
  };
  return facts;
}
