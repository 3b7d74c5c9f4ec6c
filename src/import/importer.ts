import { Threads } from '../document/threads.js';
import { DossierError } from '../errors.js';
import { importFile } from './import.js';
import type { ImportOptions } from './import-options.js';
import type { Imported } from './imported.js';
import { officeEnding } from './libreoffice.js';

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

/** The time that one file may take, in milliseconds; a page takes some ten. */
const TIME = 120_000;

function tooSlow(file: string): DossierError {
  return new DossierError('IMPORT_DAMAGED', 'the file takes too long to read', {
    where: { file },
    hint: 'save it again from the program that made it, or ask for another format',
  });
}

/** Converts in other threads: reading a PDF keeps a core busy. */
export class ImporterThreads extends Threads implements Importer {
  readonly #time: number;

  /**
   * @param program the script that each thread runs
   * @param most the maximum number of threads
   * @param time the time that one file may take, in milliseconds
   */
  constructor(program: string, most: number, time = TIME) {
    super(program, most, undefined, HEAP);
    this.#time = time;
  }

  /** LibreOffice and the reader of scans are started from this thread: they are programs and threads of their own. */
  async read(bytes: Uint8Array, file: string, options: ImportOptions): Promise<Imported[]> {
    if (officeEnding(bytes) !== undefined) return importFile(bytes, file, options);
    const { from, templates, publicContacts, strict, scan } = options;
    try {
      const asked = { from, templates, publicContacts, strict };
      const found = await this.ask('read', [bytes, file, asked], {
        milliseconds: this.#time,
        late: () => tooSlow(file),
      });
      return found as Imported[];
    } catch (error) {
      if (!scan || !(error instanceof DossierError) || error.code !== 'IMPORT_SCAN') throw error;
      return importFile(bytes, file, options);
    }
  }
}
