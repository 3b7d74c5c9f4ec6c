import { existsSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { FinisherThreads } from '../document/finisher.js';
import { DEFAULT_FORMATS, isPrinted } from '../document/formats.js';
import type { Services } from '../document/model.js';
import { DossierError, formatProblem } from '../errors.js';
import { CACHE_PATH, Output } from '../pipeline/output.js';
import type { Plan } from '../pipeline/plan.js';
import type { BuildRequest } from '../pipeline/request.js';
import type { Built } from '../pipeline/run.js';
import { loadPuppeteer } from '../print/launch.js';
import type { Printer } from '../print/printer.js';
import type { ThemeStore } from '../themes/store.js';
import type { Environment } from './environment.js';
import { lookFiles, readLook } from './look.js';
import { openPage, type PageReport, type PageTarget } from './page.js';
import { queueOf } from './queue-options.js';
import { createReporter, type Reporter } from './report.js';
import { type CommandRequest, foldersOf, makeRequest, type RunOptions } from './request.js';
import { loadServices, loadShipped, openPrinter, templateFolders } from './services.js';

/** The number of profiles above which garbage is collected sooner, which saves memory and costs a little time. */
const MANY = 2_000;

/** The services of a command that renders, which stay open while `--watch` repeats its run. */
interface Session {
  wanted: CommandRequest;
  options: RunOptions;
  environment: Environment;
  out: string;
  reporter: Reporter;
  printer: Printer;
  /** The URL of the queue whose workers make the documents; undefined for a local run. */
  queue: string | undefined;
  concurrency: number;
}

/** Makes the requested documents in the output folder, reports the outcome, and returns the exit status. */
export async function runBuild(wanted: CommandRequest, options: RunOptions, environment: Environment): Promise<number> {
  const out = resolve(environment.cwd, options.out ?? (options.private ? 'out-private' : 'out'));
  const reporter = createReporter(options, environment, out, () => performance.now());
  const concurrency = options.concurrency ?? environment.cores;
  const { browser, requireSandbox } = options;
  const printer = openPrinter({ browser, requireSandbox, width: concurrency }, environment, reporter);
  const stop = () => void printer.kill();
  environment.signal.addEventListener('abort', stop, { once: true });
  for (const note of wanted.notes) reporter.note(note);
  const queue = queueOf(options, environment);
  const session = { wanted, options, environment, out, reporter, printer, queue, concurrency };
  try {
    const status = await runOnce(session, options.force === true);
    if (!options.watch) return status;
    const { watchAndRepeat } = await import('./dev.js');
    const { profiles, overlays } = foldersOf(options, environment);
    return await watchAndRepeat(
      { profiles, files: wanted.files, overlays, settings: await lookFiles(environment) },
      () => runOnce(session, false),
      environment,
    );
  } catch (error) {
    if (environment.signal.aborted)
      throw new DossierError('ABORTED', 'the run was stopped; all files that were written are complete', {
        cause: error,
      });
    throw error;
  } finally {
    environment.signal.removeEventListener('abort', stop);
    await printer[Symbol.asyncDispose]();
  }
}

/**
 * Plans, makes and reports one run. Modules are loaded in the order in which they are needed: a run without stale
 * targets loads no rendering code, and the browser starts while that code is loaded.
 */
async function runOnce(session: Session, force: boolean): Promise<number> {
  const { options, environment, out, reporter, printer, queue, concurrency } = session;
  const look = await readLook(options, environment);
  for (const warning of look.warnings) reporter.note(formatProblem(warning));
  const wanted = { ...session.wanted, formats: session.wanted.formats ?? look.formats ?? DEFAULT_FORMATS };
  const prints = isPrinted(wanted.formats);
  // A run whose documents are made by workers needs a browser late, if at all.
  const warms = prints && !queue;
  // A single profile gains nothing from threads: nothing is printed while it is finished, and a thread is slow to
  // start.
  await using finisher =
    wanted.named.length === 1 ? undefined : new FinisherThreads(environment.finisher, Math.ceil(concurrency / 4));
  const start = async () => {
    printer.warm();
    await loadPuppeteer();
    finisher?.warm();
  };
  // Without records of an earlier run, everything has to be made, regardless of the plan.
  if (warms && (force || !existsSync(join(out, CACHE_PATH)))) await start();

  const { request, checklist } = await makeRequest(wanted, options, look, environment, out, queue !== undefined);
  await using output = await Output.open(out, process.pid);
  const themes = await openThemes(options, environment);
  const plan = await makePlan(session, request, output, themes, force, warms);
  if (options.explain) explainPlan(plan, reporter);
  const { keys } = request.blind;
  const { asOf, brand } = request;
  const pageRun = { plan, output, keys, asOf, brand, printer: prints ? printer : undefined, pages: concurrency };
  // Private details must never appear on the page.
  const page = options.private ? undefined : await openPage(pageRun, environment);
  const unread = await judgeUnchanged(plan, request, environment, themes);
  const { idleReport } = await import('../pipeline/prune.js');
  const idle = await idleReport(plan, request);
  idle?.failures.push(...unread);
  const stalePage = idle && (await page?.findStale());
  if (options.explain && stalePage) reporter.note(`the download page is stale: ${stalePage}`);
  if (idle && stalePage === undefined) return reporter.summary(idle);

  if (!plan.isDone && warms) await start();
  const [{ build }, loaded] = await Promise.all([
    import('../pipeline/run.js'),
    loadServices(printer, environment, finisher, themes),
  ]);
  const services = { ...loaded, asOf: request.asOf, brand: request.brand };
  if (options.template) await (await import('../document/resume.js')).chooseTheme(options.template, services);
  await using maker = queue && !idle ? await openMaker(queue, options, services, environment, reporter) : undefined;
  // By default, V8 lets garbage grow in proportion to the records of thousands of profiles, up to three times as much.
  if (plan.profiles.length > MANY) setFlagsFromString('--heap-growing-percent=50');
  const result = await build(request, plan, { ...services, maker }, output, reporter);
  // Idle threads hold memory that the page can use.
  void finisher?.[Symbol.asyncDispose]();
  if (checklist) await checklist.save();
  const site = await makePage(session, page, result);
  const { report } = result;
  report.failures.push(...unread);
  return reporter.summary({ ...report, warnings: [...report.warnings, ...(site?.warnings ?? [])] }, site);
}

async function openThemes(options: RunOptions, environment: Environment): Promise<ThemeStore> {
  const { ThemeStore } = await import('../themes/store.js');
  const { nodeProgram: node, themeChild: child, platform, signal, cwd: folder } = environment;
  return new ThemeStore({ folder, isPrivate: options.private === true, node, child, platform, signal });
}

async function makePlan(
  { options, environment, printer }: Session,
  request: BuildRequest,
  output: Output,
  themes: ThemeStore,
  force: boolean,
  warms: boolean,
): Promise<Plan> {
  const [{ planRun }, { identify }] = await Promise.all([import('../pipeline/plan.js'), import('./services.js')]);
  const theme = (name: string) => themes.digest(name);
  const ground = { templates: templateFolders(environment), packageFolder: environment.packageFolder, theme };
  const begin = () => {
    if (warms) printer.warm();
  };
  return planRun(request, output, ground, await identify({ browser: options.browser, force }, environment), begin);
}

/** The failures of PDFs that are up to date and that `--ats-gate` refuses. */
async function judgeUnchanged(plan: Plan, request: BuildRequest, environment: Environment, themes: ThemeStore) {
  const { atsGate } = request;
  if (atsGate === undefined || plan.upToDate.size === 0) return [];
  const [{ judgeUnchanged }, { TemplateStore }] = await Promise.all([
    import('../pipeline/judge-unchanged.js'),
    import('../template/store.js'),
  ]);
  const templates = new TemplateStore(templateFolders(environment), loadShipped);
  return judgeUnchanged(plan, { ...request, atsGate }, { templates, themes, asOf: request.asOf });
}

/** Prints for each profile and packet whether it is stale, and why. */
function explainPlan({ stale, upToDate }: Plan, { note }: Reporter): void {
  for (const [{ path }, reason] of stale) note(`${path} is stale: ${reason}`);
  for (const { path } of upToDate) note(`${path} is up to date`);
}

/** Makes the page. If that fails, the rest of the run is still reported. */
async function makePage(
  { environment, out }: Session,
  page: PageTarget | undefined,
  { report, commit }: Built,
): Promise<PageReport | undefined> {
  try {
    return await page?.make(commit);
  } catch (error) {
    if (!(error instanceof DossierError) || environment.signal.aborted) throw error;
    report.failures.push({ source: join(relative(environment.cwd, out), 'index.html'), error });
    return undefined;
  }
}

async function openMaker(
  queue: string,
  options: RunOptions,
  services: Services,
  environment: Environment,
  { note }: Reporter,
) {
  const { openProducer } = await import('./queue.js');
  return openProducer(queue, options, services, environment, note);
}
