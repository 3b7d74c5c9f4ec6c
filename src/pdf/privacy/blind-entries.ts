import { PDFName } from 'pdf-lib';

const name = (key: string) => PDFName.of(key);

/** Entries, anywhere in a document, that identify its author or users, or that embed other files. */
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
  // The authors of layers.
  ...['Usage', 'CreatorInfo'],
].map(name);

/** Entries of the catalog that contain names; links are resolved to pages instead. */
export const REMOVED_FROM_CATALOG = ['Names', 'Dests', 'URI', 'OpenAction', 'AA'].map(name);

/** Annotation types whose text shows only when a reader opens them. */
export const COMMENTS = new Set(['Text', 'Popup', 'FileAttachment', 'Sound', 'Movie', 'Screen', 'RichMedia', '3D']);

/** Texts that describe or replace content. */
export const TEXTS = ['Alt', 'ActualText', 'E', 'TU', 'Title', 'Contents', 'Desc'].map(name);

/**
 * Text strings that do not identify a person, or that are removed elsewhere; all others are removed, whatever their
 * key.
 */
export const KEPT_TEXTS = new Set([
  ...TEXTS,
  ...['T', 'ID', 'Name', 'Lang', 'DA'].map(name),
  // These belong to fonts and colours.
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

/** Types of fields whose appearance shows their value. */
export const SHOWS_VALUE = new Set(['Tx', 'Ch', 'Sig'].map(name));
