import { readFile, stat } from 'node:fs/promises';
import { DossierError } from '../errors.js';
import { LIMITS } from '../profile/limits.js';
import { isArchive } from './archive.js';
import { isPdf } from './import.js';
import { officeEnding } from './libreoffice.js';
import { isHtmlPage } from './web/html.js';

/** The maximum size of a PDF or an archive in bytes; larger ones are not read. */
const BINARY_LIMIT = 50 * 1024 * 1024;

/**
 * Reads a file to import.
 *
 * @param file the name of the file in messages
 * @throws DossierError PROFILE_MISSING if it cannot be read, PROFILE_LIMIT if it is too large
 */
export async function readSourceFile(path: string, file: string): Promise<Buffer> {
  const fail = (message: string, cause?: unknown) => {
    throw new DossierError('PROFILE_MISSING', message, { where: { file }, hint: 'give the path of a résumé', cause });
  };
  const cannot = (cause: unknown) => fail('the file cannot be read', cause);
  const about = await stat(path).catch(cannot);
  if (!about?.isFile()) return fail('this is not a file');
  const bytes = about.size > BINARY_LIMIT ? undefined : await readFile(path).catch(cannot);
  if (
    bytes === undefined ||
    (bytes.length > LIMITS.bytes && !isPdf(bytes) && !isArchive(bytes) && !isHtmlPage(bytes) && !officeEnding(bytes))
  )
    throw new DossierError(
      'PROFILE_LIMIT',
      `the file has ${about.size.toLocaleString('en')} bytes, which is too large for a résumé`,
      {
        where: { file },
        hint: `use at most ${LIMITS.bytes.toLocaleString('en')} bytes, or ${BINARY_LIMIT.toLocaleString('en')} for a PDF or an archive`,
      },
    );
  return bytes;
}
