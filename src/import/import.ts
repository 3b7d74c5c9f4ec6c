import { withPdfJs } from '../ats/pdfjs.js';
import { DossierError } from '../errors.js';
import { extractFiles } from '../pdf/attach.js';
import type { Path } from '../profile/document.js';
import { decode } from '../profile/limits.js';
import { isJsonFile } from '../profile/names.js';

import { isArchive, openArchive } from './archive.js';
import { isWordFile } from './docx/package.js';
import { Draft } from './draft.js';
import { finish } from './finish.js';
import type { ImportOptions } from './import-options.js';
import type { Imported, PlacedValue } from './imported.js';
import { type OfficeConverter, officeEnding } from './libreoffice.js';
import { type FlowDocument, readHtmlDocument, readMarkdownDocument, readWordDocument } from './printed-file.js';
import { draftOfFlow, draftOfPdf, draftOfScan, type PrintedDraft } from './printed-pdf.js';
import { publicationEntries } from './publications/entries.js';
import { type References, readReferenceFile } from './publications/read.js';
import { readExport, readTextTree } from './read-tree.js';

import { recognize, SOURCE_FORMATS, type SourceFormat } from './recognize.js';
import { Source } from './source.js';
import type { Tree } from './tree.js';
import { isHtmlPage } from './web/html.js';
import { isMarkdown } from './web/markdown.js';
import { placesOf } from './write.js';

export function isPdf(bytes: Uint8Array): boolean {
  return new TextDecoder('latin1').decode(bytes.subarray(0, 5)) === '%PDF-';
}

/**
 * Converts a file to profiles, whatever its format: a PDF that Dossier made contains one for each résumé in it, any other
 * file is one.
 *
 * @throws DossierError as `readExport`, `readWord`, `importDocument` and `importPdf` do
 */
export async function importFile(bytes: Uint8Array, file: string, options: ImportOptions = {}): Promise<Imported[]> {
  if (isPdf(bytes)) return importPdf(bytes, file, options);
  const ending = officeEnding(bytes);
  if (ending) {
    const word = await (options.office ?? unread)(bytes, ending, file);
    return [importFlow(await readWordDocument(await openArchive(word, file), file), file, options)];
  }
  if (isArchive(bytes)) {
    const archive = await openArchive(bytes, file);
    if (isWordFile(archive.names)) return [importFlow(await readWordDocument(archive, file), file, options)];
    return [convert(await readExport(archive, file), file, options)];
  }
  if (options.from === undefined && isHtmlPage(bytes))
    return [importFlow(readHtmlDocument(bytes, file), file, options)];
  const references = options.from === undefined ? await readReferenceFile(bytes, file) : undefined;
  return [references ? importReferences(references, file, options) : importText(bytes, file, options)];
}

const unread: OfficeConverter = async (_bytes, ending, file) => {
  throw new DossierError('IMPORT_UNKNOWN', `a .${ending} file is not read here`, {
    where: { file },
    hint: 'save it as Word (.docx) or PDF',
  });
};

/** Imports a list of publications as a profile that has nothing else. */
function importReferences(references: References, file: string, options: ImportOptions): Imported {
  const draft = new Draft({ markdown: false });
  draft.profile.publications = publicationEntries(references.items, undefined);
  const notices = references.unread.map((key) => `the entry ${key} has no title, so it was not imported`);
  const result = finish(draft, references.format, undefined, file, options);
  return { ...result, placed: [], leftOut: [], values: [], pages: [], notices };
}

/** Imports a text file: one whose data have no known format may be Markdown, whose headings are comments in YAML. */
function importText(bytes: Uint8Array, file: string, options: ImportOptions): Imported {
  const markdown = () => importFlow(readMarkdownDocument(bytes, file), file, options);
  if (options.from === undefined && /\.(md|markdown|mdown)$/i.test(file)) return markdown();
  try {
    return importDocument(bytes, file, options);
  } catch (error) {
    const isUnknown =
      error instanceof DossierError && /^(IMPORT_UNKNOWN|PROFILE_SYNTAX|PROFILE_EMPTY)$/.test(error.code);
    if (isUnknown && options.from === undefined && isMarkdown(decode(bytes, file))) return markdown();
    throw error;
  }
}

/** Imports the text of a document without pages, which is read by rules. */
function importFlow(document: FlowDocument, file: string, options: ImportOptions): Imported {
  const { format, notices } = document;
  const { draft, values, pages } = draftOfFlow(document, file, options.strict === true);
  const { name } = (draft.profile.basics ?? {}) as { name?: string };
  return { ...finish(draft, format, name, file, options), placed: [], leftOut: [], values, pages, notices };
}

/**
 * Converts a résumé of another tool in YAML or JSON to a profile.
 *
 * @param file the name of the file in messages and comments
 * @throws DossierError IMPORT_UNKNOWN, PROFILE_EMPTY, and as `readDocument` does
 */
export function importDocument(bytes: Uint8Array, file: string, options: ImportOptions = {}): Imported {
  return convert(readTextTree(bytes, file), file, options);
}

/** @throws DossierError IMPORT_UNKNOWN, PROFILE_EMPTY */
function convert(tree: Tree, file: string, options: ImportOptions): Imported {
  const root = new Source(tree.value);
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
  const places = placesOf(draft.profile);
  const placed = draft.moved.map(({ from, holder, key }) => ({
    where: tree.whereOf(from, 'value'),
    path: pathOf(from),
    to: [places.get(holder), key].filter(Boolean).join('.'),
  }));
  const leftOut = draft.settings.map((source) => ({
    where: tree.whereOf(source.path, 'key'),
    path: pathOf(source.path),
    values: countOf(source.value),
  }));
  return {
    ...finish(draft, format.title, name, file, options),
    placed: sorted(placed),
    leftOut,
    values: [],
    pages: [],
    notices: [],
  };
}

/**
 * Imports the profiles embedded in a PDF made by this program: one in a résumé, several in a packet. The text of any
 * other PDF is read by rules.
 *
 * @throws DossierError PDF_INVALID, or IMPORT_UNKNOWN if the PDF contains neither a profile nor text
 */
export async function importPdf(bytes: Uint8Array, file: string, options: ImportOptions = {}): Promise<Imported[]> {
  const files = (await attachedTo(bytes, file)).filter(({ name }) => isJsonFile(name) || /\.xml$/i.test(name));
  if (files.length === 0) {
    const { draft, values, pages } = await readPrinted(bytes, file, options);
    const { name } = (draft.profile.basics ?? {}) as { name?: string };
    const own = { placed: [], leftOut: [], values, pages, pageCount: pages.length, notices: [] };
    return [{ ...finish(draft, 'PDF', name, file, options), ...own }];
  }
  const pageCount = await withPdfJs(bytes, async ({ numPages }) => numPages).catch(() => undefined);
  return files.map((attached) => {
    // The format depends only on the end of the name.
    const name = attached.name.replace(/[^\p{L}\p{N}._-]+/gu, '-').slice(-60);
    const imported = importDocument(attached.bytes, `${file}#${name}`, options);
    return pageCount === undefined ? imported : { ...imported, pageCount };
  });
}

/** Reads the text of a PDF, or recognizes it in a scan. */
async function readPrinted(bytes: Uint8Array, file: string, { scan, strict }: ImportOptions): Promise<PrintedDraft> {
  try {
    return await draftOfPdf(bytes, file, strict === true);
  } catch (error) {
    if (!scan || !(error instanceof DossierError) || error.code !== 'IMPORT_SCAN') throw error;
    return draftOfScan(await scan(bytes, file), file, strict === true);
  }
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

function formatOf(name: string): SourceFormat {
  const found = SOURCE_FORMATS.find((format) => format.name === name);
  if (!found)
    throw new DossierError('USAGE', `there is no format "${name}"`, {
      hint: `the formats are ${SOURCE_FORMATS.map((format) => format.name).join(', ')}`,
    });
  return found;
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
