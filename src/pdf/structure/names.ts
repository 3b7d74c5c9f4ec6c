import {
  PDFArray,
  PDFDict,
  type PDFDocument,
  PDFHexString,
  PDFName,
  type PDFObject,
  type PDFRef,
  PDFString,
} from 'pdf-lib';
import { codesOf } from '../fonts/unicode.js';
import { advancesOf } from '../fonts/widths.js';
import { dictAt } from '../metadata.js';
import { scanContent } from '../syntax/content.js';
import { contentOf, resourcesOf } from '../syntax/page-content.js';
import { descendants, type Element, isElement, isMark, type Kid } from './elements.js';
import { deleteTree, textOf } from './trees.js';

const CONTENTS = PDFName.of('Contents');
const OBJ = PDFName.of('Obj');

const SHOW = new Set(['Tj', 'TJ', "'", '"']);

/** Marks the end of a line in the text of a link. */
const LINE = '\n';

/**
 * Gives every link annotation its name (ISO 14289-1, 7.18.5): the text of its structure element. A link that wraps has
 * one annotation for each line, and each gets the whole name.
 */
export function nameLinks(document: PDFDocument, root: Element): void {
  const links = [...descendants(root)].filter((element) => element.type === 'Link');
  const wanted = new Map<PDFRef, Set<number>>();
  for (const link of links) {
    for (const kid of leaves(link)) {
      if (!isMark(kid)) continue;
      const marks = wanted.get(kid.page) ?? new Set();
      wanted.set(kid.page, marks.add(kid.mcid));
    }
  }
  const texts = new Map<PDFRef, Map<number, string>>();
  for (const [page, marks] of wanted) texts.set(page, readTexts(document.context.lookup(page, PDFDict), marks));
  for (const link of links) {
    const text = textBelow(link, texts);
    for (const kid of leaves(link)) {
      const annotation = 'object' in kid ? kid.object.lookup(OBJ) : undefined;
      if (!(annotation instanceof PDFDict) || annotation.has(CONTENTS)) continue;
      const address = textOf(dictAt(annotation, 'A')?.lookup(PDFName.of('URI'))) ?? '';
      const name = joinLines(text, address) || address;
      if (name) annotation.set(CONTENTS, PDFHexString.fromText(name));
    }
  }
}

/** The difference in height up to which two texts are on one line, relative to the text's size. */
const LEVEL = 0.45;

/** The difference from which on they are on two lines, wherever these begin; letters are raised by less. */
const BELOW = 0.9;

/** The gap between two texts from which on they are two fields, relative to the text's size. */
const WIDE = 0.6;

/** All descendants of an element that are not elements. */
function leaves(element: Element): Kid[] {
  return element.kids.flatMap((kid) => (isElement(kid) ? leaves(kid) : [kid]));
}

function textBelow(element: Element, texts: ReadonlyMap<PDFRef, ReadonlyMap<number, string>>): string {
  const stated = ['ActualText', 'Alt'].map((key) => textOf(element.dict.lookup(PDFName.of(key)))).find(Boolean);
  if (stated) return stated;
  return element.kids
    .map((kid) => {
      if (isElement(kid)) return textBelow(kid, texts);
      return isMark(kid) ? (texts.get(kid.page)?.get(kid.mcid) ?? '') : '';
    })
    .join('');
}

/** Joins the lines of a text with spaces, except where a line break split an address. */
function joinLines(text: string, address: string): string {
  const whole = text.replaceAll(LINE, '');
  const parts = whole.length > 3 && address.includes(whole) ? whole : text.replace(/([-\u00ad/])\n/g, '$1');
  return parts.replace(/[\s\u00a0]+/g, ' ').trim();
}

/**
 * Reads the text of marks on a page through the Unicode mappings of its fonts (ISO 32000-1, 9.10).
 *
 * @param parts `true` to keep apart what is printed apart: with line breaks also between marks, and with tabs in place of
 *   wide gaps and of artifacts, such as the separators that a style paints
 */
export function readTexts(page: PDFDict, wanted: ReadonlySet<number>, parts = false): Map<number, string> {
  const texts = new Map<number, string>();
  const fonts = dictAt(resourcesOf(page), 'Font');
  let font: PDFDict | undefined;
  const saved: (PDFDict | undefined)[] = [];
  const open: { mcid: number | undefined; stated: boolean; reversed: boolean }[] = [];
  /** The text of an open sequence whose letters are in reverse (ISO 32000-1, 14.8.2.3.3). */
  let reversed = '';
  let place: { x: number; y: number } | undefined;
  let size = 0;
  let shown = 0;
  let line = 0;
  /** The position behind the last letter. */
  let pen = 0;
  let isApart = false;
  const append = (mcid: number, text: string) => texts.set(mcid, (texts.get(mcid) ?? '') + text);
  const add = (mcid: number, text: string) => {
    if (open.some((sequence) => sequence.reversed)) reversed += text;
    else append(mcid, text);
  };
  const endReversed = (mcid: number) => {
    append(mcid, [...reversed].reverse().join(''));
    reversed = '';
  };
  /** Adds a mark between texts: it stands behind what comes before it, even within letters in reverse. */
  const separate = (mcid: number, mark: string) => {
    endReversed(mcid);
    append(mcid, mark);
  };
  scanContent(contentOf(page), (operation) => {
    const current = open.at(-1);
    const mcid = current?.mcid;
    switch (operation.operator) {
      case 'q':
        saved.push(font);
        return;
      case 'Q':
        font = saved.pop();
        return;
      case 'Tf':
        font = dictAt(fonts, operation.name(0) ?? '');
        size = operation.number(1) ?? 0;
        return;
      case 'Td':
        line += operation.number(0) ?? 0;
        pen = line;
        return;
      case 'BMC':
      case 'BDC': {
        const properties = operation.operator === 'BDC' ? operation.source(1) : '';
        const id = /\/MCID\s*(\d+)/.exec(properties)?.[1];
        const number = id === undefined ? mcid : Number(id);
        const inner = number !== undefined && wanted.has(number) ? number : undefined;
        const stated = inner === undefined ? undefined : statedText(operation.source(1));
        // A replacement text is in the order of reading even within letters in reverse.
        const isTurned = open.some((sequence) => sequence.reversed);
        if (stated !== undefined && inner !== undefined && !current?.stated)
          add(inner, isTurned ? [...stated].reverse().join('') : stated);
        if (id !== undefined && !parts) place = undefined;
        const isReversed = operation.name(0) === 'ReversedChars' && !open.some((sequence) => sequence.reversed);
        open.push({ mcid: inner, stated: current?.stated === true || stated !== undefined, reversed: isReversed });
        return;
      }
      case 'EMC':
        if (open.pop()?.reversed && mcid !== undefined) endReversed(mcid);
        return;
    }
    if (mcid === undefined) isApart ||= parts && SHOW.has(operation.operator);
    if (mcid === undefined || current?.stated) return;
    if (operation.operator === 'Tm') {
      const next = { x: operation.number(4) ?? 0, y: operation.number(5) ?? 0 };
      const gap = next.x - pen;
      line = next.x;
      pen = line;
      // A new line is lower and does not continue to the right, unlike a raised or lowered letter.
      const text = Math.max(size, shown);
      const isLevel = place !== undefined && Math.abs(next.y - place.y) <= (parts ? text * LEVEL : 0);
      // Lines of text from right to left may begin anywhere.
      const isBelow = place !== undefined && parts && Math.abs(next.y - place.y) > text * BELOW;
      if (place && !isLevel && (next.x <= place.x || isBelow)) separate(mcid, LINE);
      else if (parts && isLevel && gap > text * WIDE) separate(mcid, '\t');
      place = next;
    } else if (font && SHOW.has(operation.operator)) {
      const codes = codesOf(font);
      if (isApart && !texts.has(mcid)) separate(mcid, '\t');
      isApart = false;
      shown = size;
      const advances = parts ? advancesOf(font) : undefined;
      operation.codes(operation.count - 1, codes.width, (code) => {
        add(mcid, codes.texts?.get(code) ?? '');
        pen += ((advances?.(code) ?? 0) * size) / 1000;
      });
    }
  });
  return texts;
}

/** The replacement text of a mark (ISO 32000-1, 14.9.4); the browser sets it for ligatures. */
export function statedText(properties: string): string | undefined {
  const [, literal, hex] = /\/ActualText\s*(?:\(((?:[^\\()]|\\.)*)\)|<([\s0-9a-f]*)>)/i.exec(properties) ?? [];
  if (literal !== undefined) return PDFString.of(literal).decodeText();
  return hex === undefined ? undefined : PDFHexString.of(hex).decodeText();
}

const ID = PDFName.of('ID');

/**
 * Renumbers the identifiers of the structure elements in tree order. The browser continues its count across the prints
 * of one browser page, so without this a document's bytes would depend on earlier prints.
 */
export function renumberIds(root: Element): void {
  const key = PDFName.of('IDTree');
  deleteTree(root.dict.context, root.dict.get(key));
  root.dict.delete(key);
  const renamed = new Map<string, string>();
  const names: PDFObject[] = [];
  for (const { dict, ref } of descendants(root)) {
    const old = textOf(dict.lookup(ID));
    if (old === undefined) continue;
    const id = `node${String(names.length / 2 + 1).padStart(8, '0')}`;
    renamed.set(old, id);
    dict.set(ID, PDFString.of(id));
    names.push(PDFString.of(id), ref);
  }
  if (names.length === 0) return;
  for (const { dict } of descendants(root)) renameHeaders(dict, renamed);
  root.dict.set(key, root.dict.context.obj({ Names: names }));
}

/** Renames the header cells that a table cell references by identifier (ISO 32000-1, 14.8.5.7). */
function renameHeaders(element: PDFDict, renamed: ReadonlyMap<string, string>): void {
  const attributes = element.lookup(PDFName.of('A'));
  const dicts =
    attributes instanceof PDFArray ? attributes.asArray().map((item) => element.context.lookup(item)) : [attributes];
  for (const dict of dicts) {
    const headers = dict instanceof PDFDict ? dict.lookup(PDFName.of('Headers')) : undefined;
    if (!(headers instanceof PDFArray)) continue;
    for (let index = 0; index < headers.size(); index++) {
      const name = renamed.get(textOf(headers.lookup(index)) ?? '');
      if (name !== undefined) headers.set(index, PDFHexString.fromText(name));
    }
  }
}
