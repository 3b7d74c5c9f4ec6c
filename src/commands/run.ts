import { join, relative, resolve } from 'node:path';
import type { BuildRequest } from '../build/build.js';
import { Output } from '../build/output.js';
import { DossierError } from '../errors.js';
import { loadPuppeteer } from '../print/launch.js';
import { blindKeys } from './blind-keys.js';
import { loadKit, openPrinter } from './kit.js';
import { createReporter } from './report.js';
import type { World } from './world.js';

/** The options of every command that renders. */
export interface RunOptions {
  profiles: string;
  template?: string;
  /** Pages to fill. */
  pages?: number;
  out?: string;
  /** Packets are encrypted with it; never printed. */
  password?: string;
  embedSource?: boolean;
  blind?: boolean;
  /** Where the key of blind packets is kept. */
  key?: string;
  private?: boolean;
  concurrency?: number;
  browser?: string;
  requireSandbox?: boolean;
  quiet?: boolean;
  json?: boolean;
}

/** What a command asks to be made. */
export type Wanted = Pick<BuildRequest, 'named' | 'formats' | 'packets' | 'variants'>;

/** Makes what is wanted in the output folder and reports it; gives the exit status. */
export async function runBuild(wanted: Wanted, options: RunOptions, world: World): Promise<number> {
  const out = resolve(world.cwd, options.out ?? (options.private ? 'out-private' : 'out'));
  const reporter = createReporter(options, world, out);
  const concurrency = options.concurrency ?? world.cores;
  const { browser, requireSandbox } = options;
  const printer = openPrinter({ browser, requireSandbox, width: concurrency }, world, reporter);
  const stop = () => void printer.kill();
  world.signal.addEventListener('abort', stop, { once: true });
  try {
    // The browser starts, in a process of its own, while the rest of this program is loaded.
    if (wanted.formats.includes('pdf')) {
      printer.warm();
      await loadPuppeteer();
    }
    const [{ build }, kit] = await Promise.all([import('../build/build.js'), loadKit(printer, world)]);
    if (options.template) await kit.templates.check(options.template);
    const profiles = relative(world.cwd, resolve(world.cwd, options.profiles)) || '.';
    const request = {
      ...wanted,
      profiles,
      overlays: options.private ? join(profiles, 'private') : undefined,
      template: options.template,
      pages: options.pages,
      embedSource: options.embedSource,
      password: options.password || world.env.DOSSIER_PASSWORD || undefined,
      concurrency,
    };
    const keys = await blindKeys(options.key, out, world);
    const report = await build(
      { ...request, blind: { all: options.blind === true, ...keys.run } },
      kit,
      new Output(out),
      reporter,
    );
    await keys.save();
    return reporter.summary(report);
  } catch (error) {
    if (world.signal.aborted)
      throw new DossierError('ABORTED', 'the run was stopped; what was written is whole', { cause: error });
    throw error;
  } finally {
    world.signal.removeEventListener('abort', stop);
    await printer[Symbol.asyncDispose]();
  }
}
