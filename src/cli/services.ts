import { existsSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Finisher } from '../document/finisher.js';
import type { Services } from '../document/model.js';
import { asOfMonth } from '../packet/qualifications.js';
import { digestOf, identityOf, ofCode } from '../pipeline/inputs.js';
import { makeFolder } from '../pipeline/make-folder.js';
import type { Identity } from '../pipeline/plan.js';
import { cacheFolder } from '../print/browser-folders.js';
import { findBrowser } from '../print/find.js';
import { type Launched, launchBrowser, whyNoSandbox } from '../print/launch.js';
import { Printer, type PrinterOptions } from '../print/printer.js';
import type { Shipped } from '../template/load.js';
import type { ThemeStore } from '../themes/store.js';
import { type Environment, surroundings } from './environment.js';

interface PrinterChoice {
  /** The browser given by the user. */
  browser?: string | undefined;
  /** The number of pages open at once. */
  width: number;
  /** `true` if a browser without its own sandbox is an error. */
  requireSandbox?: boolean | undefined;
}

/** Receives messages while the browser is found and started. */
interface PrinterNews {
  note(message: string): void;
  downloading(done: number, total: number): void;
}

/** Callbacks of a printer while it works. */
interface PrinterWatch extends Pick<PrinterOptions, 'printed'> {
  /** @param launched the started browser; undefined if it could not be started */
  started?(launched: Launched | undefined): void;
}

/** Opens a printer whose browser is found and started on first use. */
export function openPrinter(
  choice: PrinterChoice,
  environment: Environment,
  news: PrinterNews,
  watch: PrinterWatch = {},
): Printer {
  const around = surroundings(environment, news.note, news.downloading);
  let isSandboxed = true;
  const launch = async () => {
    const found = await findBrowser(choice.browser, around);
    const launched = await (environment.launch ?? launchBrowser)(
      found,
      environment.env,
      environment.isRoot,
      choice.requireSandbox,
    );
    isSandboxed = launched.sandboxed;
    return launched;
  };
  return new Printer({
    printed: (milliseconds) => {
      // Reported after printing, not at launch: a mistake in the command is then reported first, and alone.
      if (!isSandboxed) noteSandbox(environment, news.note);
      watch.printed?.(milliseconds);
    },
    width: choice.width,
    launch: async () => {
      const launching = launch();
      launching.then(
        (launched) => watch.started?.(launched),
        () => watch.started?.(undefined),
      );
      return launching;
    },
  });
}

/** The template folders: the project's own, which need not exist, before the package's. */
export function templateFolders(environment: Environment): string[] {
  return [...new Set([resolve(environment.cwd, 'templates'), environment.templates])];
}

/** Loads the services that all résumés of a run share. Their modules are loaded here, while the browser starts. */
export async function loadServices(
  printer: Printer,
  environment: Environment,
  finisher?: Finisher,
  themes?: ThemeStore,
): Promise<Services> {
  const [{ FontLibrary }, { TemplateStore }] = await Promise.all([
    import('../template/fonts.js'),
    import('../template/store.js'),
  ]);
  return {
    templates: new TemplateStore(templateFolders(environment), loadShipped),
    fonts: new FontLibrary(environment.packageFolder),
    printer,
    finisher,
    themes,
    pdfJs: async () => (await import('../site/assets.js')).readPdfJs(environment),
    creator: `Dossier ${environment.version}`,
    date: sourceDate(environment.env.SOURCE_DATE_EPOCH),
    signal: environment.signal,
  };
}

/** Loads the precompiled templates. */
export async function loadShipped(): Promise<Shipped> {
  return (await import('../template/shipped.js')).shipped;
}

/** SOURCE_DATE_EPOCH (reproducible-builds.org), in seconds, as ISO 8601. */
function sourceDate(epoch: string | undefined): string | undefined {
  if (!epoch || !/^\d{1,12}$/.test(epoch)) return undefined;
  return new Date(Number(epoch) * 1000).toISOString();
}

/** The month up to which current jobs are counted in the output of a command. */
export function asOfOf({ asOf }: { asOf?: string | undefined }, environment: Environment): string {
  return asOfMonth({ asked: asOf, epoch: sourceDate(environment.env.SOURCE_DATE_EPOCH), now: environment.now() });
}

/** The name of the file that records that the note has been shown on this machine. */
const MARK = 'sandbox-note';

/**
 * Reports once per machine that the browser runs without its sandbox: every run is the same, and users who care can use
 * `--require-sandbox`. If the cache cannot be written, the note is repeated each time.
 */
function noteSandbox(environment: Environment, note: (message: string) => void): void {
  const folder = cacheFolder(environment);
  const mark = join(folder, MARK);
  if (existsSync(mark)) return;
  note(
    `the browser runs without its own sandbox: ${whyNoSandbox(environment.isRoot)} (shown only once; --require-sandbox makes this an error)`,
  );
  try {
    makeFolder(folder, 0o700);
    writeFileSync(mark, '');
  } catch {
    // Without a writable cache, the note is repeated.
  }
}

/** The identity of this program and of the browser it would print with, for comparison with earlier runs. */
export async function identify(
  options: { browser?: string; force?: boolean },
  environment: Environment,
): Promise<Identity> {
  return {
    // A version may be under development, so its code is digested as well.
    program: digestOf(environment.version, await ofCode(environment.programs), environment.env.SOURCE_DATE_EPOCH ?? ''),
    browser: async () => {
      const quiet = () => undefined;
      const { executable } = await findBrowser(options.browser, surroundings(environment, quiet, quiet));
      return identityOf(executable);
    },
    force: options.force === true,
  };
}
