import { PDFDict, PDFName, PDFString } from 'pdf-lib';
import { dictAt } from '../metadata.js';
import { textOf } from '../structure/trees.js';
import { NEUTRAL_PROPERTIES } from './blind-content.js';
import { collectionName } from './blind-programs.js';

const name = (key: string) => PDFName.of(key);

/** Entries that, anywhere in a document, identify its author or users or embed other files. */
export const REMOVED: readonly PDFName[] = [
  // Metadata, data of other programs and previews.
  ...['Metadata', 'PieceInfo', 'LastModified', 'SpiderInfo', 'Thumb'],
  // Embedded files.
  ...['AF', 'EmbeddedFiles', 'EF', 'FS', 'Collection'],
  // Comments and their authors.
  ...['RC', 'Subj', 'NM', 'Popup', 'IRT', 'StateModel'],
  // The values of form fields.
  ...['V', 'DV', 'RV', 'Opt', 'XFA', 'TM'],
  // Page labels and articles.
  ...['PageLabels', 'Threads'],
  // Signatures and permissions.
  ...['Perms', 'DSS', 'Legal', 'Requirements', 'Extensions'],
  // The roles and the schemas of structure types that a program defines.
  ...['RoleMapNS', 'Schema'],
  // The authors of layers.
  ...['Usage', 'CreatorInfo'],
].map(name);

/** Entries of the catalog that contain names; links are resolved to pages instead. */
export const REMOVED_FROM_CATALOG = ['Names', 'Dests', 'URI', 'OpenAction', 'AA'].map(name);

/** Annotation types whose text shows only when a reader opens them. */
export const COMMENTS = new Set(['Text', 'Popup', 'FileAttachment', 'Sound', 'Movie', 'Screen', 'RichMedia', '3D']);

/** Texts that describe or replace content. */
export const TEXTS = ['Alt', 'ActualText', 'E', 'TU', 'Title', 'Contents', 'Desc'].map(name);

/** Text strings that do not identify a person or are removed elsewhere. All others are removed, whatever their key. */
export const KEPT_TEXTS = new Set([
  ...TEXTS,
  ...['T', 'ID', 'Name', 'Lang', 'DA'].map(name),
  // Texts of fonts and colours.
  ...['CharSet', 'Registry', 'Ordering', 'Panose', 'OutputConditionIdentifier', 'RegistryName'].map(name),
]);

/** The entries that a reader needs to show a page or an annotation (ISO 32000-1, Tables 30, 164 and 220). */
export const NEEDED: Readonly<Record<'page' | 'annotation', ReadonlySet<PDFName>>> = {
  page: new Set(
    'Type Parent Resources MediaBox CropBox BleedBox TrimBox ArtBox BoxColorInfo Contents Rotate Group Annots StructParents Tabs UserUnit'
      .split(' ')
      .map(name),
  ),
  annotation: new Set(
    'Type Subtype Rect P F AP AS Border C StructParent OC BS BE RD A Dest H QuadPoints L LE IC Vertices InkList CA MK FT Ff Parent Kids T TU MaxLen Q DA V Contents Lang'
      .split(' ')
      .map(name),
  ),
};

/** The types of fields whose appearance shows their value. */
export const SHOWS_VALUE = new Set(['Tx', 'Ch', 'Sig'].map(name));

/**
 * Replaces the parts of font and field texts that readers do not need: names of character collections, and text styles.
 */
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

/** Removes the properties of marked content that readers do not need; any keys may occur (ISO 32000-1, 14.6.2). */
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

/** The font size and color of a default appearance. Free text has its own appearance stream and needs no font. */
function neutralAppearance(text: string, isFree: boolean): string {
  const [font = '/Helv'] = isFree ? [] : (FONT.exec(text) ?? []);
  const kept = [...text.matchAll(OPERATION)].map(
    ([, numbers = '', operator]) => `${operator === 'Tf' ? `${font} ` : ''}${numbers.trim()} ${operator}`,
  );
  return kept.join(' ');
}
