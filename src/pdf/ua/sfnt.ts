import { type PDFDict, PDFName, PDFRawStream } from 'pdf-lib';
import { dictAt } from '../metadata.js';
import { decodeStream } from '../syntax/page-content.js';
import { type CharacterMap, readMaps } from './sfnt-cmap.js';

/** What an embedded TrueType font says of its glyphs. */
export interface Program {
  /** How many glyphs it has. */
  count: number;
  /** The width of a glyph in thousandths of the font's size. */
  width(glyph: number): number;
  /** From characters to glyphs; none where it has no such table, undefined where that cannot be read. */
  maps: readonly CharacterMap[] | undefined;
}

/** A program stays known as long as its stream lives: fonts of many pages share it. */
const KNOWN = new WeakMap<PDFRawStream, { program: Program | undefined }>();

/** The TrueType program of a simple font or a CIDFont; undefined where there is none, or none that can be read. */
export function programOf(font: PDFDict): Program | undefined {
  const stream = dictAt(font, 'FontDescriptor')?.lookup(PDFName.of('FontFile2'));
  if (!(stream instanceof PDFRawStream)) return undefined;
  let known = KNOWN.get(stream);
  if (!known) {
    known = { program: readProgram(decodeStream(stream)) };
    KNOWN.set(stream, known);
  }
  return known.program;
}

/** Reads the tables head, hhea, hmtx, maxp and cmap of a font file; undefined where one is missing or cut off. */
function readProgram(bytes: Uint8Array): Program | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  try {
    const tables = new Map<string, number>();
    for (let index = 0; index < view.getUint16(4); index++) {
      const at = 12 + index * 16;
      const tag = String.fromCharCode(...bytes.subarray(at, at + 4));
      tables.set(tag, view.getUint32(at + 8));
    }
    const [head, hhea, hmtx, maxp] = ['head', 'hhea', 'hmtx', 'maxp'].map((tag) => tables.get(tag));
    if (head === undefined || hhea === undefined || hmtx === undefined || maxp === undefined) return undefined;
    const unitsPerEm = view.getUint16(head + 18);
    const measured = view.getUint16(hhea + 34);
    const count = view.getUint16(maxp + 4);
    // The glyphs after the last one measured are as wide as it.
    const width = (glyph: number) => (view.getUint16(hmtx + Math.min(glyph, measured - 1) * 4) * 1000) / unitsPerEm;
    width(count - 1);
    const cmap = tables.get('cmap');
    return { count, width, maps: cmap === undefined ? [] : readMaps(view, cmap) };
  } catch {
    return undefined;
  }
}
