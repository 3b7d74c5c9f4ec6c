import { resolve } from 'node:path';
import { DossierError, formatError } from '../errors.js';
import { type Importer, ImporterThreads, importer } from '../import/importer.js';
import { fillPacket } from '../import/intake/fill-packet.js';
import { findFiles } from '../import/intake/find-files.js';
import { takeIn } from '../import/intake/intake.js';
import type { IntakeOptions, IntakeServices } from '../import/intake/model.js';
import { packetPlace } from '../import/intake/packet-file.js';
import { Originals } from '../import/intake/records.js';
import { libreOffice } from '../import/libreoffice.js';
import { requireOutsidePublic } from '../pipeline/privacy.js';
import type { Environment } from './environment.js';
import { askAboutDuplicate } from './import-duplicates.js';
import { ReportWriter } from './import-report.js';
import { formatImported, formatSummary, type ImportSummary, skippedRow } from './import-summary.js';
import { openScans } from './scans.js';

export interface ToFolderOptions extends IntakeOptions {
  profiles: string;
  packet?: string | undefined;
  report?: string | undefined;
  browser?: string | undefined;
  json?: boolean | undefined;
}

/** The number of files from which on they are read in threads, which take half a second to start. */
const MANY = 8;

/** The most threads; each takes some hundred megabytes. */
const MOST_THREADS = 8;

/**
 * `dossier import`: converts files, and all files of folders, to profiles in the folder of profiles.
 *
 * @returns the exit status
 */
export async function importToFolder(
  named: readonly string[],
  options: ToFolderOptions,
  templates: readonly string[],
  environment: Environment,
): Promise<number> {
  const { cwd, terminal } = environment;
  const folder = { path: resolve(cwd, options.profiles), shown: options.profiles };
  requireOutsidePublic(folder.path, 'an imported profile', '--profiles', cwd);
  const packet = options.packet === undefined ? undefined : packetPlace(options.packet, options.profiles, cwd);
  const { files, skipped, hasFolder } = await findFiles(named, cwd, folder.path);
  const isMany = hasFolder || files.length > 1;
  let status = 0;
  const fail = (error: DossierError, bug?: Error) => {
    environment.err(`${formatError(error)}\n${bug?.stack === undefined ? '' : `${bug.stack}\n`}`);
    status = Math.max(status, error.exit);
  };
  const out = (path: string) => {
    if (!options.json) environment.out(`${path}\n`);
  };
  await using reports =
    options.report === undefined ? undefined : new ReportWriter(options.report, isMany, options.browser, environment);
  await using readers = files.length < MANY ? undefined : threads(environment);
  await using scans = openScans(environment);
  const services: IntakeServices = {
    office: libreOffice(environment),
    scan: scans.read,
    importer: readers?.importer ?? importer,
    width: readers?.width ?? 2,
    templates,
    version: environment.version,
    processId: process.pid,
    signal: environment.signal,
    ask: terminal && !options.json ? (question) => askAboutDuplicate(question, terminal) : undefined,
    wrote: out,
    failed: fail,
    async read(imported, file, bytes, target, slug) {
      // A folder may hold thousands of files, and the comments of their profiles say the same.
      if (!hasFolder) environment.err(formatImported(imported, file, target));
      const report = await reports?.write(imported, file, bytes, slug);
      if (report !== undefined) out(report);
    },
  };
  await using originals = await Originals.open(folder.path, process.pid);
  const { rows, people } = await takeIn(
    files,
    folder,
    { ...options, mustRead: reports !== undefined },
    services,
    originals,
  );
  const summary: ImportSummary = { files: [...rows, ...skipped.map(skippedRow)] };
  if (packet && people.length > 0) {
    try {
      const added = await fillPacket(packet, people, folder.path, originals);
      if (added.length > 0) out(packet.file);
      summary.packet = { file: packet.file, added: added.map(({ slug }) => slug) };
    } catch (error) {
      if (!(error instanceof DossierError)) throw error;
      fail(error);
    }
  }
  if (rows.some(({ outcome }) => outcome === 'unmerged')) status = Math.max(status, 1);
  if (options.json) environment.out(`${JSON.stringify(summary, null, 2)}\n`);
  else if (summary.files.length === 0) environment.err('there is no file to import\n');
  else if (isMany || packet || rows.some(({ outcome }) => outcome !== 'new' && outcome !== 'failed'))
    environment.err(formatSummary(summary.files));
  return status;
}

/** Threads that read files, one for each core. */
function threads({ importer: program, cores }: Environment): AsyncDisposable & { importer: Importer; width: number } {
  const width = Math.max(1, Math.min(cores, MOST_THREADS));
  const pool = new ImporterThreads(program, width);
  return { importer: pool, width, [Symbol.asyncDispose]: () => pool[Symbol.asyncDispose]() };
}
