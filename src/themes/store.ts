import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { DossierError } from '../errors.js';
import { remember } from '../memo.js';
import { findTheme, listThemes, packageOf, shortOf, type Theme } from './find.js';
import { runTheme, type ThemeProgram } from './process.js';

/** A page rendered by a theme. */
export interface ThemedPage extends SealedPage {
  /** The theme's print settings. */
  paper: ThemePaper;
  /** The names of unsupported settings. */
  ignored: string[];
}

interface ThemeSource extends ThemeProgram {
  /** The folder for which themes are installed. */
  folder: string;
  /** `true` if the run merges private details, which are never passed to a theme. */
  isPrivate: boolean;
}

/** The JSON Resume themes that are installed for a folder. */
export class ThemeStore {
  readonly #source: ThemeSource;
  readonly #found = new Map<string, Promise<Theme | undefined>>();
  readonly #digests = new Map<string, Promise<string | undefined>>();
  readonly #said = new Set<string>();

  constructor(source: ThemeSource) {
    this.#source = source;
  }

  /** Returns the package names of all themes. */
  names(): Promise<string[]> {
    return listThemes(this.#source.folder);
  }

  /**
   * Finds a theme by its package name, or by that name without `jsonresume-theme-`; undefined if it is not installed.
   *
   * @throws DossierError USAGE in a run with private details
   */
  async find(name: string): Promise<Theme | undefined> {
    const theme = await remember(this.#found, name, () => findTheme(name, this.#source.folder));
    if (!theme || !this.#source.isPrivate) return theme;
    throw new DossierError('USAGE', `private details are not passed to the theme ${theme.name}`, {
      hint: 'remove --private, or use one of the templates',
    });
  }

  /** Returns the names of installed themes, and a hint on how to install another one. */
  async looks(name: string): Promise<{ names: string[]; hint: string }> {
    const installed = await this.names();
    const wanted = packageOf(name);
    const hints = [
      ...(wanted ? [`to install a JSON Resume theme: npm install ${wanted}`] : []),
      ...(installed.length > 0 ? [`installed themes are ${installed.join(', ')}`] : []),
    ];
    return { names: [...installed.map(shortOf), ...installed], hint: hints.join('; ') };
  }

  /** @throws DossierError THEME_FAILED or ABORTED */
  async render(theme: Theme, resume: object): Promise<ThemedPage> {
    const { html, options } = await runTheme(theme, resume, this.#source);
    return { ...sealPage(html), ...readOptions(options) };
  }

  /** Returns the messages not yet reported for a theme in this run, because every résumé would repeat them. */
  news({ name }: Theme, things: readonly string[]): string[] {
    const fresh = [...new Set(things)].filter((thing) => !this.#said.has(`${name} ${thing}`));
    for (const thing of fresh) this.#said.add(`${name} ${thing}`);
    return fresh;
  }

  /** Returns the digest of a theme's files and of the packages installed with it; undefined if it is not installed. */
  digest(name: string): Promise<string | undefined> {
    return remember(this.#digests, name, async () => {
      const theme = await findTheme(name, this.#source.folder);
      return theme && digestOf(theme);
    });
  }
}

async function digestOf({ name, folder, modules }: Theme): Promise<string> {
  const hash = createHash('sha256').update(name);
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  // The lists of installed packages that npm and pnpm write.
  const locks = modules.flatMap((each) => [join(each, '.package-lock.json'), join(each, '.modules.yaml')]);
  for (const file of [...files.sort(), ...locks]) {
    const bytes = await readFile(file).catch(() => undefined);
    if (bytes) hash.update(`${file} ${bytes.length} `).update(bytes);
  }
  return hash.digest('base64url');
}

const FORMATS = ['letter', 'legal', 'tabloid', 'ledger', 'a0', 'a1', 'a2', 'a3', 'a4', 'a5', 'a6'] as const;

/** A length, in pixels if it has no unit; at most about five metres. */
const length = z.union([
  z.number().min(0).max(20_000),
  z
    .string()
    .regex(/^\d{1,4}(\.\d+)?\s*(px|in|cm|mm)?$/)
    .transform((text) => text.replace(/\s/g, '')),
]);

/** The length of a side of the paper: greater than zero. */
const side = length.refine((value) => Number.parseFloat(String(value)) > 0);

const fields = {
  format: z
    .string()
    .transform((text) => text.toLowerCase())
    .pipe(z.enum(FORMATS)),
  width: side,
  height: side,
  landscape: z.boolean(),
  margin: z.object({ top: length, right: length, bottom: length, left: length }).partial(),
  mediaType: z.enum(['screen', 'print']),
  scale: z.number().min(0.1).max(2),
  printBackground: z.boolean(),
  preferCSSPageSize: z.boolean(),
} as const;

/** A theme's print settings, limited to those that are supported. */
export type ThemePaper = { [Key in keyof typeof fields]?: z.output<(typeof fields)[Key]> };

/** Splits a theme's `pdfRenderOptions` into the supported settings and the names of the others. */
export function readOptions(given: unknown): { paper: ThemePaper; ignored: string[] } {
  const paper: Record<string, unknown> = {};
  const ignored: string[] = [];
  for (const [key, value] of Object.entries(typeof given === 'object' && given !== null ? given : {})) {
    const field = Object.hasOwn(fields, key) ? fields[key as keyof typeof fields] : undefined;
    const read = field?.safeParse(value);
    if (read?.success) paper[key] = read.data;
    else ignored.push(key);
  }
  return { paper: paper as ThemePaper, ignored };
}

/**
 * The policy of a theme's page: it loads and runs nothing, wherever it is opened, because its content may be untrusted.
 */
const POLICY =
  "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'; font-src data:; img-src data:; form-action 'none'; base-uri 'none'\"><meta charset=\"utf-8\">";

/** The allowed content before the root element; comments end in every way that browsers accept. */
const PROLOGUE = /^\s*(?:<!--(?:-?>|(?!-?>)(?:(?!--!?>).)*--!?>)\s*)*<!doctype[^>]*>/is;

/**
 * The positions at which an attribute name can occur: after a space, a slash or a quoted value. A `>` without a quote
 * or a tag after it has ended its tag, so text about attributes is unchanged. Each position is examined without its
 * context, because apparent comments and values may not be real.
 */
const PLACE = String.raw`(?<=[\s/"'])(?<!>[^<>"']{0,300})`;

/** Attributes that no page needs: they redirect, embed a page, or change other attributes. */
const NEVER = new RegExp(String.raw`${PLACE}(?:http-equiv|srcdoc|attributename)(?=\s*=)`, 'gi');

/** Addresses other than web, mail and telephone addresses, fragments of the page itself, and embedded pictures. */
const ADDRESS = new RegExp(
  String.raw`${PLACE}(?:xlink:href|href|srcset|src|formaction|action|poster|background)(?=\s*=(?!\s*["']?[\t\n\f\r ]*(?:https?:|mailto:|tel:|#|data:image\/(?:png|jpeg|gif|webp|avif|svg\+xml)[;,]))\s*("[^"]{0,300}|'[^']{0,300}|[^\s"'>][^\s>]{0,300})?)`,
  'gi',
);

/** The prefix that disables such an attribute, because browsers ignore the new name. */
const REFUSED = 'data-refused-';

/** A page that is safe to open. */
export interface SealedPage {
  html: string;
  /** Addresses that were removed from its links and pictures. */
  refused: string[];
}

/**
 * Puts the policy before all other content, where it cannot be parsed as text or a comment, and disables addresses and
 * refreshes that no policy blocks.
 */
export function sealPage(html: string): SealedPage {
  const refused = new Set<string>();
  const safe = html
    .replace(NEVER, (name) => REFUSED + name)
    .replace(ADDRESS, (name: string, value = '') => {
      const address = value.replace(/^["']/, '').trim();
      if (address) refused.add(address);
      return REFUSED + name;
    });
  const [prologue = ''] = PROLOGUE.exec(safe) ?? [];
  return { html: `${prologue || '<!doctype html>'}${POLICY}${safe.slice(prologue.length)}`, refused: [...refused] };
}
