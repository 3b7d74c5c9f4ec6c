import { DossierError } from '../../errors.js';
import { isSameName } from '../../profile/names.js';
import type { Imported } from '../imported.js';
import type { Person } from '../person.js';
import { chooseName } from './choose-name.js';
import type { IntakeFile } from './find-files.js';
import { knownPeople } from './known-people.js';
import type { IntakeOptions, IntakeRow, IntakeServices, TakenIn } from './model.js';
import type { People } from './people.js';
import { ProfileFolder, type ProfileTexts } from './profile-folder.js';
import { type FailedFile, type ReadFile, readFiles } from './read-files.js';
import { type Originals, originalName, type RecordHead } from './records.js';

/** The folder to which profiles are imported. */
export interface IntakeFolder {
  /** The absolute path. */
  path: string;
  /** The path as messages show it. */
  shown: string;
}

/** The rows of an import, and the people that its files are of. */
export interface IntakeResult {
  rows: IntakeRow[];
  people: TakenIn[];
}

/**
 * Imports files into a folder of profiles. Files that were imported before are passed over, edits by hand stay, and a file
 * that fails does not stop the others.
 *
 * @throws DossierError IMPORT_DAMAGED for a damaged record, OUTPUT_BUSY or OUTPUT_WRITE, ABORTED
 */
export async function takeIn(
  files: readonly IntakeFile[],
  folder: IntakeFolder,
  options: IntakeOptions & { mustRead: boolean },
  services: IntakeServices,
  originals: Originals,
): Promise<IntakeResult> {
  const intake = new Intake(folder, options, services, originals, await knownPeople(folder.path, originals));
  const result: IntakeResult = { rows: [], people: [] };
  const mustRead = options.mustRead || options.again === true || options.force === true;
  for await (const file of readFiles(files, originals, folder.path, { ...options, mustRead }, services)) {
    const rows = 'error' in file ? [intake.fail(file)] : await intake.add(file);
    result.rows.push(...rows);
  }
  result.people = intake.people;
  return result;
}

/** Adds one file after the other. */
class Intake {
  readonly people: TakenIn[] = [];
  readonly #folder: ProfileFolder;
  readonly #options: IntakeOptions;
  readonly #services: IntakeServices;
  readonly #originals: Originals;
  readonly #known: People;
  /** The contents and the profiles of this run. */
  readonly #contents = new Map<string, string>();
  readonly #written = new Set<string>();

  constructor(
    { path, shown }: IntakeFolder,
    options: IntakeOptions,
    services: IntakeServices,
    originals: Originals,
    known: People,
  ) {
    this.#folder = new ProfileFolder(path, shown, services.templates);
    this.#options = options;
    this.#services = services;
    this.#originals = originals;
    this.#known = known;
  }

  fail({ file, error, bug, isForeign }: FailedFile): IntakeRow {
    if (isForeign) return { file, outcome: 'skipped', note: error.message };
    this.#services.failed(error, bug);
    return { file, outcome: 'failed', note: error.message };
  }

  async add(read: ReadFile): Promise<IntakeRow[]> {
    const { file, sha256, same } = read;
    const copy = this.#contents.get(sha256);
    this.#contents.set(sha256, file);
    if (copy !== undefined) return [{ file, outcome: 'skipped', note: `a copy of ${copy}` }];
    // A person may have sent several files, of which the last one counts.
    const isLast = same.some((head) => head.sources.at(-1)?.sha256 === sha256);
    const mustImport = (this.#options.again === true || this.#options.force === true) && isLast;
    if (!mustImport && same.length > 0) {
      // A file that somebody names is imported again if its profile is gone.
      const there = await Promise.all(same.map((head) => this.#folder.hasProfile(head.slug)));
      if (read.isFound || there.every(Boolean)) {
        for (const imported of read.imported ?? []) await this.#report(read, imported, same);
        return same.map((head, index) => this.#keep(read, head, there[index] === true));
      }
      read.imported ??= await this.#services.importer.read(read.bytes, file, {
        ...this.#options,
        ...this.#services,
      });
    }
    const rows: IntakeRow[] = [];
    for (const imported of read.imported ?? []) {
      try {
        rows.push(await this.#take(read, imported, rows[0]?.slug));
      } catch (error) {
        if (!(error instanceof DossierError) || error.code === 'ABORTED') throw error;
        rows.push(this.fail({ ...read, error, isForeign: false }));
      }
    }
    return rows;
  }

  /** Shows the profiles of a file that has not changed, without writing them. */
  async #report(read: ReadFile, imported: Imported, same: readonly RecordHead[]): Promise<void> {
    const slug = same.find((head) => isSamePerson(head.person, imported.person))?.slug ?? imported.slug;
    await this.#services.read(imported, read.file, read.bytes, this.#folder.pathOf(slug), slug);
  }

  #keep(
    { file }: ReadFile,
    { slug, person, language, unsure, values, pages }: RecordHead,
    isThere: boolean,
  ): IntakeRow {
    const facts = { file, slug, language, unsure, values, ...nameOf(person), ...(pages ? { pages } : {}) };
    if (!isThere) return { ...facts, outcome: 'removed', note: 'its profile was deleted; --again imports it anew' };
    this.people.push({ slug, person });
    return { ...facts, outcome: 'unchanged' };
  }

  async #take(read: ReadFile, imported: Imported, first: string | undefined): Promise<IntakeRow> {
    const { file } = read;
    const unsure = imported.values.filter(({ why }) => why !== undefined).length;
    const facts: Omit<IntakeRow, 'outcome'> = {
      file,
      ...nameOf(imported.person),
      language: imported.language,
      unsure,
      values: imported.values.length,
      ...(imported.pageCount ? { pages: imported.pageCount } : {}),
    };
    const earlier = [...read.same, ...read.earlier].find(
      (head) => !this.#written.has(head.slug) && isSamePerson(head.person, imported.person),
    );
    if (earlier) return this.#update(read, imported, earlier.slug, facts, first);
    // A run that was killed may have written this very profile, but not its record.
    if (!this.#originals.get(imported.slug) && (await this.#folder.holds(imported.slug, imported.yaml)))
      return this.#update(read, imported, imported.slug, facts, first);
    const likely = this.#known.find(imported.person);
    if (likely && this.#services.ask) {
      const name = imported.person.name ?? imported.slug;
      const answer = await this.#services.ask({ file, name, slug: likely.slug, why: likely.why });
      if (answer === 'skip')
        return { ...facts, outcome: 'skipped', note: `likely the person of ${likely.slug}: ${likely.why}` };
      if (answer === 'same') return this.#update(read, imported, likely.slug, facts, first);
    }
    const force = this.#options.force === true;
    const wanted = { slug: imported.slug, file, isFound: read.isFound, force };
    const slug = await chooseName(wanted, this.#folder, this.#originals, this.#written);
    this.#wrote(await this.#folder.write(slug, imported));
    await this.#record(read, imported, { ...facts, slug }, first);
    const note = likely ? { note: `likely the person of ${likely.slug}: ${likely.why}` } : {};
    return { ...facts, slug, outcome: 'new', ...note };
  }

  /** Merges an import into a profile that an earlier import of the same person wrote, or overwrites it with --force. */
  async #update(
    read: ReadFile,
    imported: Imported,
    slug: string,
    facts: Omit<IntakeRow, 'outcome'>,
    first: string | undefined,
  ): Promise<IntakeRow> {
    const before: ProfileTexts | undefined = this.#originals.get(slug) && (await this.#originals.read(slug));
    const isForced = this.#options.force === true && !this.#written.has(slug);
    const isThere = await this.#folder.hasProfile(slug);
    if (isForced) await this.#folder.refuseTwin(slug, read.file);
    const update = isForced
      ? { outcome: 'updated' as const, written: await this.#folder.write(slug, imported), conflicts: 0 }
      : await this.#folder.update(slug, imported, before);
    this.#wrote(update.written);
    await this.#record(read, imported, { ...facts, slug }, first);
    const outcome = isThere ? update.outcome : ('new' as const);
    const row = { ...facts, slug, outcome };
    if (update.outcome !== 'unmerged')
      return update.conflicts > 0 ? { ...row, note: 'your text stays; comments show the new import' } : row;
    const [beside = ''] = update.written.filter((path) => path.endsWith('.new.yaml'));
    const path = this.#folder.pathOf(slug);
    this.#services.failed(
      new DossierError('PROFILE_INVALID', `${path} cannot be merged with the new import of ${read.file}`, {
        where: { file: path },
        hint: `it stays as it is; copy what you need from ${beside}, and remove that file`,
      }),
    );
    return { ...row, note: `see ${beside}` };
  }

  async #record(
    read: ReadFile,
    imported: Imported,
    row: Omit<IntakeRow, 'outcome'> & { slug: string },
    first: string | undefined,
  ): Promise<void> {
    const { slug, language = 'en', unsure = 0, values = 0, pages } = row;
    const { yaml, overlay, person } = imported;
    const packets = this.#originals.get(slug)?.packets ?? [];
    const facts = { person, language, unsure, values, ...(pages ? { pages } : {}) };
    const texts = { yaml, ...(overlay === undefined ? {} : { overlay }) };
    const { key: file, sha256, bytes } = read;
    const others = this.#originals.get(slug)?.sources.filter((source) => source.file !== file) ?? [];
    const sources = [...others.filter((source) => source.sha256 !== sha256), { file, sha256 }];
    const original = originalName(first ?? slug, read.file);
    const importer = this.#services.version;
    await this.#originals.keep(
      { version: 1, sources, importer, slug, original, packets, ...facts, ...texts },
      first === undefined ? bytes : undefined,
    );
    this.#written.add(slug);
    this.#known.add(slug, person);
    this.people.push({ slug, person });
    await this.#services.read(imported, read.file, bytes, this.#folder.pathOf(slug), slug);
  }

  #wrote(paths: readonly string[]): void {
    for (const path of paths) this.#services.wrote(path);
  }
}

function nameOf({ name }: Person): { person?: string } {
  return name === undefined ? {} : { person: name };
}

/** `true` if a changed file is of the same person: another person may have sent one of the same name. */
function isSamePerson(one: Person, other: Person): boolean {
  const isSameEmail = one.email !== undefined && one.email.toLowerCase() === other.email?.toLowerCase();
  return isSameEmail || isSameName(one.name, other.name) || (one.name === undefined && other.name === undefined);
}
