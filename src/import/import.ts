import { count, DossierError, problemsOf, type Where } from '../errors.js';
import { extractFiles } from '../pdf/attach.js';
import { type Path, readDocument } from '../profile/document.js';
import { isJsonFile } from '../profile/names.js';
import { readProfile } from '../profile/read.js';
import { type Draft, type Fields, profileSlugOf } from './draft.js';
import { draftOfPdf } from './printed-pdf.js';
import { takeContacts } from './private-contacts.js';
import type { ReadValue } from './read-value.js';
import { recognize, SOURCE_FORMATS, type SourceFormat } from './recognize.js';
import { Source } from './source.js';
import { placesOf, writeProfile } from './write.js';

/** A value, with its place in the source and in the profile. */
export interface PlacedValue {
  where: Where;
  path: string;
  to: string;
}

/** An ignored setting of the other tool, and the number of values in it. */
export interface LeftOut {
  where: Where;
  path: string;
  values: number;
}

export interface Imported {
  /** The file name of the profile, without its extension. */
  slug: string;
  /** The display name of the source format. */
  format: string;
  yaml: string;
  /** Values without a corresponding key in a profile, in source order. */
  placed: PlacedValue[];
  leftOut: LeftOut[];
  /** The private overlay with phone, e-mail and street, which the profile does not hold; undefined if there are none. */
  overlay: string | undefined;
  /** The values that were read from the pages of a PDF; empty for other files. */
  values: ReadValue[];
}

export interface ImportOptions {
  /** The name of the format, to skip detection. */
  from?: string | undefined;
  /** The available templates: a profile may not name any other. */
  templates?: readonly string[];
  /** `true` to keep phone, e-mail and street in the profile itself. */
  publicContacts?: boolean | undefined;
  /** `true` to fail if a value that was read from a page is unsure. */
  strict?: boolean | undefined;
}

/**
 * Converts a file to profiles: a PDF that Dossier made contains one for each résumé in it, any other file is one.
 *
 * @throws DossierError as `importDocument` and `importPdf` do
 */
export async function importFile(bytes: Uint8Array, file: string, options: ImportOptions = {}): Promise<Imported[]> {
  const isPdf = new TextDecoder('latin1').decode(bytes.subarray(0, 5)) === '%PDF-';
  return isPdf ? importPdf(bytes, file, options) : [importDocument(bytes, file, options)];
}

/**
 * Converts a résumé of another tool to a profile.
 *
 * @param file the name of the file in messages and comments
 * @throws DossierError IMPORT_UNKNOWN, PROFILE_EMPTY, and as `readDocument` does
 */
export function importDocument(bytes: Uint8Array, file: string, options: ImportOptions = {}): Imported {
  const document = readDocument(bytes, file, { repeatedKeys: true });
  const root = new Source(document.value);
  const format = options.from === undefined ? recognize(root, file) : formatOf(options.from);
  if (!root.isMap)
    throw new DossierError('IMPORT_UNKNOWN', `this is not a ${format.title} document`, {
      where: { file },
      hint: `it must contain ${format.signs}`,
    });
  if (root.left().every(({ path, text }) => path[0] === 'meta' || /^(0|true|false)$/.test(text ?? '')))
    throw new DossierError('PROFILE_EMPTY', 'every field of the document is empty', {
      where: { file },
      hint: 'specify the file that contains the résumé',
    });
  const draft = format.read(root, options.templates ?? []);
  const rest = root.left()[0];
  if (rest) throw new Error(`${pathOf(rest.path)} was not mapped`);
  const basics = draft.profile.basics as { name?: string; image?: string } | undefined;
  if (basics?.image) draft.note(basics, 'image', 'a file next to this one: copy the picture here, or remove the line');
  const name = basics?.name;
  const whereOf = (path: Path, part: 'key' | 'value'): Where => {
    const range = document.rangeOf(path, part);
    return { file, ...(range ? document.position(range[0]) : {}) };
  };
  const places = placesOf(draft.profile);
  const placed = draft.moved.map(({ from, holder, key }) => ({
    where: whereOf(from, 'value'),
    path: pathOf(from),
    to: [places.get(holder), key].filter(Boolean).join('.'),
  }));
  const leftOut = draft.settings.map((source) => ({
    where: whereOf(source.path, 'key'),
    path: pathOf(source.path),
    values: countOf(source.value),
  }));
  return { ...finish(draft, format.title, name, file, options), placed: sorted(placed), leftOut, values: [] };
}

/** Writes a profile and its private overlay. */
function finish(
  draft: Draft,
  format: string,
  name: string | undefined,
  file: string,
  options: ImportOptions,
): Pick<Imported, 'slug' | 'format' | 'yaml' | 'overlay'> {
  const slug = profileSlugOf(name ?? '', file.replace(/^.*[\\/]/, '').replace(/\.\w+$/, ''));
  const overlay = options.publicContacts ? undefined : takeContacts(draft);
  const yaml = writeProfile(draft, headOf(format, file, draft, overlay !== undefined));
  proveReadable(yaml, file, options.templates);
  return { slug, format, yaml, overlay };
}

/**
 * Imports the profiles embedded in a PDF made by this program: one in a résumé, several in a packet. The text of any
 * other PDF is read by rules.
 *
 * @throws DossierError PDF_INVALID, or IMPORT_UNKNOWN if the PDF contains neither a profile nor text
 */
export async function importPdf(bytes: Uint8Array, file: string, options: ImportOptions = {}): Promise<Imported[]> {
  const files = (await attachedTo(bytes, file)).filter(({ name }) => isJsonFile(name));
  if (files.length === 0) {
    const { draft, values } = await draftOfPdf(bytes, file, options.strict === true);
    const { name } = (draft.profile.basics ?? {}) as { name?: string };
    return [{ ...finish(draft, 'PDF', name, file, options), placed: [], leftOut: [], values }];
  }
  return files.map((attached) => {
    // The format depends only on the end of the name.
    const name = attached.name.replace(/[^\p{L}\p{N}._-]+/gu, '-').slice(-60);
    return importDocument(attached.bytes, `${file}#${name}`, options);
  });
}

/** The files attached to a PDF. One whose structure cannot be read has none, but perhaps a text. */
async function attachedTo(bytes: Uint8Array, file: string): ReturnType<typeof extractFiles> {
  try {
    return await extractFiles(bytes, file);
  } catch (error) {
    if (!(error instanceof DossierError) || error.code !== 'PDF_INVALID' || /password/.test(error.message)) throw error;
    return [];
  }
}

/** Throws before anything is written if the profile would be invalid: two sections of one name, or an unknown tag. */
function proveReadable(yaml: string, file: string, templates: readonly string[] | undefined): void {
  try {
    readProfile(new TextEncoder().encode(yaml), file, templates);
  } catch (error) {
    if (!(error instanceof DossierError)) throw error;
    // Line numbers refer to the generated profile, not to this file.
    const problems = problemsOf(error).map(({ frame: _frame, ...problem }) => ({ ...problem, where: { file } }));
    throw new DossierError(error.code, `${file} cannot be converted to a valid profile`, { problems, cause: error });
  }
}

function formatOf(name: string): SourceFormat {
  const found = SOURCE_FORMATS.find((format) => format.name === name);
  if (!found)
    throw new DossierError('USAGE', `there is no format "${name}"`, {
      hint: `the formats are ${SOURCE_FORMATS.map((format) => format.name).join(', ')}`,
    });
  return found;
}

/** Returns the comment lines at the top of a profile. */
function headOf(format: string, file: string, draft: Draft, hasOverlay: boolean): string[] {
  const { moved, settings, profile, notes } = draft;
  const { email, phone, location } = (profile.basics ?? {}) as { email?: string; phone?: string; location?: Fields };
  return [
    `Made from ${file.replace(/^.*[\\/]/, '')} (${format}) by dossier import.`,
    ...(format === 'PDF' ? [readNote(notes.length)] : []),
    ...(hasOverlay
      ? ['Phone, e-mail and street are in the file of the same name in private/, which is not published.']
      : []),
    ...(format === 'PDF' ? [] : [keyNote(moved.length)]),
    ...(settings.length > 0 ? [`Settings of ${format} were not imported.`] : []),
    ...(email || phone || location?.address
      ? ['Keep phone, e-mail and street in profiles/private/, which is not published.']
      : []),
  ];
}

function keyNote(moved: number): string {
  return moved === 0
    ? 'Every value had a matching key.'
    : `Without a matching key: ${count(moved, 'value')}; comments mark where they are now.`;
}

function readNote(unsure: number): string {
  return unsure === 0
    ? 'It was read from the pages: compare it with them.'
    : `It was read from the pages: compare it with them. Comments mark what is unsure (${count(unsure, 'place')}).`;
}

function countOf(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 1;
  return Object.values(value).reduce<number>((sum, item) => sum + countOf(item), 0);
}

/** Formats a path for messages: `cv.sections.Work[0].revenue`. */
function pathOf(path: Path): string {
  return path.reduce<string>((text, step) => {
    if (typeof step === 'number') return `${text}[${step}]`;
    const name = /^[\w$-]+$/.test(String(step)) ? String(step) : JSON.stringify(String(step));
    return text === '' ? name : `${text}.${name}`;
  }, '');
}

function sorted(placed: readonly PlacedValue[]): PlacedValue[] {
  return placed.toSorted(
    (a, b) => (a.where.line ?? 0) - (b.where.line ?? 0) || (a.where.column ?? 0) - (b.where.column ?? 0),
  );
}
