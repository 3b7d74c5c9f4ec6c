import {
  PDFArray,
  PDFContext,
  PDFDict,
  PDFName,
  type PDFNumber,
  type PDFObject,
  PDFObjectParser,
  PDFRawStream,
  PDFRef,
} from 'pdf-lib';
import { DossierError } from '../../errors.js';
import { latin } from '../syntax/lexer.js';
import { decodeBounded } from '../syntax/streams.js';

/** The last cross-reference section of a file: its offset, and its form (ISO 32000-1, 7.5.4 and 7.5.8). */
export interface LastSection {
  offset: number;
  isStream: boolean;
}

/** The end of a file: `startxref`, an offset, the end marker, and at most a line end (ISO 32000-1, 7.5.5). */
const ENDING = /startxref[ \t]*[\r\n]+(\d{1,10})[ \t]*[\r\n]+%%EOF[\r\n]{0,2}$/;

/** The number of bytes at the end of a file that can hold its ending. */
const ENDING_LENGTH = 64;

/** The offset of the last cross-reference section; undefined if the file does not end as a PDF must. */
export function startOfSection(bytes: Uint8Array): number | undefined {
  const [, offset] = ENDING.exec(latin(bytes, Math.max(0, bytes.length - ENDING_LENGTH), bytes.length)) ?? [];
  return offset === undefined || Number(offset) >= bytes.length ? undefined : Number(offset);
}

/**
 * Finds the last cross-reference section of a file.
 *
 * @param name the name of the file in messages
 * @throws DossierError PDF_INVALID if the file has no section where its last lines place it
 */
export function lastSection(bytes: Uint8Array, name: string): LastSection {
  const offset = startOfSection(bytes);
  const start = offset === undefined ? '' : latin(bytes, offset, Math.min(bytes.length, offset + ENDING_LENGTH));
  const isStream = /^\d+\s+\d+\s+obj\b/.test(start);
  if (offset !== undefined && (isStream || /^xref\s/.test(start))) return { offset, isStream };
  throw new DossierError(
    'PDF_INVALID',
    `${name} has no valid cross-reference table, so nothing can be appended to it`,
    {
      hint: 'save the PDF again from the program that made it',
    },
  );
}

/** The objects of an incremental update, and the entries of its trailer. */
export interface ReadUpdate {
  objects: Map<PDFRef, PDFObject>;
  trailer: PDFDict;
  /** The object that is the cross-reference section; undefined for a table. */
  section: PDFRef | undefined;
}

/**
 * Reads an update strictly: its cross-reference section must list exactly the objects that are written, without a gap
 * between them.
 *
 * @throws Error if there is anything else
 */
export function readUpdate(bytes: Uint8Array, from: number): ReadUpdate {
  const section = startOfSection(bytes);
  if (section === undefined || section < from) throw new Error('the update has no section of its own');
  const { offsets, trailer, own } = readSection(bytes, section);
  for (const [ref, offset] of offsets)
    if ((offset === section) !== (ref === own)) throw new Error('an object is said to be the section');
  const placed = [...offsets].filter(([ref]) => ref !== own).sort(([, a], [, b]) => a - b);
  const objects = new Map<PDFRef, PDFObject>();
  const first = placed[0]?.[1] ?? section;
  if (!/^\s*$/.test(latin(bytes, from, first))) throw new Error('there are bytes before the first object');
  for (const [index, [ref, offset]] of placed.entries())
    objects.set(ref, readObject(bytes.subarray(offset, placed[index + 1]?.[1] ?? section), ref));
  return { objects, trailer, section: own };
}

/** Reads one object that fills the given bytes. */
function readObject(bytes: Uint8Array, ref: PDFRef): PDFObject {
  const head = /^(\d+) (\d+) obj\s/.exec(latin(bytes, 0, Math.min(bytes.length, 32)));
  if (!head || Number(head[1]) !== ref.objectNumber || Number(head[2]) !== ref.generationNumber)
    throw new Error('the section lists another object');
  const { object, end } = parse(bytes, head[0].length);
  if (!/^\s*endobj\s*$/.test(latin(bytes, end, bytes.length))) throw new Error('the object does not fill its place');
  return object;
}

function parse(bytes: Uint8Array, start: number): { object: PDFObject; end: number } {
  const parser = PDFObjectParser.forBytes(bytes.subarray(start), PDFContext.create());
  const object = parser.parseObject();
  const { bytes: stream } = parser as unknown as { bytes: { offset(): number } };
  const end = start + stream.offset();
  // If a key occurs twice, some readers use the first entry and some the last.
  const dict = object instanceof PDFRawStream ? object.dict : object;
  if (namesIn(latin(bytes, start, end)) !== namesIn(String(dict))) throw new Error('an entry is written twice');
  return { object, end };
}

/** The number of slashes before the content of a stream; each name begins with one. */
function namesIn(text: string): number {
  return (text.split(/>>\s*stream\r?\n/, 1)[0] ?? '').split('/').length;
}

interface Section {
  offsets: Map<PDFRef, number>;
  trailer: PDFDict;
  /** The object that a section in a stream is. */
  own: PDFRef | undefined;
}

function readSection(bytes: Uint8Array, at: number): Section {
  return latin(bytes, at, at + 4) === 'xref' ? readTable(bytes, at) : readStream(bytes, at);
}

const CLOSING = /^\s*startxref\s+\d+\s+%%EOF[\r\n]{0,2}$/;

/** A header of a run of entries, and an entry in use (ISO 32000-1, 7.5.4). */
const RUN = /(\d{1,8}) (\d{1,8})[ \r\n]{1,3}/y;
const ENTRY = /(\d{10}) (\d{5}) n[ \r\n]{2}/y;

function readTable(bytes: Uint8Array, at: number): Section {
  const text = latin(bytes, at, bytes.length);
  let position = /^xref[ \r\n]{1,3}/.exec(text)?.[0].length ?? 0;
  const match = (pattern: RegExp) => {
    pattern.lastIndex = position;
    const found = pattern.exec(text);
    if (found) position = pattern.lastIndex;
    return found;
  };
  const offsets = new Map<PDFRef, number>();
  for (let run = match(RUN); run; run = match(RUN))
    for (let index = 0; index < Number(run[2]); index++) {
      const [, offset, generation] = match(ENTRY) ?? [];
      if (offset === undefined) throw new Error('the table has other entries');
      add(offsets, PDFRef.of(Number(run[1]) + index, Number(generation)), Number(offset));
    }
  if (!match(/trailer\s/y)) throw new Error('the table has no trailer');
  const { object, end } = parse(bytes, at + position);
  if (
    !(object instanceof PDFDict) ||
    !CLOSING.test(latin(bytes, end, bytes.length)) ||
    object.has(PDFName.of('XRefStm'))
  )
    throw new Error('the trailer is followed by something else');
  return { offsets, trailer: object, own: undefined };
}

function add(offsets: Map<PDFRef, number>, ref: PDFRef, offset: number): void {
  if (offsets.has(ref)) throw new Error('an object is listed twice');
  offsets.set(ref, offset);
}

function readStream(bytes: Uint8Array, at: number): Section {
  const head = /^(\d{1,8}) 0 obj\s/.exec(latin(bytes, at, Math.min(bytes.length, at + 32)));
  const own = PDFRef.of(Number(head?.[1] ?? 0));
  const { object, end } = parse(bytes, at + (head?.[0].length ?? 0));
  const rest = /^\s*endobj/.exec(latin(bytes, end, bytes.length));
  if (!(object instanceof PDFRawStream) || !rest || !CLOSING.test(latin(bytes, end + rest[0].length, bytes.length)))
    throw new Error('the section is followed by something else');
  const { dict } = object;
  const numbers = (key: string) =>
    (dict.lookup(PDFName.of(key), PDFArray).asArray() as PDFNumber[]).map((number) => number.asNumber());
  const widths = numbers('W');
  const data = decodeBounded(object);
  const offsets = new Map<PDFRef, number>();
  let from = 0;
  const field = (width: number, missing: number) => {
    if (width === 0) return missing;
    let value = 0;
    for (const byte of data.subarray(from, from + width)) value = value * 256 + byte;
    from += width;
    return value;
  };
  const runs = numbers('Index');
  for (let run = 0; run + 1 < runs.length; run += 2)
    for (let index = 0; index < (runs[run + 1] ?? 0) && from < data.length; index++) {
      const kind = field(widths[0] ?? 0, 1);
      const offset = field(widths[1] ?? 0, 0);
      if (kind !== 1) throw new Error('the section has other entries');
      add(offsets, PDFRef.of((runs[run] ?? 0) + index, field(widths[2] ?? 0, 0)), offset);
    }
  if (from !== data.length) throw new Error('the section has another length');
  return { offsets, trailer: dict, own };
}
