import { createHash } from 'node:crypto';
import { relative, sep } from 'node:path';
import { pMapIterable } from 'p-map';
import { DossierError } from '../../errors.js';
import { isPdf } from '../import.js';
import type { Imported } from '../imported.js';
import { readSourceFile } from '../source-file.js';
import type { IntakeFile } from './find-files.js';
import type { IntakeOptions, IntakeServices } from './model.js';
import type { Originals, RecordHead } from './records.js';

/** A file that was read, with the records of its earlier imports. */
export interface ReadFile extends IntakeFile {
  bytes: Uint8Array;
  sha256: string;
  /** The path in records: relative to the folder of profiles, so that both may be moved together. */
  key: string;
  /** The records of the same content, under any name. */
  same: RecordHead[];
  /** The records of another content under the same name. */
  earlier: RecordHead[];
  /** Its profiles; undefined if the content was imported before. */
  imported: Imported[] | undefined;
}

/** The error of a file, which does not stop the others. */
export interface FailedFile extends IntakeFile {
  error: DossierError;
  /** The unexpected error behind it. */
  bug?: Error | undefined;
  /** `true` if it is no résumé, which is no mistake in a folder. */
  isForeign: boolean;
}

/** Finds the records of files. */
class RecordIndex {
  readonly #byDigest = new Map<string, RecordHead[]>();
  readonly #byFile = new Map<string, RecordHead[]>();

  constructor(originals: Originals) {
    for (const head of originals.all) {
      for (const { file, sha256 } of head.sources) {
        this.#byDigest.set(sha256, [...(this.#byDigest.get(sha256) ?? []), head]);
        this.#byFile.set(file, [...(this.#byFile.get(file) ?? []), head]);
      }
    }
  }

  find(key: string, sha256: string): Pick<ReadFile, 'same' | 'earlier'> {
    const same = this.#byDigest.get(sha256) ?? [];
    return { same, earlier: (this.#byFile.get(key) ?? []).filter((head) => !same.includes(head)) };
  }
}

/**
 * Reads and converts files, several at once, and yields them in order. Only a few results are held at a time.
 *
 * @param mustRead `true` to convert files whose content was imported before, too
 */
export function readFiles(
  files: readonly IntakeFile[],
  originals: Originals,
  profiles: string,
  options: IntakeOptions & { mustRead: boolean },
  services: IntakeServices,
): AsyncIterable<ReadFile | FailedFile> {
  const records = new RecordIndex(originals);
  const { from, publicContacts, strict } = options;
  const read = async (source: IntakeFile): Promise<ReadFile | FailedFile> => {
    if (services.signal.aborted) throw new DossierError('ABORTED', 'the import was stopped');
    const { path, file } = source;
    let isPage = false;
    try {
      const bytes = await readSourceFile(path, file);
      isPage = isPdf(bytes) || /\.(doc[xm]?|odt|rtf)$/i.test(file);
      const sha256 = createHash('sha256').update(bytes).digest('hex');
      const key = relative(profiles, path).split(sep).join('/');
      const known = records.find(key, sha256);
      const isKnown = known.same.length > 0 && !options.mustRead;
      const { templates, scan, office } = services;
      const asked = { from, templates, publicContacts, strict, scan, office };
      const imported = isKnown ? undefined : await services.importer.read(bytes, file, asked);
      return { ...source, bytes, sha256, key, ...known, imported };
    } catch (error) {
      if (!(error instanceof DossierError)) return { ...source, ...unexpected(error, file), isForeign: false };
      if (error.code === 'USAGE' || error.code === 'ABORTED') throw error;
      return { ...source, error, isForeign: source.isFound && error.code === 'IMPORT_UNKNOWN' && !isPage };
    }
  };
  return pMapIterable(files, read, { concurrency: services.width, backpressure: services.width * 2 });
}

/** The errors of a file that shows a bug, or exhausts the memory of a thread. The others are imported all the same. */
function unexpected(cause: unknown, file: string): Pick<FailedFile, 'error' | 'bug'> {
  const bug = cause instanceof Error ? cause : new Error(String(cause));
  const error = new DossierError('IMPORT_DAMAGED', `the file cannot be imported: ${bug.message}`, {
    where: { file },
    hint: 'this error was not expected: please report it with the lines below',
    cause,
  });
  return { error, bug };
}
