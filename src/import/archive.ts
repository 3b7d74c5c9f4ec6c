import { Readable } from 'node:stream';
import JSZip from 'jszip';
import { DossierError } from '../errors.js';

/** Limits that no résumé or export of one needs, so that a small file cannot fill the memory. */
const LIMIT = {
  /** Files in an archive. */
  entries: 20_000,
  /** Size of one file after it is unpacked, in bytes. */
  bytes: 20 * 1024 * 1024,
} as const;

/** The files of a ZIP archive, which are unpacked when they are read. */
export interface Archive {
  names: readonly string[];
  /** @throws DossierError IMPORT_DAMAGED, or PROFILE_LIMIT if the unpacked file is too large */
  read(name: string): Promise<Uint8Array>;
}

/** `true` for a ZIP archive, which Word files and exports are too (APPNOTE 4.3.7). */
export function isArchive(bytes: Uint8Array): boolean {
  return bytes[0] === 0x50 && bytes[1] === 0x4b && bytes[2] === 0x03 && bytes[3] === 0x04;
}

/**
 * Opens a ZIP archive.
 *
 * @throws DossierError IMPORT_DAMAGED, or PROFILE_LIMIT if it has too many files
 */
export async function openArchive(bytes: Uint8Array, file: string): Promise<Archive> {
  const zip = await JSZip.loadAsync(bytes).catch((cause: unknown) => {
    throw damaged(file, cause);
  });
  const names = Object.values(zip.files).flatMap(({ dir, name }) => (dir ? [] : [name]));
  if (names.length > LIMIT.entries) throw tooLarge(`${file} contains ${names.length.toLocaleString('en')} files`, file);
  return {
    names,
    async read(name) {
      const parts: Buffer[] = [];
      let size = 0;
      try {
        // The size that an archive states may be wrong, so the bytes are counted as they come.
        const stream = zip.files[name]?.nodeStream();
        for await (const part of stream ? new Readable().wrap(stream) : []) {
          size += (part as Buffer).length;
          if (size > LIMIT.bytes) throw tooLarge(`${name} is larger than 20 MB when it is unpacked`, file);
          parts.push(part as Buffer);
        }
      } catch (error) {
        throw error instanceof DossierError ? error : damaged(file, error);
      }
      return Buffer.concat(parts);
    },
  };
}

function damaged(file: string, cause: unknown): DossierError {
  return new DossierError('IMPORT_DAMAGED', 'the archive is damaged and cannot be unpacked', {
    where: { file },
    hint: 'export or download the file again',
    cause,
  });
}

function tooLarge(message: string, file: string): DossierError {
  return new DossierError('PROFILE_LIMIT', message, {
    where: { file },
    hint: 'no résumé needs this: check where the file comes from',
  });
}
