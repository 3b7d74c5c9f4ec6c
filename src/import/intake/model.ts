import type { DossierError } from '../../errors.js';
import type { ImportOptions } from '../import-options.js';
import type { Imported } from '../imported.js';
import type { Importer } from '../importer.js';
import type { Person } from '../person.js';

/** The result for a file of an import, or for one of the profiles in it. */
export interface IntakeRow {
  file: string;
  /**
   * `updated`: merged into a profile. `unmerged`: written beside a profile that could not be merged. `removed`: its
   * profile was deleted since it was imported.
   */
  outcome: 'new' | 'updated' | 'unchanged' | 'unmerged' | 'removed' | 'skipped' | 'failed';
  /** The name of the profile. */
  slug?: string;
  person?: string;
  language?: string;
  /** The number of unsure values, and of all that were read by rules. */
  unsure?: number;
  values?: number;
  pages?: number;
  /** The reason for the outcome, or a profile that is likely of the same person. */
  note?: string;
}

/** A profile that is likely of the same person as an imported one. */
export interface DuplicateQuestion {
  file: string;
  name: string;
  slug: string;
  why: string;
}

/** An answer: the file updates the profile, becomes a profile of its own, or is passed over. */
export type DuplicateAnswer = 'same' | 'apart' | 'skip';

/** The options of an import into a folder of profiles. */
export interface IntakeOptions {
  from?: string | undefined;
  publicContacts?: boolean | undefined;
  strict?: boolean | undefined;
  /** `true` to overwrite profiles, with edits by hand. */
  force?: boolean | undefined;
  /** `true` to import files that have not changed, too. */
  again?: boolean | undefined;
}

/** The services that an import uses, and what it reports to. */
export interface IntakeServices extends Pick<ImportOptions, 'scan' | 'office'> {
  importer: Importer;
  /** The number of files to read at once. */
  width: number;
  /** The templates that profiles may use. */
  templates: readonly string[];
  /** The version of the program. */
  version: string;
  processId: number;
  signal: AbortSignal;
  /** Asks about likely duplicates; without it, they are kept apart. */
  ask?: ((question: DuplicateQuestion) => Promise<DuplicateAnswer>) | undefined;
  /** Called with each file that was written. */
  wrote(path: string): void;
  /** Called with each profile that was read, and the path of its file. */
  read(imported: Imported, file: string, bytes: Uint8Array, target: string, slug: string): Promise<void> | void;
  /** Called with each file that failed, and the error that shows a bug, if there is one. */
  failed(error: DossierError, bug?: Error): void;
}

/** A person of the files that were imported, now or earlier. */
export interface TakenIn {
  slug: string;
  person: Person;
}
