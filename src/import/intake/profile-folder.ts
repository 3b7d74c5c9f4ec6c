import { lstat, readFile } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { DossierError } from '../../errors.js';
import { overlayFolder } from '../../pipeline/discover.js';
import { Output } from '../../pipeline/output.js';
import { PROFILE_ENDINGS, profileFile, UNMERGED } from '../../profile/names.js';
import { overlay } from '../../profile/overlay.js';
import { readProfile } from '../../profile/read.js';
import { mergeTexts } from './merge.js';

/** A profile and its private overlay as texts. */
export interface ProfileTexts {
  yaml: string;
  overlay?: string | undefined;
}

/** The outcome of writing a profile that exists. */
export interface Update {
  /** `unmerged`: a file stayed as it is, and the import was written beside it. */
  outcome: 'updated' | 'unchanged' | 'unmerged';
  /** The paths of written files as the user gave the folder. */
  written: string[];
  /** The number of places where text written by hand stayed and a comment shows the import. */
  conflicts: number;
}

/** Only their owner may read private details. */
const PRIVATE_MODE = 0o600;

/** The folder of profiles that an import writes to, with the private overlays in it. */
export class ProfileFolder {
  readonly #folder: string;
  readonly #shown: string;
  readonly #templates: readonly string[];

  /**
   * @param folder the absolute path
   * @param shown the path as messages show it
   * @param templates the names that profiles may use
   */
  constructor(folder: string, shown: string, templates: readonly string[]) {
    this.#folder = folder;
    this.#shown = shown;
    this.#templates = templates;
  }

  /** The file of a profile as messages show it. */
  pathOf(slug: string): string {
    return join(this.#shown, profileFile(slug));
  }

  /** The first file that has the name of a profile or of its overlay; undefined if the name is free. */
  async takenBy(slug: string): Promise<string | undefined> {
    for (const shown of [this.#shown, overlayFolder(this.#shown)])
      for (const ending of PROFILE_ENDINGS)
        if (await isThere(join(this.#absolute(shown), slug + ending))) return join(shown, slug + ending);
    return undefined;
  }

  /**
   * Refuses to overwrite a profile beside one of the same name with another extension.
   *
   * @throws DossierError PROFILE_SLUG
   */
  async refuseTwin(slug: string, file: string): Promise<void> {
    for (const ending of PROFILE_ENDINGS.filter((each) => profileFile(slug) !== slug + each))
      if (await isThere(join(this.#folder, slug + ending))) throw nameTaken(join(this.#shown, slug + ending), file);
  }

  async hasProfile(slug: string): Promise<boolean> {
    return (await this.#nameIn(this.#shown, slug)) !== undefined;
  }

  /** `true` if a profile has exactly this text. */
  async holds(slug: string, yaml: string): Promise<boolean> {
    return (await readFile(join(this.#folder, profileFile(slug)), 'utf8').catch(() => undefined)) === yaml;
  }

  /** Writes a profile and its overlay; returns their paths as messages show them. */
  async write(slug: string, { yaml, overlay: details }: ProfileTexts): Promise<string[]> {
    const written = [await this.#put(this.#shown, profileFile(slug), yaml)];
    if (details !== undefined)
      written.push(await this.#put(overlayFolder(this.#shown), profileFile(slug), details, PRIVATE_MODE));
    return written;
  }

  /**
   * Merges a new import into a profile and its overlay, either of which may have been edited by hand.
   *
   * @param before the texts as they were imported last; undefined if the profile was not imported
   */
  async update(slug: string, imported: ProfileTexts, before: ProfileTexts | undefined): Promise<Update> {
    const own = await this.#merge(this.#shown, slug, imported.yaml, before?.yaml, (bytes, file) => {
      readProfile(bytes, file, this.#templates);
    });
    if (imported.overlay === undefined) return own;
    const private_ = overlayFolder(this.#shown);
    const other = await this.#merge(private_, slug, imported.overlay, before?.overlay, (bytes, file) => {
      overlay({}, bytes, file, this.#templates);
    });
    const outcomes = [own.outcome, other.outcome];
    return {
      outcome:
        outcomes.find((each) => each === 'unmerged') ?? outcomes.find((each) => each === 'updated') ?? 'unchanged',
      written: [...own.written, ...other.written],
      conflicts: own.conflicts + other.conflicts,
    };
  }

  async #merge(
    shown: string,
    slug: string,
    imported: string,
    before: string | undefined,
    prove: (bytes: Uint8Array, file: string) => void,
  ): Promise<Update> {
    const mode = shown === this.#shown ? undefined : PRIVATE_MODE;
    const name = await this.#nameIn(shown, slug);
    const byHand = name && (await readFile(join(this.#absolute(shown), name), 'utf8').catch(() => undefined));
    if (name === undefined || byHand === undefined)
      return { outcome: 'updated', written: [await this.#put(shown, profileFile(slug), imported, mode)], conflicts: 0 };
    if (byHand === imported || before === imported) return { outcome: 'unchanged', written: [], conflicts: 0 };
    const beside = async () => {
      const path = await this.#put(shown, slug + UNMERGED, imported, mode);
      return { outcome: 'unmerged' as const, written: [path], conflicts: 0 };
    };
    // Without the last import, nothing tells edits by hand from what was imported. A JSON file has no lines to merge.
    if (before === undefined || extname(name) === '.json') return beside();
    const { text, conflicts } = mergeTexts(before, byHand, imported);
    try {
      prove(new TextEncoder().encode(text), join(shown, name));
    } catch (error) {
      if (!(error instanceof DossierError)) throw error;
      return beside();
    }
    if (text === byHand) return { outcome: 'unchanged', written: [], conflicts };
    return { outcome: 'updated', written: [await this.#put(shown, name, text, mode)], conflicts };
  }

  /** The name of the file of a profile or overlay, whatever its extension. */
  async #nameIn(shown: string, slug: string): Promise<string | undefined> {
    for (const ending of PROFILE_ENDINGS)
      if (await isThere(join(this.#absolute(shown), slug + ending))) return slug + ending;
    return undefined;
  }

  async #put(shown: string, name: string, text: string, mode?: number): Promise<string> {
    const output = new Output(this.#absolute(shown));
    // Private details must not reach Git in a folder that no project has set up.
    if (mode === PRIVATE_MODE && !(await isThere(join(output.folder, '.gitignore'))))
      await output.write('.gitignore', new TextEncoder().encode('*\n'));
    await output.write(name, new TextEncoder().encode(text), mode);
    return join(shown, name);
  }

  #absolute(shown: string): string {
    return shown === this.#shown ? this.#folder : overlayFolder(this.#folder);
  }
}

/** The error of a file whose profile would have the name of another. */
export function nameTaken(taken: string, file: string): DossierError {
  return new DossierError('PROFILE_SLUG', `${taken} already exists`, {
    where: { file },
    hint: 'choose another file with --out, or overwrite it with --force',
  });
}

function isThere(path: string): Promise<boolean> {
  return lstat(path).then(
    () => true,
    () => false,
  );
}
