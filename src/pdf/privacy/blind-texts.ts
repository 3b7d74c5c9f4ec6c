import { PDFDict, PDFName, PDFString } from 'pdf-lib';
import { dictAt } from '../metadata.js';
import { textOf } from '../structure/tree.js';
import { NEUTRAL_PROPERTIES } from './blind-content.js';
import { collectionName } from './blind-programs.js';

const name = (key: string) => PDFName.of(key);

/** Replaces texts of fonts and fields that readers need in part: names of character collections, and text styles. */
export function neutralizeTexts(dict: PDFDict): void {
  for (const key of ['Registry', 'Ordering']) {
    const collection = textOf(dict.lookup(name(key)));
    if (collection !== undefined) dict.set(name(key), PDFString.of(collectionName(key, collection)));
  }
  const appearance = textOf(dict.lookup(name('DA')));
  if (appearance === undefined) return;
  const isFree = dict.lookup(name('Subtype')) === name('FreeText');
  dict.set(name('DA'), PDFString.of(neutralAppearance(appearance, isFree)));
}

/** Removes the properties of marked content that readers do not need; there may be any (ISO 32000-1, 14.6.2). */
export function neutralizeProperties(dict: PDFDict): void {
  const all = dictAt(dict, 'Properties');
  for (const key of all?.keys() ?? []) {
    const properties = all?.lookup(key);
    if (!(properties instanceof PDFDict) || isLayer(properties)) continue;
    for (const each of properties.keys()) if (!NEUTRAL_PROPERTIES.has(each.decodeText())) properties.delete(each);
  }
}

function isLayer(dict: PDFDict): boolean {
  return [name('OCG'), name('OCMD')].includes(dict.lookup(name('Type')) as PDFName);
}

const OPERATION = /((?:[\d.+-]{1,20}\s{1,9}){1,4})(rg|RG|g|G|k|K|Tf)(?![A-Za-z])/g;
const FONT = /\/[^\s/()<>[\]{}%]{1,60}(?=\s{1,9}[\d.+-]{1,20}\s{1,9}Tf)/;

/** The font size and the color of a default appearance; free text shows its own picture, and needs no font. */
function neutralAppearance(text: string, isFree: boolean): string {
  const [font = '/Helv'] = isFree ? [] : (FONT.exec(text) ?? []);
  const kept = [...text.matchAll(OPERATION)].map(
    ([, numbers = '', operator]) => `${operator === 'Tf' ? `${font} ` : ''}${numbers.trim()} ${operator}`,
  );
  return kept.join(' ');
}
