import { lstat, readFile, stat } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { count, DossierError, formatError, formatWhere } from '../errors.js';
import { isArchive } from '../import/archive.js';
import { importFile, isPdf } from '../import/import.js';
import type { Imported } from '../import/imported.js';
import { libreOffice, officeEnding } from '../import/libreoffice.js';
import { isHtmlPage } from '../import/web/html.js';
import { Output } from '../pipeline/output.js';
import { requireOutsidePublic } from '../pipeline/privacy.js';
import { LIMITS } from '../profile/limits.js';
import { PROFILE_ENDINGS, profileFile } from '../profile/names.js';
import { TemplateStore } from '../template/store.js';
import { addPublications } from './add-publications.js';
import type { Environment } from './environment.js';
import { openScans } from './scans.js';
import { templateFolders } from './services.js';

interface ImportCommandOptions {
  from?: string;
  out?: string;
  profiles: string;
  force?: boolean;
  publicContacts?: boolean;
  strict?: boolean;
  addTo?: string;
}

/** The maximum size of a PDF or an archive in bytes; larger ones are not read. */
const BINARY_LIMIT = 50 * 1024 * 1024;

/** `dossier import`: converts résumés of other tools to profiles. A file that fails does not stop the others. */
export async function importFiles(
  files: readonly string[],
  options: ImportCommandOptions,
  environment: Environment,
): Promise<number> {
  if (options.out !== undefined && files.length > 1)
    throw new DossierError('USAGE', '--out names one file, but there are several to import', {
      hint: 'omit it to name each profile after its person',
    });
  const templates = await new TemplateStore(templateFolders(environment)).names();
  let status = 0;
  await using scans = openScans(environment);
  const written = new Set<string>();
  for (const file of files) {
    try {
      const bytes = await readSource(file, environment);
      if (options.addTo !== undefined) {
        await addPublications(bytes, file, options.addTo, environment);
        continue;
      }
      const found = await importFile(bytes, file, {
        from: options.from,
        templates,
        publicContacts: options.publicContacts,
        strict: options.strict,
        office: libreOffice(environment),
        scan: scans.read,
      });
      if (options.out !== undefined && found.length > 1)
        throw new DossierError('USAGE', `${file} contains ${found.length} profiles, but --out names one file`, {
          hint: 'omit it to name each profile after its person',
        });
      for (const imported of found) {
        const target = await write(imported, options, written, environment);
        report(imported, file, target, environment);
      }
    } catch (error) {
      if (!(error instanceof DossierError) || error.code === 'USAGE') throw error;
      environment.err(`${formatError(error)}\n`);
      status = Math.max(status, error.exit);
    }
  }
  return status;
}

async function readSource(file: string, environment: Environment): Promise<Buffer> {
  const path = resolve(environment.cwd, file);
  const fail = (message: string, hint: string, cause?: unknown) => {
    throw new DossierError('PROFILE_MISSING', message, { where: { file }, hint, cause });
  };
  const about = await stat(path).catch((cause: unknown) =>
    fail('the file cannot be read', 'give the path of a résumé', cause),
  );
  if (!about?.isFile()) return fail('this is not a file', 'give the path of a résumé');
  const bytes = about.size > BINARY_LIMIT ? undefined : await readFile(path);
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

/**
 * Writes a profile, and its private overlay beside it. Returns their paths as the user gave it; `-` is standard output.
 *
 * @param written the profiles of this run: two people of one name must not overwrite each other
 */
async function write(
  imported: Imported,
  options: ImportCommandOptions,
  written: Set<string>,
  environment: Environment,
): Promise<string> {
  if (options.out === '-') {
    environment.out(imported.yaml);
    return imported.overlay === undefined
      ? 'standard output'
      : 'standard output, without phone, e-mail and street (include them with --public-contacts)';
  }
  const target = options.out ?? join(options.profiles, profileFile(imported.slug));
  const path = resolve(environment.cwd, target);
  requireOutsidePublic(
    dirname(path),
    'an imported profile',
    options.out === undefined ? '--profiles' : '--out',
    environment.cwd,
  );
  const overlay = imported.overlay === undefined ? undefined : join(dirname(target), 'private', basename(target));
  // A profile with the same name and another extension would have the same slug.
  const twins =
    options.out === undefined ? PROFILE_ENDINGS.map((ending) => join(dirname(path), imported.slug + ending)) : [path];
  for (const taken of [...twins, ...(overlay ? [resolve(environment.cwd, overlay)] : [])]) {
    const isThere = await lstat(taken).then(
      () => true,
      () => false,
    );
    const isOurs = taken === path || !twins.includes(taken);
    if (!isThere || (options.force && isOurs && !written.has(path))) continue;
    const name = twins.includes(taken) ? join(dirname(target), basename(taken)) : overlay;
    throw new DossierError('PROFILE_SLUG', `${name} already exists`, {
      where: { file: target },
      hint:
        isOurs && !written.has(path)
          ? 'choose another file with --out, or overwrite it with --force'
          : 'choose another file with --out',
    });
  }
  written.add(path);
  await new Output(dirname(path)).write(basename(path), new TextEncoder().encode(imported.yaml));
  environment.out(`${target}\n`);
  if (overlay === undefined || imported.overlay === undefined) return target;
  const folder = new Output(dirname(resolve(environment.cwd, overlay)));
  // Only its owner may read it.
  await folder.write(basename(overlay), new TextEncoder().encode(imported.overlay), 0o600);
  environment.out(`${overlay}\n`);
  return `${target}, ${overlay}`;
}

/** Reports values that were placed elsewhere, left out, or are unsure, with their positions in both files. */
function report(
  { format, placed, leftOut, values, notices }: Imported,
  file: string,
  target: string,
  environment: Environment,
): void {
  const lines = [`${file} (${format}) -> ${target}`, ...notices.map((notice) => `  ${notice}`)];
  if (placed.length > 0) {
    lines.push('  values without a key in a profile, moved elsewhere:');
    lines.push(...placed.map(({ where, path, to }) => `    ${formatWhere(where)}: ${path} -> ${to}`));
  }
  if (leftOut.length > 0) {
    lines.push(`  settings of ${format}, not imported:`);
    lines.push(
      ...leftOut.map(
        ({ where, path, values }) => `    ${formatWhere(where)}: ${path}${values > 1 ? ` (${values} values)` : ''}`,
      ),
    );
  }
  const unsure = values.filter(({ why }) => why !== undefined);
  if (unsure.length > 0) {
    lines.push(`  ${count(unsure.length, 'unsure value')} of ${values.length}, each with a comment in the profile:`);
    lines.push(...unsure.map(({ path, page, why }) => `    ${file}, page ${page}: ${path}: ${why}`));
  }
  environment.err(`${lines.join('\n')}\n`);
}
