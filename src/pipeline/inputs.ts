import { createHash, hash } from 'node:crypto';
import { readdir, readFile, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { DossierError } from '../errors.js';
import { once, remember } from '../memo.js';
import { type Refusal, readContained } from '../profile/limits.js';
import { type FontVersions, fontVersions } from '../template/font-packages.js';
import { allScriptPackages, EMOJI_FONT, FALLBACKS } from '../template/scripts.js';
import type { SourceFile } from './discover.js';

/** The inputs of a run other than its sources. */
export interface Ground {
  /** The template folders; earlier ones take precedence. */
  templates: readonly string[];
  /** Returns the folder of an npm package. */
  packageFolder(name: string): string;
  /** Returns the digest of a JSON Resume theme; undefined if there is no theme of that name. */
  theme?(name: string): Promise<string | undefined>;
}

/** Reads files that many targets depend on, each of them once: templates, themes and fonts. */
export class InputFiles {
  readonly #ground: Ground;
  readonly #bundles = new Map<string, Promise<string>>();
  readonly #versions: FontVersions;
  #scripts: Promise<string> | undefined;
  /** The partials of all template folders. */
  readonly #partials: () => Promise<TemplateFile[][]>;

  constructor(ground: Ground) {
    this.#ground = ground;
    this.#versions = fontVersions(ground.packageFolder);
    this.#partials = once(() => Promise.all(ground.templates.map((folder) => filesOf(join(folder, 'partials')))));
  }

  /** Computes the digests of all templates in advance, so that files rendered later are at least as new. */
  async prepare(): Promise<void> {
    const entries = await Promise.all(
      this.#ground.templates.map((folder) => readdir(folder, { withFileTypes: true }).catch(() => [])),
    );
    const names = entries.flat().filter((entry) => entry.isDirectory());
    await Promise.all(names.map((entry) => this.template(entry.name)));
  }

  /**
   * The digest of a template: its files, the partials of every folder, and the versions of its fonts and their
   * fallbacks.
   */
  template(name: string): Promise<string> {
    return remember(this.#bundles, name, () => this.#readBundle(name));
  }

  async #readBundle(name: string): Promise<string> {
    const folders = this.#ground.templates;
    const found = await Promise.all(folders.map((folder) => filesOf(join(folder, name))));
    const partials = await this.#partials();
    const template = found.find((files) => files.length > 0);
    const theme = template ? undefined : await this.#ground.theme?.(name);
    const parts = [...(template ?? []), ...partials.flat()];
    const yaml = parts.find(([path]) => path.endsWith('template.yaml'))?.[1].toString('utf8') ?? '';
    const own = [...yaml.matchAll(/package:\s*["']?([@\w/.-]+)/g)].map(([, font]) => font ?? '');
    const packages = [...own, ...[...FALLBACKS, EMOJI_FONT].map((font) => font.package)];
    const versions = await this.#versionsOf(packages);
    return digestOf(...(theme ? [theme] : []), ...parts.flat(), ...versions);
  }

  /**
   * The versions of the fonts for other scripts; empty if no text needs one, since looking them all up takes a while.
   * All of them count, because a newly installed font may replace another.
   */
  scripts(texts: readonly Uint8Array[]): string | Promise<string> {
    if (!texts.some(mayNeedScript)) return '';
    this.#scripts ??= this.#versionsOf(allScriptPackages()).then((versions) => digestOf(...versions));
    return this.#scripts;
  }

  /** The versions of font packages; empty if there are none. */
  fonts(packages: readonly string[]): string | Promise<string> {
    return packages.length === 0 ? '' : this.#versionsOf(packages).then((versions) => digestOf(...versions));
  }

  async #versionsOf(packages: readonly string[]): Promise<string[]> {
    const versions = await this.#versions(packages);
    return packages.map((name) => `${name} ${versions[name]}`);
  }
}

/**
 * `true` if a text has letters beyond Latin, Greek and Cyrillic, or may name a language that is written in such
 * letters.
 */
function mayNeedScript(text: Uint8Array): boolean {
  // A regular expression over Latin-1 is several times faster than a loop over the bytes of thousands of profiles.
  const latin1 = Buffer.from(text.buffer, text.byteOffset, text.byteLength).toString('latin1');
  // In UTF-8 these letters begin with U+0580 and its first byte; E2 begins punctuation and symbols.
  return /[\xd6-\xe1\xe3-\xff]/.test(latin1) || /\\u|locale\W+(?!(de|en|es|fr|it|nl|pt|ru)\b)[a-z]{2}/i.test(latin1);
}

/** A file's name and its bytes. */
type TemplateFile = [string, Buffer];

/** The files of a template folder, sorted by name; empty if there is no such folder. */
async function filesOf(folder: string): Promise<TemplateFile[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  const names = entries
    .filter((entry) => entry.isFile() && /\.(hbs|css|yaml)$/.test(entry.name))
    .map((entry) => entry.name)
    .sort();
  return Promise.all(names.map(async (name): Promise<TemplateFile> => [name, await readFile(join(folder, name))]));
}

/** The identity of a program file: its path, size and modification time. */
export async function identityOf(file: string): Promise<string> {
  const { size, mtimeMs } = await stat(file);
  return `${file} ${size} ${mtimeMs}`;
}

/**
 * The digest of compiled code by its content, not its version. The names of loaded modules contain content hashes, so
 * the entry files identify everything they load.
 */
export async function ofCode(entries: readonly string[]): Promise<string> {
  return digestOf(...(await Promise.all(entries.map((file) => readFile(file)))));
}

/** The maximum size of an attached PDF, in bytes. */
export const ATTACHMENT_LIMIT = 50 * 1024 * 1024;

const UNBOUND: Readonly<Record<Refusal, [(file: string) => string, hint: string]>> = {
  missing: [(file) => `there is no file ${file}`, 'put it in the folder of the packet file or in a subfolder'],
  outside: [(file) => `${file} is not inside the folder of the packet files`, 'copy it to that folder'],
  'no file': [
    (file) => `${file} is not a regular file`,
    'use a PDF in the folder of the packet file or in a subfolder',
  ],
  unreadable: [(file) => `${file} cannot be read`, "check the file's permissions"],
  'too large': [
    (file) => `${file} is larger than ${ATTACHMENT_LIMIT / 1024 / 1024} MB`,
    'save it with smaller pictures',
  ],
};

/**
 * Reads a PDF named in a packet file. It must be in the folder of the packet files, with links followed.
 *
 * @throws DossierError PACKET_INVALID
 */
export async function readAttachment(source: SourceFile, file: string): Promise<Buffer> {
  const bytes = await readContained(dirname(source.path), file, ATTACHMENT_LIMIT);
  if (typeof bytes !== 'string') return bytes;
  const [message, hint] = UNBOUND[bytes];
  throw new DossierError('PACKET_INVALID', message(file), { hint });
}

/**
 * The SHA-256 digest of a list of parts, as base64url; empty for an empty list. Each part is prefixed with its length,
 * so that different lists of parts give different digests.
 */
export function digestOf(...parts: readonly (string | Uint8Array)[]): string {
  if (parts.length === 0) return '';
  // For short texts, of which there are thousands, one call is several times faster than a stream.
  if (parts.every((part) => typeof part === 'string'))
    return hash('sha256', parts.map((part) => `${part.length} ${part}`).join(''), 'base64url');
  const stream = createHash('sha256');
  for (const part of parts) {
    stream.update(`${part.length} `);
    stream.update(part);
  }
  return stream.digest('base64url');
}
