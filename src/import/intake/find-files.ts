import { open, readdir, stat } from 'node:fs/promises';
import { join, relative, resolve } from 'node:path';
import { DossierError } from '../../errors.js';
import { recordsOf } from '../../pipeline/output-records.js';
import { isArchive } from '../archive.js';
import { isPdf } from '../import.js';
import { officeEnding } from '../libreoffice.js';
import { isHtmlPage } from '../web/html.js';

/** A file to import. */
export interface IntakeFile {
  /** The absolute path. */
  path: string;
  /** The path as messages show it. */
  file: string;
  /** `true` if it was found in a folder, so that nobody named it. */
  isFound: boolean;
}

/** A file or folder in a folder of résumés that is not imported. */
export interface SkippedFile {
  file: string;
  why: string;
}

/** The files to import, in order, and what was passed over on the way. */
export interface FoundFiles {
  files: IntakeFile[];
  skipped: SkippedFile[];
  /** `true` if a folder was named. */
  hasFolder: boolean;
}

/** The extensions of files whose content decides whether they are imported. */
const KNOWN = /\.(pdf|docx?|docm|odt|rtf|html?|xhtml|md|markdown|mdown|json|ya?ml|xml|zip)$/i;

/** Lists of publications belong to a person, whom a folder does not name. */
const PUBLICATIONS = /\.(bib|ris)$/i;

/** The number of bytes by which the kind of a file without a known extension is recognized. */
const HEAD = 1024;

/**
 * Finds the files to import: files that are named, and all files below folders that are named, sorted by their paths.
 * Links are not followed.
 *
 * @param profiles the folder of profiles, which is never a source of résumés
 * @throws DossierError USAGE if it is named
 */
export async function findFiles(named: readonly string[], cwd: string, profiles: string): Promise<FoundFiles> {
  const found: FoundFiles = { files: [], skipped: [], hasFolder: false };
  const seen = new Set<string>();
  for (const file of named) {
    const path = resolve(cwd, file);
    const isFolder = await stat(path).then(
      (about) => about.isDirectory(),
      () => false,
    );
    if (isFolder) {
      found.hasFolder = true;
      if (relative(path, profiles) === '')
        throw new DossierError('USAGE', `${file} is the folder of profiles`, {
          hint: 'name the folder of the résumés to import, and set the folder to write to with --profiles',
        });
      await search(path, file, { found, profiles });
    } else found.files.push({ path, file, isFound: false });
  }
  // A file may be named twice, by itself and by its folder.
  found.files = found.files.filter(({ path }) => !seen.has(path) && seen.add(path));
  return found;
}

async function search(folder: string, shown: string, context: { found: FoundFiles; profiles: string }): Promise<void> {
  const { found, profiles } = context;
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => undefined);
  // It is reported as a file that cannot be read.
  if (!entries) found.files.push({ path: folder, file: shown, isFound: false });
  for (const entry of (entries ?? []).toSorted((a, b) => (a.name < b.name ? -1 : 1))) {
    const path = join(folder, entry.name);
    const file = join(shown, entry.name);
    const skip = (why: string) => found.skipped.push({ file, why });
    if (entry.name.startsWith('.')) skip(entry.isDirectory() ? 'a hidden folder' : 'a hidden file');
    else if (entry.isSymbolicLink()) skip('a link');
    else if (entry.isDirectory()) {
      if (entry.name === 'node_modules') skip('a folder of packages');
      else if (relative(path, profiles) === '') skip('the folder of profiles');
      else if (isOutputFolder(path)) skip('an output folder');
      else await search(path, file, context);
    } else if (!entry.isFile()) skip('not a regular file');
    else if (PUBLICATIONS.test(entry.name)) skip('a list of publications: add it to a profile with --add-to');
    else if (KNOWN.test(entry.name) || (await isKnownKind(path))) found.files.push({ path, file, isFound: true });
    else skip('a file of an unknown kind');
  }
}

function isOutputFolder(path: string): boolean {
  const { mayBePrivate, mayBePublic } = recordsOf(path);
  return mayBePrivate || mayBePublic;
}

/** `true` for a file whose first bytes are those of a PDF, an archive or a page. */
async function isKnownKind(path: string): Promise<boolean> {
  try {
    const file = await open(path);
    try {
      const { buffer, bytesRead } = await file.read(Buffer.alloc(HEAD), 0, HEAD, 0);
      const head = buffer.subarray(0, bytesRead);
      return isPdf(head) || isArchive(head) || isHtmlPage(head) || officeEnding(head) !== undefined;
    } finally {
      await file.close();
    }
  } catch {
    return false;
  }
}
