import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { homedir } from 'node:os';
import { basename, dirname, extname } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Services } from '../document/model.js';
import { type NamedBytes, type OpenedProfile, openProfile } from '../document/open-profile.js';
import { DossierError } from '../errors.js';
import { cacheFolder } from '../print/browser-folders.js';
import { findBrowser } from '../print/find.js';
import { launchBrowser } from '../print/launch.js';
import { Printer } from '../print/printer.js';
import { slugOf } from '../profile/names.js';
import { readPdfJs } from '../site/assets.js';
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

function metadataOf({
  date,
  signal,
}: RendererOptions): Pick<Services, 'creator' | 'date' | 'asOf' | 'signal' | 'pdfJs'> {
  const pdfJs = () => readPdfJs({ moduleFile: (name) => require.resolve(name) });
  return { creator: `Dossier ${version}`, date, asOf: date?.slice(0, 7), signal, pdfJs };
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

/** A file: its path, or its content with the name that messages use. */
export type FileSource = string | { content: string | Uint8Array; file: string };

/**
 * A profile: the path of a YAML or JSON file, the content of one, or the profile as an object (JSON Resume and the keys
 * that Dossier adds). Pictures that a profile names are read only below the folder of the file, or `folder`.
 */
export type ProfileSource = FileSource | { content: string | Uint8Array; file: string; folder: string } | ProfileObject;

/** A profile as an object. */
export interface ProfileObject {
  profile: object;
  /** The folder of the pictures; without it, the profile has none. */
  folder?: string;
}

/**
 * Reads a source.
 *
 * @internal
 * @throws DossierError PROFILE_MISSING if there is no such file, or if it cannot be read
 */
export async function openFile(source: ProfileSource): Promise<NamedBytes> {
  if (typeof source === 'string') {
    const bytes = await readFile(source).catch((cause: NodeJS.ErrnoException) => {
      const message = `cannot read ${source}: ${cause.code === 'ENOENT' ? 'there is no such file' : cause.code}`;
      throw new DossierError('PROFILE_MISSING', message, { hint: 'check the path and its permissions', cause });
    });
    return { bytes, file: source };
  }
  if ('profile' in source) return { bytes: encode(JSON.stringify(source.profile)), file: 'profile.json' };
  return { bytes: encode(source.content), file: source.file };
}

const encode = (text: string | Uint8Array) => (typeof text === 'string' ? new TextEncoder().encode(text) : text);

/**
 * Reads a profile with its pictures, and merges private details.
 *
 * @internal
 * @param templates the names of templates that the profile may use
 * @throws DossierError PROFILE_MISSING, and the errors of `readProfile`
 */
export async function openProfileSource(
  source: ProfileSource,
  details: FileSource | undefined,
  templates: readonly string[],
): Promise<OpenedProfile & { slug: string }> {
  const own = await openFile(source);
  const extra = details === undefined ? undefined : await openFile(details);
  const slug = slugOf(basename(own.file, extname(own.file))) || 'profile';
  return { slug, ...(await openProfile(own, extra, folderOf(source), templates)) };
}

function folderOf(source: ProfileSource): string | undefined {
  if (typeof source === 'string') return dirname(source);
  return 'folder' in source ? source.folder : undefined;
}
