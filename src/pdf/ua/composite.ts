import { type PDFDict, PDFName, PDFNumber, type PDFObject, PDFRawStream } from 'pdf-lib';
import { type Program, readProgram } from '../fonts/sfnt.js';
import { numberOf, widthsOf } from '../fonts/widths.js';
import { dictAt } from '../metadata.js';
import { textOf } from '../structure/trees.js';
import { scanContent } from '../syntax/content.js';
import { decodeStream } from '../syntax/page-content.js';
import type { Fault } from '../verdict.js';
import { fault } from './conditions.js';
import type { FontUse } from './painting.js';

const IDENTITY = new Set(['Identity-H', 'Identity-V']);

/** Composite fonts (ISO 14289-1, 7.21.3 to 7.21.5, 7.21.8). */
export function* checkComposite(font: PDFDict, cid: PDFDict, use: FontUse, where: string): Generator<Fault> {
  const encoding = font.lookup(PDFName.of('Encoding'));
  if (encoding instanceof PDFRawStream) yield* checkEmbedded(encoding, cid, where);
  else if (!(encoding instanceof PDFName && PREDEFINED.has(encoding.decodeText()))) yield fault('31-006', where);

  const map = cid.lookup(PDFName.of('CIDToGIDMap'));
  const trueType = cid.lookup(PDFName.of('Subtype')) === PDFName.of('CIDFontType2');
  const embedded = dictAt(cid, 'FontDescriptor')?.lookup(PDFName.of('FontFile2'));
  if (trueType && map === undefined && embedded) yield fault('31-005', where);
  else if (map !== undefined && !(map instanceof PDFRawStream) && map !== PDFName.of('Identity'))
    yield fault('31-004', where);

  const glyphOf = glyphsOf(map);
  const program = trueType ? programOf(cid) : undefined;
  if (program && listsOthers(cid, program, glyphOf)) yield fault('31-015', where);

  // Only with these encodings are the codes known to be the font's CIDs.
  if (!(encoding instanceof PDFName && IDENTITY.has(encoding.decodeText()))) return;
  if ([...use.all].some((code) => glyphOf(code) === 0)) yield fault('31-030', where);
  if (program && use.visible) yield* checkGlyphs(program, glyphOf, cid, use, where);
}

function* checkGlyphs(
  program: Program,
  glyphOf: (code: number) => number,
  cid: PDFDict,
  use: FontUse,
  where: string,
): Generator<Fault> {
  const shown = [...use.all];
  const there = shown.filter((code) => glyphOf(code) < program.count);
  if (there.length < shown.length) yield fault('31-011', where);
  const widths = widthsOf(cid);
  const usual = numberOf(cid.lookup(PDFName.of('DW'))) ?? 1000;
  const wrong = there.some((code) => Math.abs((widths.get(code) ?? usual) - program.width(glyphOf(code))) > 1);
  if (wrong) yield fault('31-016', where);
}

/** CIDs have two bytes (ISO 32000-1, Table 117). */
const MOST_CHARACTERS = 0x10000;

/**
 * `true` if a subset's CIDSet (ISO 32000-1, Table 124) lists CIDs that the subset lacks. The converse (31-014) is not
 * checked: subsets contain outlines that are only components of others, and there is no agreement on whether these
 * count as CIDs.
 */
function listsOthers(cid: PDFDict, program: Program, glyphOf: (code: number) => number): boolean {
  const list = dictAt(cid, 'FontDescriptor')?.lookup(PDFName.of('CIDSet'));
  if (!(list instanceof PDFRawStream)) return false;
  const bits = decodeStream(list);
  const most = Math.min(bits.length * 8, MOST_CHARACTERS);
  for (let code = 0; code < most; code++) {
    const listed = ((bits[code >> 3] ?? 0) & (0x80 >> (code & 7))) !== 0;
    if (listed && glyphOf(code) >= program.count) return true;
  }
  return false;
}

/** Maps CIDs to glyphs (ISO 32000-1, Table 117). */
function glyphsOf(map: PDFObject | undefined): (code: number) => number {
  if (!(map instanceof PDFRawStream)) return (code) => code;
  const bytes = decodeStream(map);
  return (code) => ((bytes[code * 2] ?? 0) << 8) | (bytes[code * 2 + 1] ?? 0);
}

/** The predefined CMaps (ISO 32000-1, Table 118). */
export const PREDEFINED: ReadonlySet<string> = new Set(
  (
    'GB-EUC GBpc-EUC GBK-EUC GBKp-EUC GBK2K UniGB-UCS2 UniGB-UTF16 B5pc HKscs-B5 ETen-B5 ETenms-B5 CNS-EUC UniCNS-UCS2 ' +
    'UniCNS-UTF16 83pv-RKSJ 90ms-RKSJ 90msp-RKSJ 90pv-RKSJ Add-RKSJ EUC Ext-RKSJ UniJIS-UCS2 UniJIS-UCS2-HW UniJIS-UTF16 ' +
    'KSC-EUC KSCms-UHC KSCms-UHC-HW KSCpc-EUC UniKS-UCS2 UniKS-UTF16 Identity'
  )
    .split(' ')
    .flatMap((name) => [`${name}-H`, `${name}-V`])
    .concat('H', 'V'),
);

/** Embedded CMaps (ISO 14289-1, 7.21.3.1 and 7.21.3.3). */
function* checkEmbedded(cmap: PDFRawStream, cid: PDFDict, where: string): Generator<Fault> {
  yield* checkSystems(cmap.dict, cid, where);
  const { mode, others } = saidIn(cmap);
  if (numberAt(cmap.dict, 'WMode') !== mode) yield fault('31-007', where);
  const base = cmap.dict.lookup(PDFName.of('UseCMap'));
  const used = base instanceof PDFRawStream ? base.dict.lookup(PDFName.of('CMapName')) : base;
  const names = used instanceof PDFName ? [...others, used.decodeText()] : others;
  if (names.some((name) => !PREDEFINED.has(name))) yield fault('31-008', where);
}

/** The character collections of the font and the CMap (ISO 32000-1, 9.7.3). */
function* checkSystems(cmap: PDFDict, cid: PDFDict, where: string): Generator<Fault> {
  const [ofMap, ofFont] = [dictAt(cmap, 'CIDSystemInfo'), dictAt(cid, 'CIDSystemInfo')];
  const differs = (key: string) => textOf(ofMap?.lookup(PDFName.of(key))) !== textOf(ofFont?.lookup(PDFName.of(key)));
  if (differs('Registry')) yield fault('31-001', where);
  if (differs('Ordering')) yield fault('31-002', where);
  if (numberAt(ofFont, 'Supplement') < numberAt(ofMap, 'Supplement')) yield fault('31-003', where);
}

interface Said {
  /** The writing mode: 0 for horizontal, 1 for vertical. */
  mode: number;
  /** The CMaps that this CMap uses. */
  others: readonly string[];
}

const KNOWN = new WeakMap<PDFRawStream, Said>();

/** Reads the entries in the CMap program itself, which has the syntax of content streams. */
function saidIn(cmap: PDFRawStream): Said {
  let said = KNOWN.get(cmap);
  if (!said) {
    let mode = 0;
    const others: string[] = [];
    scanContent(decodeStream(cmap), (operation) => {
      const name = operation.name(0);
      if (operation.operator === 'def' && name === 'WMode') mode = operation.number(1) ?? 0;
      else if (operation.operator === 'usecmap' && name !== undefined) others.push(name);
    });
    said = { mode, others };
    KNOWN.set(cmap, said);
  }
  return said;
}

function numberAt(dict: PDFDict | undefined, key: string): number {
  const value = dict?.lookup(PDFName.of(key));
  return value instanceof PDFNumber ? value.asNumber() : 0;
}

/** Programs by stream, cached because the fonts of many pages share them. */
const PROGRAMS = new WeakMap<PDFRawStream, { program: Program | undefined }>();

/** The TrueType program of a simple font or a CIDFont; undefined if there is none or it cannot be read. */
export function programOf(font: PDFDict): Program | undefined {
  const stream = dictAt(font, 'FontDescriptor')?.lookup(PDFName.of('FontFile2'));
  if (!(stream instanceof PDFRawStream)) return undefined;
  let known = PROGRAMS.get(stream);
  if (!known) {
    known = { program: readProgram(decodeStream(stream)) };
    PROGRAMS.set(stream, known);
  }
  return known.program;
}
