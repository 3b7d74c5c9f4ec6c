import { lstat } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { DossierError } from '../errors.js';
import { importFile } from '../import/import.js';
import type { ImportOptions } from '../import/import-options.js';
import type { Imported } from '../import/imported.js';
import { libreOffice } from '../import/libreoffice.js';
import { readSourceFile } from '../import/source-file.js';
import { Output } from '../pipeline/output.js';
import { requireOutsidePublic } from '../pipeline/privacy.js';
import type { Environment } from './environment.js';
import { ReportWriter } from './import-report.js';
import { formatImported } from './import-summary.js';
import { openScans } from './scans.js';

interface ToFileOptions extends ImportOptions {
  /** The file to write; `-` is standard output. */
  out: string;
  force?: boolean | undefined;
  report?: string | undefined;
  browser?: string | undefined;
}

/**
 * `dossier import FILE --out FILE`: converts a file to one profile with a given path. No record of it is kept.
 *
 * @throws DossierError as `importFile` does, USAGE for a file with several profiles, PROFILE_SLUG if a file exists
 */
export async function importToFile(file: string, options: ToFileOptions, environment: Environment): Promise<void> {
  const bytes = await readSourceFile(resolve(environment.cwd, file), file);
  await using scans = openScans(environment);
  const readers = { office: libreOffice(environment), scan: scans.read };
  const [imported, ...others] = await importFile(bytes, file, { ...options, ...readers });
  if (!imported || others.length > 0)
    throw new DossierError('USAGE', `${file} contains ${others.length + 1} profiles, but --out names one file`, {
      hint: 'omit it to name each profile after its person',
    });
  const target = await write(imported, options, environment);
  environment.err(formatImported(imported, file, target));
  if (options.report === undefined) return;
  await using reports = new ReportWriter(options.report, false, options.browser, environment);
  const report = await reports.write(imported, file, bytes, imported.slug);
  // Standard output may be the profile.
  if (report !== undefined) environment.err(`${report}\n`);
}

/** Writes a profile, and its private overlay beside it. Returns their paths as the user gave them. */
async function write(imported: Imported, { out, force }: ToFileOptions, environment: Environment): Promise<string> {
  if (out === '-') {
    environment.out(imported.yaml);
    return imported.overlay === undefined
      ? 'standard output'
      : 'standard output, without phone, e-mail and street (include them with --public-contacts)';
  }
  const path = resolve(environment.cwd, out);
  requireOutsidePublic(dirname(path), 'an imported profile', '--out', environment.cwd);
  const overlay = imported.overlay === undefined ? undefined : join(dirname(out), 'private', basename(out));
  for (const taken of overlay === undefined ? [out] : [out, overlay]) {
    const isThere = await lstat(resolve(environment.cwd, taken)).then(
      () => true,
      () => false,
    );
    if (!isThere || force) continue;
    throw new DossierError('PROFILE_SLUG', `${taken} already exists`, {
      where: { file: out },
      hint: 'choose another file with --out, or overwrite it with --force',
    });
  }
  await new Output(dirname(path)).write(basename(path), new TextEncoder().encode(imported.yaml));
  environment.out(`${out}\n`);
  if (overlay === undefined || imported.overlay === undefined) return out;
  const folder = new Output(dirname(resolve(environment.cwd, overlay)));
  // Only its owner may read it.
  await folder.write(basename(overlay), new TextEncoder().encode(imported.overlay), 0o600);
  environment.out(`${overlay}\n`);
  return `${out}, ${overlay}`;
}
