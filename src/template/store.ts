import { readdir } from 'node:fs/promises';
import { DossierError } from '../errors.js';
import { remember } from '../memo.js';
import { nearest } from '../profile/names.js';
import { type Compiled, Compiler, listTemplates, loadTemplate, type Shipped, type Template } from './load.js';

export interface LoadedTemplate {
  template: Template;
  compiled: Compiled;
}

/** A loaded template, or the error that prevented loading. */
type ReadTemplate = { name: string; loaded: LoadedTemplate } | { name: string; error: DossierError };

/** Themes, which can be used in place of a template. */
interface OtherLooks {
  names: readonly string[];
  hint: string;
}

/** The templates of a run; each is read and compiled once, on first use. */
export class TemplateStore {
  readonly #folders: readonly string[];
  readonly #compiler: Compiler;
  readonly #loaded = new Map<string, Promise<LoadedTemplate>>();

  /**
   * @param folders the folders to search; the first that contains a template is used
   * @param shipped the precompiled templates
   */
  constructor(folders: readonly string[], shipped?: () => Promise<Shipped>) {
    this.#folders = folders;
    this.#compiler = new Compiler(shipped);
  }

  /** The names of the résumé templates. */
  async names(): Promise<string[]> {
    return [...new Set((await Promise.all(this.#folders.map(listTemplates))).flat())].sort();
  }

  /**
   * Checks that a résumé template exists.
   *
   * @param others other names that may have been meant, and a hint on how to get more
   * @throws DossierError TEMPLATE_UNKNOWN if there is no such template
   */
  async check(name: string, others?: OtherLooks): Promise<void> {
    if (!(await this.names()).includes(name)) throw await this.#unknown(name, others);
  }

  /** @throws DossierError TEMPLATE_UNKNOWN or TEMPLATE_INVALID */
  get(name: string): Promise<LoadedTemplate> {
    return remember(this.#loaded, name, () => this.#load(name));
  }

  /** Loads every template; a broken one does not prevent loading the others. */
  async all(): Promise<ReadTemplate[]> {
    return Promise.all(
      (await this.names()).map(async (name) => {
        try {
          return { name, loaded: await this.get(name) };
        } catch (error) {
          if (!(error instanceof DossierError)) throw error;
          return { name, error };
        }
      }),
    );
  }

  async #load(name: string): Promise<LoadedTemplate> {
    for (const folder of this.#folders) {
      // The name becomes part of a path, so it must exactly match a folder name.
      if (!(await readdir(folder).catch((): string[] => [])).includes(name)) continue;
      const template = await loadTemplate(folder, name, this.#folders.toReversed());
      return { template, compiled: await this.#compiler.compile(template) };
    }
    throw await this.#unknown(name);
  }

  async #unknown(name: string, { names = [], hint }: Partial<OtherLooks> = {}): Promise<DossierError> {
    const known = await this.names();
    const close = nearest(name, [...known, ...names]);
    return new DossierError('TEMPLATE_UNKNOWN', `there is no template "${name}"`, {
      hint: `${close ? `did you mean ${close}? ` : ''}the templates are ${known.join(', ')}${hint && !close ? `; ${hint}` : ''}`,
    });
  }
}
