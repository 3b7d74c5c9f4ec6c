import { Threads } from '../document/threads.js';
import { importFile } from './import.js';
import type { Imported, ImportOptions } from './imported.js';

/** Converts files to profiles. Arguments and results are plain values, so that it can run in another thread. */
export interface Importer {
  /** @throws DossierError as `importFile` does */
  read(bytes: Uint8Array, file: string, options: ImportOptions): Promise<Imported[]>;
}

/** Converts in this thread. */
export const importer: Importer = { read: importFile };

/**
 * The heap of a thread in megabytes: more than any résumé needs. With a higher limit, V8 lets garbage of finished files
 * pile up.
 */
const HEAP = { maxOldGenerationSizeMb: 512, maxYoungGenerationSizeMb: 16 };

/** Converts in other threads: reading a PDF keeps a core busy. */
export class ImporterThreads extends Threads implements Importer {
  /**
   * @param program the script that each thread runs
   * @param most the maximum number of threads
   */
  constructor(program: string, most: number) {
    super(program, most, undefined, HEAP);
  }

  read(bytes: Uint8Array, file: string, options: ImportOptions): Promise<Imported[]> {
    return this.ask('read', [bytes, file, options]) as Promise<Imported[]>;
  }
}
