import { relative, resolve } from 'node:path';
import { styleText } from 'node:util';
import { describePages, queryOf, type ViewNews } from '../dev/protocol.js';
import { serveDev } from '../dev/server.js';
import { readAssets } from '../dev/site.js';
import type { Project } from '../dev/view.js';
import { Burst, watchFolders } from '../dev/watch.js';
import { CODES, DossierError, formatError, formatProblem, type Problem } from '../errors.js';
import { choose, discover, overlayFolder } from '../pipeline/discover.js';
import { resolveNames } from '../pipeline/selection.js';
import { loadPuppeteer } from '../print/launch.js';
import { TemplateStore } from '../template/store.js';
import { type Environment, untilStopped } from './environment.js';
import { lookFiles, readLook } from './look.js';
import type { LookOptions } from './look-options.js';
import { asOfOf, loadServices, openPrinter, templateFolders } from './services.js';

interface DevOptions extends LookOptions {
  profiles: string;
  template?: string;
  variant?: string;
  private?: boolean;
  port?: number;
  browser?: string;
  requireSandbox?: boolean;
}

/** The number of browser pages. Each open Dossier page shows one résumé, and there are seldom more than two of them. */
const WIDTH = 2;

/** `dossier dev`: serves a live preview of a résumé until stopped. */
export async function dev(named: string | undefined, options: DevOptions, environment: Environment): Promise<number> {
  const news = { note: (message: string) => environment.err(`${message}\n`), downloading: () => undefined };
  const { browser, requireSandbox } = options;
  const printer = openPrinter({ browser, requireSandbox, width: WIDTH }, environment, news);
  // Closing the browser ends the current drawing. If it were killed while it opens pages, the drawing would hang.
  const stop = () => void printer[Symbol.asyncDispose]();
  environment.signal.addEventListener('abort', stop, { once: true });
  try {
    printer.warm();
    // Later failures are shown in the page. Without a sandbox for untrusted data, however, the command must not start.
    if (requireSandbox) await printer.about();
    await loadPuppeteer();
    const services = { ...(await loadServices(printer, environment)), asOf: asOfOf({}, environment) };
    const profiles = relative(environment.cwd, resolve(environment.cwd, options.profiles)) || '.';
    const { slugs, files, notes } = await resolveNames(named === undefined ? [] : [named], {
      ...environment,
      profiles,
    });
    for (const note of notes) news.note(note);
    const found = await discover(profiles, files);
    const [first] = slugs.length === 0 ? found.profiles : choose(found.profiles, slugs);
    const project: Project = {
      profiles,
      files,
      overlays: options.private ? overlayFolder(profiles) : undefined,
      settings: await lookFiles(environment),
      look: () => readLook(options, environment),
    };
    // A mistake in an option is reported now, and not on every page.
    await readLook(options, environment);
    if (options.template) await services.templates.check(options.template);
    const templates = templateFolders(environment);
    await using server = await serveDev(
      {
        project,
        templates,
        port: options.port,
      },
      {
        services,
        openTemplates: () => new TemplateStore(templates),
        assets: await readAssets(environment),
        watch: watchFolders,
        now: () => performance.now(),
        report: createReport(environment),
        note: createNote(environment),
        fail: (error) =>
          environment.err(`${styleProblem(environment, 'red', `cannot watch files: ${error.message}`)}\n`),
      },
    );
    const { template = '', variant = '' } = options;
    environment.out(`${server.url}${queryOf({ profile: first?.slug ?? '', template, variant })}\n`);
    environment.err(`watching ${watchedNames(project)} and templates; press Ctrl-C to stop\n`);
    await untilStopped(environment.signal);
  } finally {
    environment.signal.removeEventListener('abort', stop);
    await printer[Symbol.asyncDispose]();
  }
  return CODES.ABORTED.exit;
}

/**
 * Prints one line for each drawn picture. Errors and warnings look as in other commands; warnings are printed only when
 * they change.
 */
function createReport(environment: Environment): (news: ViewNews, error?: unknown) => void {
  const known = new Map<string, string>();
  return (news, error) => {
    if (environment.signal.aborted) return;
    if (error !== undefined) {
      const text = error instanceof DossierError ? formatError(error) : ((error as Error).stack ?? String(error));
      environment.err(`${styleProblem(environment, 'red', text)}\n`);
      return;
    }
    const { choice, picture, changed, ms } = news;
    if (!picture) return;
    const files = changed.map((path) => relative(environment.cwd, resolve(environment.cwd, path)));
    const what = [choice.profile, choice.variant, picture.template].filter((word) => word !== '').join(', ');
    environment.out(
      `${files.length > 0 ? `${files.join(', ')} changed: ` : ''}${what}, ${describePages(picture)}, ${ms} ms\n`,
    );
    const warnings = picture.warnings.map(formatProblem).join('\n');
    const key = queryOf(choice);
    if (warnings !== '' && known.get(key) !== warnings)
      environment.err(`${styleProblem(environment, 'yellow', warnings)}\n`);
    known.set(key, warnings);
  };
}

/** Prints problems of the folder as a whole, once and again whenever they change. */
function createNote(environment: Environment): (notes: readonly Problem[]) => void {
  let known = '';
  return (notes) => {
    const text = notes.map(formatProblem).join('\n');
    if (text !== '' && text !== known && !environment.signal.aborted)
      environment.err(`${styleProblem(environment, 'yellow', text)}\n`);
    known = text;
  };
}

function styleProblem(environment: Environment, color: 'red' | 'yellow', text: string): string {
  return environment.isTerminal ? styleText(color, text) : text;
}

/**
 * Repeats a run whenever profiles, packets or templates change, until stopped. An error is reported, and the next
 * change starts another run.
 *
 * @param run makes the stale targets
 */
export async function watchAndRepeat(
  folders: Project,
  run: () => Promise<number>,
  environment: Environment,
): Promise<number> {
  let running: Promise<void> | undefined;
  let again = false;
  const repeat = async (): Promise<void> => {
    do {
      again = false;
      try {
        await run();
      } catch (error) {
        if (environment.signal.aborted) return;
        if (!(error instanceof DossierError)) throw error;
        environment.err(`${formatError(error)}\n`);
      }
    } while (again && !environment.signal.aborted);
    running = undefined;
  };
  return new Promise<number>((resolve, reject) => {
    const burst = new Burst<unknown>(
      () => {
        // A change during a run is handled by the next run.
        if (running) again = true;
        else running = repeat().catch(reject);
      },
      () => performance.now(),
    );
    const watcher = watchFolders(
      { ...folders, templates: templateFolders(environment), packets: true },
      (change) => burst.add(change),
      reject,
    );
    const end = async () => {
      burst.close();
      await running;
      await (await watcher)[Symbol.asyncDispose]();
      resolve(CODES.ABORTED.exit);
    };
    watcher.then(
      () => environment.err(`watching ${watchedNames(folders)} and templates; press Ctrl-C to stop\n`),
      reject,
    );
    if (environment.signal.aborted) void end();
    else environment.signal.addEventListener('abort', () => void end(), { once: true });
  });
}

/** The folder and the files that are watched, for a message. */
export function watchedNames({ profiles, files = [] }: Project): string {
  return files.length > 0 ? files.map(({ path }) => path).join(', ') : profiles;
}
