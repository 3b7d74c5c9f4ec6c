import { type PDFContext, PDFDict, type PDFDocument, PDFName, PDFRawStream, type PDFRef } from 'pdf-lib';
import { dictAt } from '../metadata.js';
import { contentOf, resourcesOf } from '../syntax/page-content.js';
import { flateStream } from '../syntax/streams.js';
import { codesOf, setToUnicode } from './unicode.js';

const TO_UNICODE = PDFName.of('ToUnicode');

/** Corrections for characters that share a glyph: the browser maps the glyph to the later of the two. */
const MEANT: Readonly<Record<string, string>> = { '\u02BC': '\u2019', '\u2027': '\u30FB' };

/** Presentation forms, radicals and ligatures, whose plain text is their letters (UAX #15, NFKC). */
const FORMS = /^[\u2F00-\u2FDF\uF900-\uFAFF\uFB1D-\uFDEF\uFE70-\uFEFC]+$/;

const UNKNOWN = '\u0000';

/** Letters drawn together, with their text in logical order. */
interface Cluster {
  text: string;
  glyphs: { font: PDFDict; code: number }[];
}

/**
 * Completes the ToUnicode maps of a print so that copied and searched text matches what was written. The browser maps
 * glyphs to presentation forms in place of letters, and does not map a glyph that draws several letters.
 */
export function makeReadable(document: PDFDocument): void {
  const fonts = new Set<PDFDict>();
  const clusters: Cluster[] = [];
  for (const page of document.getPages()) {
    const named = dictAt(resourcesOf(page.node), 'Font');
    const own = new Map<string, PDFDict>();
    for (const [name] of named?.entries() ?? []) {
      const font = named?.lookup(name);
      if (font instanceof PDFDict && codesOf(font).texts) own.set(name.decodeText(), font);
    }
    for (const font of own.values()) fonts.add(font);
    if ([...own.values()].some(hasUnknown)) clusters.push(...readClusters(contentOf(page.node), own));
  }
  const found = new Map([...fonts].map((font) => [font, new Map<number, string>()]));
  for (const font of fonts) {
    for (const [code, text] of codesOf(font).texts ?? []) {
      const meant = MEANT[text] ?? (FORMS.test(text) ? text.normalize('NFKC') : text);
      if (meant !== text) found.get(font)?.set(code, meant);
    }
  }
  solve(clusters, found);
  for (const [font, texts] of found) rewrite(document, font, texts);
}

function hasUnknown(font: PDFDict): boolean {
  return [...(codesOf(font).texts?.values() ?? [])].includes(UNKNOWN);
}

const TOKEN = /\/(\S+) [\d.]+ Tf|\/ActualText <FEFF([0-9A-F]+)>|<([0-9A-F]+)> Tj|\[([^\]]*)\] TJ|\b(EMC)\b/gi;

/** Reads the clusters of a page in the form that the browser writes: the replacement text, then the glyphs. */
function readClusters(content: Uint8Array, fonts: ReadonlyMap<string, PDFDict>): Cluster[] {
  const clusters: Cluster[] = [];
  let font: PDFDict | undefined;
  let open: Cluster | undefined;
  for (const [, name, text, shown, list, end] of new TextDecoder('latin1').decode(content).matchAll(TOKEN)) {
    if (name !== undefined) font = fonts.get(name);
    else if (text !== undefined) open = { text: fromHex(text), glyphs: [] };
    else if (end !== undefined) {
      if (open) clusters.push(open);
      open = undefined;
    } else if (open && font) {
      const strings =
        shown === undefined ? [...(list ?? '').matchAll(/<([0-9A-F]+)>/gi)].map(([, hex]) => hex) : [shown];
      for (const code of strings.flatMap((hex) => hex?.match(/.{4}/g) ?? []))
        open.glyphs.push({ font, code: Number.parseInt(code, 16) });
    }
  }
  return clusters;
}

/** Finds the text of a glyph if all other glyphs of its cluster are known: the rest of the cluster's text. */
function solve(clusters: readonly Cluster[], found: ReadonlyMap<PDFDict, Map<number, string>>): void {
  const textOf = (font: PDFDict, code: number) => found.get(font)?.get(code) ?? codesOf(font).texts?.get(code);
  for (let again = true; again; ) {
    again = false;
    for (const { text, glyphs } of clusters) {
      const unknown = glyphs.filter(({ font, code }) => textOf(font, code) === UNKNOWN);
      const [glyph] = unknown;
      if (!glyph || unknown.length > 1) continue;
      const left = glyphs.reduce((rest, { font, code }) => rest.replace(textOf(font, code) ?? '', ''), text);
      if (left === '') continue;
      found.get(glyph.font)?.set(glyph.code, left);
      again = true;
    }
  }
}

/** Writes a new ToUnicode map for a font with corrections; glyphs that are still unknown map to U+FFFD. */
function rewrite(document: PDFDocument, font: PDFDict, found: ReadonlyMap<number, string>): void {
  const { texts, width } = codesOf(font);
  if (!texts || (found.size === 0 && !hasUnknown(font))) return;
  const all = new Map(texts);
  for (const [code, text] of found) all.set(code, text);
  for (const [code, text] of all) if (text === UNKNOWN) all.set(code, '\uFFFD');
  if (font.lookup(TO_UNICODE) instanceof PDFRawStream)
    setToUnicode(font, writeToUnicode(document.context, all, width), all);
}

/** Writes a ToUnicode map for the codes of a font, each of so many bytes. */
export function writeToUnicode(context: PDFContext, texts: ReadonlyMap<number, string>, width: 1 | 2): PDFRef {
  const entries = [...texts].map(([code, text]) => `<${hex(code, width * 2)}> <${toHex(text)}>`);
  const blocks = Array.from({ length: Math.ceil(entries.length / 100) }, (_, index) => {
    const block = entries.slice(index * 100, index * 100 + 100);
    return `${block.length} beginbfchar\n${block.join('\n')}\nendbfchar`;
  });
  const table = `/CIDInit /ProcSet findresource begin
12 dict begin
begincmap
/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def
/CMapName /Adobe-Identity-UCS def
/CMapType 2 def
1 begincodespacerange
<${'0'.repeat(width * 2)}> <${'F'.repeat(width * 2)}>
endcodespacerange
${blocks.join('\n')}
endcmap
CMapName currentdict /CMap defineresource pop
end
end`;
  return context.register(flateStream(context, table));
}

function fromHex(text: string): string {
  return String.fromCharCode(...(text.match(/.{4}/g) ?? []).map((unit) => Number.parseInt(unit, 16)));
}

function toHex(text: string): string {
  return Array.from({ length: text.length }, (_, index) => hex(text.charCodeAt(index), 4)).join('');
}

/** A number in hexadecimal digits, as codes are written. */
export function hex(value: number, digits: number): string {
  return value.toString(16).toUpperCase().padStart(digits, '0');
}
