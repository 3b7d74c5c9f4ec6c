import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DossierError } from '../errors.js';
import { remember } from '../memo.js';
import { findTheme, listThemes, packageOf, shortOf, type Theme } from './find.js';
import { readOptions, type ThemePaper } from './options.js';
import { runTheme, type ThemeProgram } from './process.js';
import { type SealedPage, sealPage } from './seal.js';

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
