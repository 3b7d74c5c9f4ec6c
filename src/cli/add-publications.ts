import { readFile } from 'node:fs/promises';
import { basename, dirname, resolve } from 'node:path';
import { count, DossierError } from '../errors.js';
import { newPublications, withPublications } from '../import/publications/add.js';
import { publicationEntries } from '../import/publications/entries.js';
import { readReferenceFile } from '../import/publications/read.js';
import { Output } from '../pipeline/output.js';
import { readDocument } from '../profile/document.js';
import { readProfile } from '../profile/read.js';
import type { Environment } from './environment.js';

/**
 * `dossier import FILE --add-to PROFILE`: adds the publications of a list to a profile. Those that it has already, by
 * their DOI or title, are not added again, so that the command can be repeated.
 *
 * @throws DossierError IMPORT_UNKNOWN if the file is no list of publications, and as `readProfile` does
 */
export async function addPublications(
  bytes: Uint8Array,
  file: string,
  target: string,
  environment: Environment,
): Promise<void> {
  const references = await readReferenceFile(bytes, file);
  if (!references)
    throw new DossierError('IMPORT_UNKNOWN', `${file} is not a list of publications`, {
      where: { file },
      hint: '--add-to reads BibTeX, RIS, CSL-JSON and the works of an ORCID record',
    });
  const path = resolve(environment.cwd, target);
  const before = await readFile(path).catch((cause: unknown) => {
    throw new DossierError('PROFILE_MISSING', 'the profile cannot be read', {
      where: { file: target },
      hint: 'give the path of a profile',
      cause,
    });
  });
  const { value: profile } = readProfile(before, target);
  const document = readDocument(before, target);
  const entries = publicationEntries(references.items, profile.basics?.name);
  const fresh = newPublications(document.value, entries);
  const after = new TextEncoder().encode(withPublications(document.text, fresh.entries, document.isJson));
  // A profile that this would damage stays as it is.
  readProfile(after, target);
  if (fresh.entries.length > 0) await new Output(dirname(path)).write(basename(path), after);
  environment.out(`${target}\n`);
  const known = fresh.known > 0 ? `, ${fresh.known} already there` : '';
  const unread = references.unread.map((key) => `  the entry ${key} has no title, so it was not added\n`).join('');
  environment.err(
    `${file} (${references.format}) -> ${target}: ${count(fresh.entries.length, 'publication')} added${known}\n${unread}`,
  );
}
