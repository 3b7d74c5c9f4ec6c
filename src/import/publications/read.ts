import { DossierError } from '../../errors.js';
import { decode, LIMITS } from '../../profile/limits.js';
import { at, items } from '../../profile/values.js';
import { type CslItem, cslItem } from './csl.js';

/** A list of publications, by what it is written in. */
export type ReferenceFormat = 'BibTeX' | 'RIS' | 'CSL-JSON' | 'ORCID';

export interface References {
  format: ReferenceFormat;
  items: CslItem[];
  /** Items that could not be read, by their keys. */
  unread: string[];
}

/** The most publications of one list. */
const MOST = 5000;

/** The format of a list of publications, by its content; undefined if it is none. */
export function referenceFormat(text: string): ReferenceFormat | undefined {
  const start = text
    .slice(0, 20_000)
    .replace(/^\uFEFF/, '')
    .trimStart();
  if (/^(?:[^@{}]{0,5000}\n)?\s*@[a-z]{3,30}\s*[{(]/i.test(start)) return 'BibTeX';
  if (/^TY {1,2}- /m.test(start.slice(0, 2000))) return 'RIS';
  if (!/^[[{]/.test(start)) return undefined;
  const value = parseJson(text);
  if (items(at(value, 'group')).some((group) => at(group, 'work-summary') !== undefined)) return 'ORCID';
  const list = Array.isArray(value) ? value : [];
  const isCsl = (item: unknown) => typeof at(item, 'title') === 'string' && typeof at(item, 'type') === 'string';
  const hasSource = (item: unknown) =>
    ['issued', 'author', 'DOI', 'container-title'].some((key) => at(item, key) !== undefined);
  return list.length > 0 && list.every((item) => isCsl(item) && hasSource(item)) ? 'CSL-JSON' : undefined;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch {
    return undefined;
  }
}

/**
 * Reads BibTeX or BibLaTeX, RIS, CSL-JSON, or the works of an ORCID record (public API 3.0, `/works`).
 *
 * @throws DossierError PROFILE_SYNTAX, PROFILE_LIMIT
 */
export async function readReferences(text: string, format: ReferenceFormat, file: string): Promise<References> {
  const found = await READERS[format](text, file);
  if (found.length > MOST)
    throw new DossierError('PROFILE_LIMIT', `the list has ${found.length.toLocaleString('en')} publications`, {
      where: { file },
      hint: `import at most ${MOST.toLocaleString('en')}`,
    });
  const read = found.map((value) => ({ value, item: cslItem(value) }));
  return {
    format,
    items: read.flatMap(({ item }) => item ?? []),
    unread: read.flatMap(({ value, item }) => (item ? [] : [String(at(value, 'id') ?? '?')])),
  };
}

/**
 * Reads a file that is a list of publications; undefined for any other file.
 *
 * @throws DossierError as `readReferences` does, PROFILE_ENCODING
 */
export async function readReferenceFile(bytes: Uint8Array, file: string): Promise<References | undefined> {
  if (bytes.length > LIMITS.bytes || !/[@[{]|TY {1,2}-/.test(new TextDecoder('latin1').decode(bytes.subarray(0, 5000))))
    return undefined;
  const text = decode(bytes, file);
  const format = referenceFormat(text);
  return format && readReferences(text, format, file);
}

type Reader = (text: string, file: string) => Promise<unknown[]>;

const READERS: Readonly<Record<ReferenceFormat, Reader>> = {
  BibTeX: async (text, file) => {
    const chain = await parser();
    try {
      const entries = chain(text, { ...FORCED, forceType: '@biblatex/text', target: '@biblatex/entries+list' });
      // One entry with an error must not lose the others.
      return entries.flatMap((entry) => {
        const read = chain([entry], { ...FORCED, forceType: '@biblatex/entries+list' });
        return read.map((item) => withArchive(item, at(entry, 'properties')));
      });
    } catch (error) {
      const [, line, column] = /at line (\d+) col (\d+)/.exec((error as Error).message) ?? [];
      throw new DossierError('PROFILE_SYNTAX', 'the BibTeX cannot be read', {
        where: { file, ...(line ? { line: Number(line), column: Number(column) } : {}) },
        hint: 'check the braces and commas there',
        cause: error,
      });
    }
  },
  RIS: async (text) => {
    const chain = await parser();
    return text.split(/^ER {1,2}-.*$/m).flatMap((record) => {
      if (!/^TY {1,2}- /m.test(record)) return [];
      const [read] = chain(`${record.trim()}\nER  - \n`, { ...FORCED, forceType: '@ris/file' });
      // The library reads the DOI of new records only.
      const doi = /^DO {1,2}- (.+)$/m.exec(record)?.[1]?.trim();
      return [{ ...(read as object), ...(doi ? { DOI: doi } : {}) }];
    });
  },
  'CSL-JSON': async (text) => items(parseJson(text)),
  ORCID: async (text) =>
    items(at(parseJson(text), 'group')).flatMap((group) => {
      // Several sources state the same work; the first is the one that its owner prefers.
      const [work] = items(at(group, 'work-summary'));
      return work === undefined ? [] : [orcidWork(work)];
    }),
};

type Chain = (input: unknown, options: Record<string, unknown>) => unknown[];

/** The library may fetch addresses; a forced type keeps it to the text that it is given. */
const FORCED = { generateGraph: false, strict: true } as const;

async function parser(): Promise<Chain> {
  const { plugins } = await import('@citation-js/core');
  await import('@citation-js/plugin-bibtex');
  await import('@citation-js/plugin-ris');
  return (input, options) => plugins.input.chain(input, options);
}

/** Adds the address of a preprint, which BibTeX gives as an identifier of its archive. */
function withArchive(item: unknown, properties: unknown): unknown {
  const eprint = at(properties, 'eprint');
  const archive = String(at(properties, 'archiveprefix') ?? at(properties, 'eprinttype') ?? '');
  if (typeof eprint !== 'string' || !/^arxiv$/i.test(archive) || at(item, 'URL') !== undefined) return item;
  return { ...(item as object), URL: `https://arxiv.org/abs/${eprint.trim()}` };
}

const ORCID_KINDS: Readonly<Record<string, string>> = {
  'journal-article': 'article-journal',
  'conference-paper': 'paper-conference',
  'conference-abstract': 'paper-conference',
  'conference-poster': 'paper-conference',
  book: 'book',
  'book-chapter': 'chapter',
  'edited-book': 'book',
  dissertation: 'thesis',
  'dissertation-thesis': 'thesis',
  report: 'report',
  preprint: 'article',
  'working-paper': 'article',
  'data-set': 'dataset',
  software: 'software',
  patent: 'patent',
  lecture: 'speech',
  'lecture-speech': 'speech',
};

/** Converts a work of an ORCID record; it names no authors. */
function orcidWork(work: unknown): unknown {
  const value = (...path: string[]) => path.reduce<unknown>((inner, key) => at(inner, key), work);
  const parts = ['year', 'month', 'day'].map((key) => Number(value('publication-date', key, 'value')));
  const known = parts.slice(0, parts.findIndex(Number.isNaN) === -1 ? 3 : parts.findIndex(Number.isNaN));
  const ids = items(value('external-ids', 'external-id'));
  const doi = ids.find((id) => at(id, 'external-id-type') === 'doi');
  return {
    id: value('put-code'),
    type:
      ORCID_KINDS[
        String(value('type') ?? '')
          .toLowerCase()
          .replaceAll('_', '-')
      ] ?? 'document',
    title: value('title', 'title', 'value'),
    'container-title': value('journal-title', 'value'),
    issued: known.length > 0 ? { 'date-parts': [known] } : undefined,
    DOI: doi === undefined ? undefined : at(doi, 'external-id-value'),
    URL: value('url', 'value'),
  };
}
