import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DossierError } from '../errors.js';
import { remember } from '../memo.js';
import { findTheme, listThemes, packageOf, shortOf, type Theme } from './find.js';
import { readOptions, type ThemePaper } from './options.js';
import { runTheme, type ThemeProgram } from './process.js';
import { type SealedPage, sealPage } from './seal.js';

/** A page that a theme made. */
export interface ThemedPage extends SealedPage {
  /** How the theme wants it printed. */
  paper: ThemePaper;
  /** Wishes that are not heeded. */
  ignored: string[];
}

interface ThemeSource extends ThemeProgram {
  /** The folder for which themes are installed. */
  folder: string;
  /** Whether the run merges private details, which no theme gets to see. */
  isPrivate: boolean;
}

/** The themes of JSON Resume that are installed where a command runs. */
export class ThemeStore {
  readonly #source: ThemeSource;
  readonly #found = new Map<string, Promise<Theme | undefined>>();
  readonly #digests = new Map<string, Promise<string | undefined>>();
  readonly #said = new Set<string>();

  constructor(source: ThemeSource) {
    this.#source = source;
  }

  /** The packages of all of them. */
  names(): Promise<string[]> {
    return listThemes(this.#source.folder);
  }

  /**
   * A theme by the name of its package or by what follows `jsonresume-theme-`; undefined where there is none.
   *
   * @throws DossierError USAGE in a run with private details
   */
  async find(name: string): Promise<Theme | undefined> {
    const theme = await remember(this.#found, name, () => findTheme(name, this.#source.folder));
    if (!theme || !this.#source.isPrivate) return theme;
    throw new DossierError('USAGE', `private details are not given to the theme ${theme.name}`, {
      hint: 'leave --private out, or use one of the templates',
    });
  }

  /** The names by which installed themes are asked for, and how to get another one. */
  async looks(name: string): Promise<{ names: string[]; hint: string }> {
    const installed = await this.names();
    const wanted = packageOf(name);
    const hints = [
      ...(wanted ? [`for a theme of JSON Resume: npm install ${wanted}`] : []),
      ...(installed.length > 0 ? [`installed themes are ${installed.join(', ')}`] : []),
    ];
    return { names: [...installed.map(shortOf), ...installed], hint: hints.join('; ') };
  }

  /** @throws DossierError THEME_FAILED or ABORTED */
  async render(theme: Theme, resume: object): Promise<ThemedPage> {
    const { html, options } = await runTheme(theme, resume, this.#source);
    return { ...sealPage(html), ...readOptions(options) };
  }

  /** Those of several things that this run has not said of a theme yet: every résumé in it would say the same. */
  news({ name }: Theme, things: readonly string[]): string[] {
    const fresh = [...new Set(things)].filter((thing) => !this.#said.has(`${name} ${thing}`));
    for (const thing of fresh) this.#said.add(`${name} ${thing}`);
    return fresh;
  }

  /** Of all that a theme is: its files, and the packages that are installed with it; undefined where it is none. */
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
  // What npm and pnpm say that they have installed.
  const locks = modules.flatMap((each) => [join(each, '.package-lock.json'), join(each, '.modules.yaml')]);
  for (const file of [...files.sort(), ...locks]) {
    const bytes = await readFile(file).catch(() => undefined);
    if (bytes) hash.update(`${file} ${bytes.length} `).update(bytes);
  }
  return hash.digest('base64url');
}
