import { createRequire } from 'node:module';
import { homedir } from 'node:os';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Services } from '../document/model.js';
import { cacheFolder } from '../print/environment.js';
import { findBrowser } from '../print/find.js';
import { launchBrowser } from '../print/launch.js';
import { Printer } from '../print/printer.js';
import { readPdfJs } from '../site/places.js';
import { FontLibrary } from '../template/fonts.js';
import { TemplateStore } from '../template/store.js';

/** Options of a renderer. */
export interface RendererOptions {
  /** The path of Chromium or Chrome; if absent, a browser is searched for as on the command line. */
  browser?: string;
  /** `true` to fail if the browser would run without its sandbox. */
  requireSandbox?: boolean;
  /** Folders with templates, searched in order before the templates of the package. */
  templates?: readonly string[];
  /** The maximum number of documents printed at once; 2 if absent. */
  concurrency?: number;
  /** The date of documents whose profile has none (ISO 8601); it is written to metadata. No date if absent. */
  date?: string;
  /** Stops all work when it is aborted; pending calls then reject with the code ABORTED. */
  signal?: AbortSignal;
  /** The environment variables used to find and start the browser; those of this process if absent. */
  env?: Readonly<Record<string, string | undefined>>;
  /** Receives notes, for example while a browser is downloaded. */
  onMessage?(message: string): void;
}

/** A browser, fonts and templates that many calls share. The browser starts with the first document. */
export interface Renderer extends AsyncDisposable {
  /** Closes the browser; pending calls reject with the code ABORTED. */
  close(): Promise<void>;
}

const require = createRequire(import.meta.url);
const { version } = require('../../package.json') as { version: string };

const SHIPPED_TEMPLATES = fileURLToPath(new URL('../../templates', import.meta.url));

/** The services behind each renderer, which are not part of the public interface. */
const services = new WeakMap<Renderer, Services>();

/** Creates a renderer. Close it with `close()` or `await using`. */
export async function createRenderer(options: RendererOptions = {}): Promise<Renderer> {
  const printer = new Printer({ width: options.concurrency ?? 2, launch: () => launch(options) });
  const close = () => printer[Symbol.asyncDispose]();
  const renderer: Renderer = { close, [Symbol.asyncDispose]: close };
  services.set(renderer, { ...resourcesOf(options.templates), printer, ...metadataOf(options) });
  return renderer;
}

/**
 * The services of a renderer.
 *
 * @internal
 */
export function servicesOf(renderer: Renderer): Services {
  const found = services.get(renderer);
  if (!found) throw new TypeError('the renderer must come from createRenderer');
  return found;
}

/**
 * Runs work with the given renderer, or with one that is created for this work and closed afterwards.
 *
 * @internal
 */
export async function withRenderer<T>(
  renderer: Renderer | undefined,
  work: (services: Services) => Promise<T>,
): Promise<T> {
  if (renderer) return work(servicesOf(renderer));
  const own = await createRenderer();
  try {
    return await work(servicesOf(own));
  } finally {
    await own.close();
  }
}

/**
 * The templates and fonts, which need no browser.
 *
 * @internal
 */
export function resourcesOf(templates: readonly string[] = []): Pick<Services, 'templates' | 'fonts'> {
  return {
    templates: new TemplateStore([...templates, SHIPPED_TEMPLATES]),
    fonts: new FontLibrary((name) => dirname(require.resolve(`${name}/unicode.json`))),
  };
}

function metadataOf({ date, signal }: RendererOptions): Pick<Services, 'creator' | 'date' | 'signal' | 'pdfJs'> {
  const pdfJs = () => readPdfJs({ moduleFile: (name) => require.resolve(name) });
  return { creator: `Dossier ${version}`, date, signal, pdfJs };
}

async function launch({ browser, requireSandbox, env = process.env, onMessage }: RendererOptions) {
  const machine = { env, platform: process.platform, arch: process.arch, home: env.HOME ?? homedir() };
  const announce = onMessage ?? (() => undefined);
  const found = await findBrowser(browser, {
    ...machine,
    cache: cacheFolder(machine),
    announce,
    downloading: () => undefined,
  });
  return launchBrowser(found, env, process.getuid?.() === 0, requireSandbox);
}
