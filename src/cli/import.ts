import { resolve } from 'node:path';
import { DossierError, formatError } from '../errors.js';
import { readSourceFile } from '../import/source-file.js';
import { TemplateStore } from '../template/store.js';
import { addPublications } from './add-publications.js';
import type { Environment } from './environment.js';
import { importToFile } from './import-to-file.js';
import { importToFolder, type ToFolderOptions } from './import-to-folder.js';
import { templateFolders } from './services.js';

export interface ImportCommandOptions extends ToFolderOptions {
  out?: string;
  addTo?: string;
}

/** `dossier import`: converts résumés of other tools to profiles. A file that fails does not stop the others. */
export async function importFiles(
  named: readonly string[],
  options: ImportCommandOptions,
  environment: Environment,
): Promise<number> {
  refuseContradictions(named, options);
  const { addTo, out } = options;
  if (addTo !== undefined) return addToProfile(named, addTo, environment);
  const templates = await new TemplateStore(templateFolders(environment)).names();
  if (out === undefined) return importToFolder(named, options, templates, environment);
  await importToFile(named[0] ?? '', { ...options, out, templates }, environment);
  return 0;
}

/** @throws DossierError USAGE */
function refuseContradictions(named: readonly string[], options: ImportCommandOptions): void {
  const { out, addTo, packet, again, json, report } = options;
  if (out !== undefined && named.length > 1)
    throw new DossierError('USAGE', '--out names one file, but there are several to import', {
      hint: 'omit it to name each profile after its person',
    });
  const target = addTo !== undefined ? '--add-to' : out !== undefined ? '--out' : undefined;
  if (target === undefined) return;
  const others = {
    '--packet': packet,
    '--again': again,
    '--json': json,
    ...(addTo === undefined ? {} : { '--report': report, '--out': out }),
  };
  const [other] = Object.entries(others).find(([, value]) => value !== undefined) ?? [];
  if (other !== undefined)
    throw new DossierError('USAGE', `${other} and ${target} cannot be combined`, { hint: 'omit one of the two' });
}

/** Adds lists of publications to a profile; returns the exit status. */
async function addToProfile(named: readonly string[], target: string, environment: Environment): Promise<number> {
  let status = 0;
  for (const file of named) {
    try {
      const bytes = await readSourceFile(resolve(environment.cwd, file), file);
      await addPublications(bytes, file, target, environment);
    } catch (error) {
      if (!(error instanceof DossierError) || error.code === 'USAGE') throw error;
      environment.err(`${formatError(error)}\n`);
      status = Math.max(status, error.exit);
    }
  }
  return status;
}
