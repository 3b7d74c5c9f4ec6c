import { readdir } from 'node:fs/promises';
import { DossierError } from '../errors.js';
import { remember } from '../memo.js';
import { nearest } from '../profile/names.js';
import { type Compiled, Compiler, type Shipped } from './compile.js';
import { listTemplates, loadTemplate, type Template } from './load.js';

export interface LoadedTemplate {
  template: Template;
  compiled: Compiled;
}

/** A template that was read, or why it cannot be. */
type ReadTemplate = { name: string; loaded: LoadedTemplate } | { name: string; error: DossierError };

/** What there is beside templates that gives a résumé its look. */
interface OtherLooks {
  names: readonly string[];
  hint: string;
}

/** The templates of a run: each is read and compiled once, when it is first asked for. */
export class TemplateStore {
  readonly #folders: readonly string[];
  readonly #compiler: Compiler;
  readonly #loaded = new Map<string, Promise<LoadedTemplate>>();

  /**
   * @param folders where templates are looked for; the first that has one is taken
   * @param shipped those that are compiled already
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
   * @param others what else may be meant by a name that is none, and where more is to be had
   * @throws DossierError TEMPLATE_UNKNOWN for a name that is no résumé template
   */
  async check(name: string, others?: OtherLooks): Promise<void> {
    if (!(await this.names()).includes(name)) throw await this.#unknown(name, others);
  }

  /** @throws DossierError TEMPLATE_UNKNOWN or TEMPLATE_INVALID */
  get(name: string): Promise<LoadedTemplate> {
    return remember(this.#loaded, name, () => this.#load(name));
  }

  /** Every template; one that is broken hides no other. */
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
      // A name is part of a path: only a folder that is there under this very name counts.
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
      hint: `${close ? `did you mean ${close}? ` : ''}the templates are ${known.join(', ')}${hint ? `; ${hint}` : ''}`,
    });
  }
}
