import { type Imported, importFile } from '../import/import.js';
import { resourcesOf } from './renderer.js';
import { type FileSource, openFile } from './source.js';

/** Options for importing a résumé. */
export interface ImportOptions {
  /** The name of the source format, such as `rendercv`; it is recognized if absent. */
  from?: string;
  /** Folders with templates that the profile may use, in addition to those of the package. */
  templates?: readonly string[];
}

/**
 * Converts a résumé of another tool to profiles. A PDF that Dossier made gives back its profile, a packet all of them;
 * any other file gives one.
 *
 * @throws DossierError IMPORT_UNKNOWN for a file of no known format, PROFILE_EMPTY, and as `readProfile` does
 */
export async function importResume(source: FileSource, options: ImportOptions = {}): Promise<Imported[]> {
  const { bytes, file } = await openFile(source);
  const templates = await resourcesOf(options.templates).templates.names();
  return importFile(bytes, file, { from: options.from, templates });
}
