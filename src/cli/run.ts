import { existsSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { FinisherThreads } from '../document/finisher-threads.js';
import { isPrinted } from '../document/formats.js';
import type { Kit } from '../document/resume.js';
import { DossierError } from '../errors.js';
import { overlayFolder } from '../pipeline/named-sources.js';
import { CACHE_PATH, Output } from '../pipeline/output.js';
import type { BuildRequest } from '../pipeline/request.js';
import { loadPuppeteer } from '../print/launch.js';
import type { World } from './environment.js';
import { QUEUE_WIDTH, type QueueOptions, queueOf } from './options.js';
import { createReporter, type Reporter } from './report.js';
import { asOfOf, loadKit, openPrinter, templateFolders } from './services.js';

/** The options of every command that renders. */
export interface RunOptions extends Omit<QueueOptions, 'browser'> {
  profiles: string;
  template?: string;
  /** Pages to fill. */
  pages?: number;
  /** The month to which open jobs are counted. */
  asOf?: string;
  out?: string;
  /**
   * The password that encrypts packets; never printed. `false` allows protected packets to be replaced by open ones.
   */
  password?: string | false;
  embedSource?: boolean;
  blind?: boolean;
  /** Where the key of blind packets is kept. */
  key?: string;
  /** The checklist of texts that may identify the candidates of blind packets. */
  review?: string;
  private?: boolean;
  concurrency?: number;
  browser?: string;
  requireSandbox?: boolean;
  /** Make all again. */
  force?: boolean;
  /** Go on and make what changes. */
  watch?: boolean;
  quiet?: boolean;
  json?: boolean;
}

/** Profiles of which enough is kept for memory to be collected sooner, which takes a little time. */
const MANY = 2_000;

/** What a command asks to be made. */
export type Wanted = Pick<BuildRequest, 'named' | 'files' | 'formats' | 'packets' | 'variants' | 'letters'> & {
  /** Notes to print before anything is made. */
  notes: readonly string[];
};

/** Makes what is wanted in the output folder and reports it; gives the exit status. */
export async function runBuild(wanted: Wanted, options: RunOptions, world: World): Promise<number> {
  const out = resolve(world.cwd, options.out ?? (options.private ? 'out-private' : 'out'));
  const reporter = createReporter(options, world, out, () => performance.now());
  const concurrency = options.concurrency ?? world.cores;
  const { browser, requireSandbox } = options;
  const printer = openPrinter({ browser, requireSandbox, width: concurrency }, world, reporter);
  const stop = () => void printer.kill();
  world.signal.addEventListener('abort', stop, { once: true });
  const profiles = relative(world.cwd, resolve(world.cwd, options.profiles)) || '.';
  const overlays = options.private ? overlayFolder(profiles) : undefined;
  for (const note of wanted.notes) reporter.note(note);
  const queue = queueOf(options, world);
  const password = packetPassword(options.password, world.env.DOSSIER_PASSWORD);
  const asOf = asOfOf(options, world);
  const once = async (force: boolean): Promise<number> => {
    const prints = isPrinted(wanted.formats);
    // Where workers print, the browser here is needed late if at all.
    const warms = prints && !queue;
    // Of one profile there is nothing to be printed while it is finished, and a thread takes its time to start.
    await using finisher =
      wanted.named.length === 1 ? undefined : new FinisherThreads(world.finisher, Math.ceil(concurrency / 4));
    // The browser starts, in a process of its own, while the rest of this program is loaded.
    const start = async () => {
      printer.warm();
      await loadPuppeteer();
      finisher?.warm();
    };
    // Where nothing was made before, something will have to be, whatever the plan says.
    if (warms && (force || !existsSync(join(out, CACHE_PATH)))) await start();
    const [{ planRun, standingReport }, { BlindKeys }, { identify }, { openPage }] = await Promise.all([
      import('../pipeline/plan.js'),
      import('../pipeline/blind-keys.js'),
      import('./services.js'),
      import('./page.js'),
    ]);
    const keys = new BlindKeys({
      file: options.key === undefined ? undefined : resolve(world.cwd, options.key),
      folder: resolve(world.cwd, '.dossier', 'keys'),
      out,
    });
    const checklist =
      options.review && (await (await import('./blind-review.js')).openReview(options.review, out, world));
    const request: BuildRequest = {
      ...wanted,
      profiles,
      overlays,
      template: options.template,
      pages: options.pages,
      asOf,
      embedSource: options.embedSource,
      ...password,
      blind: { all: options.blind === true, keys, review: checklist ? checklist.review : undefined },
      concurrency: queue ? QUEUE_WIDTH : concurrency,
    };
    await using output = await Output.open(out, process.pid);
    const { ThemeStore } = await import('../themes/store.js');
    const { nodeProgram: node, themeChild: child, platform, signal } = world;
    const themes = new ThemeStore({
      folder: world.cwd,
      isPrivate: options.private === true,
      node,
      child,
      platform,
      signal,
    });
    const theme = (name: string) => themes.digest(name);
    const ground = { templates: templateFolders(world), packageFolder: world.packageFolder, theme };
    const begin = () => {
      if (warms) printer.warm();
    };
    const plan = await planRun(request, output, ground, await identify({ browser, force }, world), begin);
    // Private details never get onto the page.
    const page = options.private
      ? undefined
      : await openPage({ plan, output, keys, asOf, printer: prints ? printer : undefined, pages: concurrency }, world);
    const standing = await standingReport(plan, request);
    if (standing && (await page?.stands()) !== false) return reporter.summary(standing);
    if (!plan.isDone && warms) await start();
    const [{ build }, kit] = await Promise.all([
      import('../pipeline/build.js'),
      loadKit(printer, world, finisher, themes),
    ]);
    if (options.template) await (await import('../document/resume.js')).chooseTheme(options.template, kit);
    // Until the page is made anew, nothing says that it stands.
    if (plan.cache.page) plan.cache.page.manifest = '';
    await using maker = queue && !standing ? await openMaker(queue, options, kit, world, reporter) : undefined;
    // What is kept of thousands of profiles grows, and V8 would let up to three times as much lie about beside it.
    if (plan.profiles.length > MANY) setFlagsFromString('--heap-growing-percent=50');
    const report = standing ?? (await build(request, plan, { ...kit, maker }, output, reporter));
    // A thread that has nothing left to do holds memory that the page can have.
    void finisher?.[Symbol.asyncDispose]();
    if (checklist) await checklist.save();
    // A page that cannot be written hides nothing of what was made before it.
    const site = await page?.make().catch((error: unknown) => {
      if (!(error instanceof DossierError) || world.signal.aborted) throw error;
      report.failures.push({ source: join(relative(world.cwd, out), 'index.html'), error });
      return undefined;
    });
    return reporter.summary({ ...report, warnings: [...report.warnings, ...(site?.warnings ?? [])] }, site);
  };
  try {
    const status = await once(options.force === true);
    if (!options.watch) return status;
    const { watchAndRepeat } = await import('./watch.js');
    return await watchAndRepeat({ profiles, files: wanted.files, overlays }, () => once(false), world);
  } catch (error) {
    if (world.signal.aborted)
      throw new DossierError('ABORTED', 'the run was stopped; what was written is whole', { cause: error });
    throw error;
  } finally {
    world.signal.removeEventListener('abort', stop);
    await printer[Symbol.asyncDispose]();
  }
}

/**
 * The password for packets, from the command line or the environment. An empty one is an error: it usually is a missing
 * secret, for example one that a CI job may not read, and the packet would be open to everybody.
 *
 * @throws DossierError USAGE
 */
function packetPassword(
  option: string | false | undefined,
  variable: string | undefined,
): Pick<BuildRequest, 'password' | 'mayUnprotect'> {
  if (option === false) return { mayUnprotect: true };
  const password = option ?? variable;
  if (password === undefined || password.trim() !== '') return { password };
  throw new DossierError('USAGE', `${option === undefined ? 'DOSSIER_PASSWORD' : '--password'} is empty`, {
    hint: 'give a password, or write --no-password for unprotected packets',
  });
}

async function openMaker(queue: string, options: RunOptions, kit: Kit, world: World, { note }: Reporter) {
  const { openProducer } = await import('./queue.js');
  return openProducer(queue, options, kit, world, note);
}
