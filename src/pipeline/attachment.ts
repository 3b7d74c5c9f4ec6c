import { dirname } from 'node:path';
import { DossierError } from '../errors.js';
import { type Refusal, readContained } from '../profile/contained-path.js';
import type { SourceFile } from './profile-files.js';

/** The maximum size of an attached PDF, in bytes. */
export const ATTACHMENT_LIMIT = 50 * 1024 * 1024;

const UNBOUND: Readonly<Record<Refusal, [(file: string) => string, hint: string]>> = {
  missing: [(file) => `there is no file ${file}`, 'put it in the folder of the packet file or in a subfolder'],
  outside: [(file) => `${file} is not inside the folder of the packet files`, 'copy it to that folder'],
  'no file': [
    (file) => `${file} is not a regular file`,
    'use a PDF in the folder of the packet file or in a subfolder',
  ],
  unreadable: [(file) => `${file} cannot be read`, "check the file's permissions"],
  'too large': [
    (file) => `${file} is larger than ${ATTACHMENT_LIMIT / 1024 / 1024} MB`,
    'save it with smaller pictures',
  ],
};

/**
 * Reads a PDF named in a packet file. It must be in the folder of the packet files, with links followed.
 *
 * @throws DossierError PACKET_INVALID
 */
export async function readAttachment(source: SourceFile, file: string): Promise<Buffer> {
  const bytes = await readContained(dirname(source.path), file, ATTACHMENT_LIMIT);
  if (typeof bytes !== 'string') return bytes;
  const [message, hint] = UNBOUND[bytes];
  throw new DossierError('PACKET_INVALID', message(file), { hint });
}
