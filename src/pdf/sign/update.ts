import { PDFArray, type PDFContext, PDFDict, PDFHexString, PDFName, type PDFObject, type PDFRef } from 'pdf-lib';

/** Objects to append to a file. */
export interface Update {
  objects: readonly (readonly [PDFRef, PDFObject | Uint8Array])[];
  /** The document, whose trailer the update repeats. */
  context: PDFContext;
  /** An unused object number for the cross-reference stream; undefined for a table. */
  section: PDFRef | undefined;
  /** The second part of the file identifier, 16 bytes (ISO 32000-1, 14.4). */
  id: Uint8Array;
}

interface Entry {
  ref: PDFRef;
  offset: number;
}

const encoder = new TextEncoder();

/**
 * Writes an incremental update (ISO 32000-1, 7.5.6). It has a cross-reference section of the same form as the last one
 * of the file, because readers may expect one form only.
 *
 * @param length the length of the file in bytes
 * @param previous the offset of its last cross-reference section
 */
export function writeUpdate(update: Update, length: number, previous: number): Uint8Array {
  const parts: Uint8Array[] = [encoder.encode('\n')];
  const entries: Entry[] = [];
  let offset = length + 1;
  const add = (bytes: Uint8Array) => {
    parts.push(bytes);
    offset += bytes.length;
  };
  for (const [ref, object] of update.objects) {
    entries.push({ ref, offset });
    add(encoder.encode(`${ref.objectNumber} ${ref.generationNumber} obj\n`));
    add(object instanceof Uint8Array ? object : bytesOf(object));
    add(encoder.encode('\nendobj\n'));
  }
  const start = offset;
  if (update.section) {
    entries.push({ ref: update.section, offset });
    add(crossReferenceStream(update, update.section, entries, previous));
  } else add(encoder.encode(crossReferenceTable(update, entries, previous)));
  add(encoder.encode(`startxref\n${start}\n%%EOF\n`));
  const whole = new Uint8Array(offset - length);
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

/** An object as it is written in a file. */
export function bytesOf(object: PDFObject): Uint8Array {
  const bytes = new Uint8Array(object.sizeInBytes());
  object.copyBytesInto(bytes, 0);
  return bytes;
}

/** The entries by number, in runs of consecutive numbers. */
function runsOf(entries: readonly Entry[]): Entry[][] {
  const runs: Entry[][] = [];
  for (const entry of entries.toSorted((a, b) => a.ref.objectNumber - b.ref.objectNumber)) {
    const run = runs.at(-1);
    if (run?.at(-1)?.ref.objectNumber === entry.ref.objectNumber - 1) run?.push(entry);
    else runs.push([entry]);
  }
  return runs;
}

function crossReferenceTable(update: Update, entries: readonly Entry[], previous: number): string {
  const digits = (value: number, width: number) => String(value).padStart(width, '0');
  const lines = runsOf(entries).flatMap((run) => [
    `${run[0]?.ref.objectNumber} ${run.length}\n`,
    ...run.map(({ ref, offset }) => `${digits(offset, 10)} ${digits(ref.generationNumber, 5)} n \n`),
  ]);
  return `xref\n${lines.join('')}trailer\n${trailerOf(update, entries, previous)}\n`;
}

/** The widths of the fields of an entry, in bytes (ISO 32000-1, 7.5.8.2). */
const WIDTHS = [1, 4, 2] as const;

function crossReferenceStream(
  update: Update,
  section: PDFRef,
  entries: readonly Entry[],
  previous: number,
): Uint8Array {
  const runs = runsOf(entries);
  const width = WIDTHS[0] + WIDTHS[1] + WIDTHS[2];
  const data = new DataView(new ArrayBuffer(entries.length * width));
  for (const [index, { ref, offset }] of runs.flat().entries()) {
    data.setUint8(index * width, 1);
    data.setUint32(index * width + WIDTHS[0], offset);
    data.setUint16(index * width + WIDTHS[0] + WIDTHS[1], ref.generationNumber);
  }
  const dict = trailerOf(update, entries, previous);
  dict.set(PDFName.of('Type'), PDFName.of('XRef'));
  dict.set(PDFName.of('W'), update.context.obj([...WIDTHS]));
  dict.set(PDFName.of('Index'), update.context.obj(runs.flatMap((run) => [run[0]?.ref.objectNumber ?? 0, run.length])));
  dict.set(PDFName.of('Length'), update.context.obj(data.byteLength));
  const head = encoder.encode(`${section.objectNumber} 0 obj\n${dict}\nstream\n`);
  const tail = encoder.encode('\nendstream\nendobj\n');
  const bytes = new Uint8Array(head.length + data.byteLength + tail.length);
  bytes.set(head);
  bytes.set(new Uint8Array(data.buffer), head.length);
  bytes.set(tail, head.length + data.byteLength);
  return bytes;
}

function trailerOf({ context, id }: Update, entries: readonly Entry[], previous: number): PDFDict {
  const { Root, Info, ID } = context.trailerInfo;
  const dict = PDFDict.withContext(context);
  const largest = Math.max(context.largestObjectNumber, ...entries.map(({ ref }) => ref.objectNumber));
  dict.set(PDFName.of('Size'), context.obj(largest + 1));
  if (Root) dict.set(PDFName.of('Root'), Root);
  if (Info) dict.set(PDFName.of('Info'), Info);
  const first = ID instanceof PDFArray ? ID.get(0) : undefined;
  const second = PDFHexString.of([...id].map((byte) => byte.toString(16).padStart(2, '0')).join(''));
  if (first) dict.set(PDFName.of('ID'), context.obj([first, second]));
  dict.set(PDFName.of('Prev'), context.obj(previous));
  return dict;
}
