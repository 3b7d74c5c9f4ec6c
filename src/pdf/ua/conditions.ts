import type { ConditionTable, Fault } from '../verdict.js';
import { CONDITIONS_2 } from './conditions-2.js';

/**
 * The machine-checkable failure conditions of the Matterhorn Protocol 1.1, in our own words, as far as they can occur
 * in our documents and in packets with fields and attachments. 17-003 is left out: it requires of formulas what 10-001
 * requires of all text (ISO 14289-1, 7.7 and 7.2), so it never occurs without 10-001. Conditions that the protocol has no
 * number for have that of their clause in ISO 14289-1. Beside each is its clause in the standards for PDF 2.0, if they
 * have it: for PDF/UA-2, with the test of the clause in the validation profile of veraPDF after the hyphen; for PDF/A-4f,
 * if PDF/UA-2 lacks it. 01-003, 01-004 and 30-002 are no tests of veraPDF; real content must be tagged once (ISO 14289-2,
 * 8.2.2).
 */
export const CONDITIONS = {
  '01-003': { message: 'an artifact is inside tagged content', 'ua-2': '8.2.2' },
  '01-004': { message: 'tagged content is inside an artifact', 'ua-2': '8.2.2' },
  '01-005': { message: 'content is neither tagged nor an artifact', 'ua-2': '8.2.2-1' },
  '01-007': { message: 'the document marks its tags as suspect', 'ua-2': '6.2' },
  '02-001': { message: 'a structure type is not mapped to a standard one', 'ua-2': '8.2.4-1' },
  '02-003': { message: 'the role map is circular', 'ua-2': '8.2.4-2' },
  '02-004': { message: 'the role map gives a standard type another meaning', 'ua-2': '8.2.4-4' },
  '06-001': { message: 'the document has no XMP metadata', 'ua-2': '8.11.1-2' },
  '06-002': { message: 'the metadata do not claim conformance to PDF/UA', 'ua-2': '5-1' },
  '06-003': { message: 'the metadata have no title', 'ua-2': '8.11.1-1' },
  '07-001': { message: 'the document does not set whether viewers show its title', 'ua-2': '8.11.2-1' },
  '07-002': { message: 'the document tells viewers to show the file name instead of the title', 'ua-2': '8.11.2-1' },
  '09-004': { message: 'parts of a table are in invalid places' },
  '09-005': { message: 'parts of a list are in invalid places' },
  '09-006': { message: 'parts of a table of contents are in invalid places' },
  '09-007': { message: 'parts of a ruby are in invalid places', 'ua-2': '8.2.5.23-1' },
  '09-008': { message: 'parts of a warichu are in invalid places', 'ua-2': '8.2.5.24-1' },
  '10-001': { message: 'a character has no Unicode value', 'ua-2': '8.4.5.8-1' },
  '11-001': { message: 'the language of text on a page is not known' },
  '11-002': { message: 'the language of an alternative text is not known' },
  '11-003': { message: 'the language of the bookmarks is not known' },
  '11-004': { message: "the language of an annotation's description is not known" },
  '11-005': { message: "the language of a field's name is not known" },
  '11-006': { message: 'the language of the metadata is not known' },
  '13-004': { message: 'a figure has neither alternative text nor replacement text', 'ua-2': '8.2.5.28.2-1' },
  '14-002': { message: 'the first heading is not level 1' },
  '14-003': { message: 'a heading level is skipped' },
  '14-006': { message: 'an element has more than one H heading' },
  '14-007': { message: 'headings with and without levels are mixed' },
  '15-003': { message: 'a header cell has no scope, and cells do not refer to their headers' },
  '17-002': { message: 'a formula has no alternative text' },
  '19-003': { message: 'a note has no identifier' },
  '19-004': { message: 'two notes have the same identifier' },
  '20-001': { message: 'an optional content configuration has no name', 'ua-2': '8.7-1' },
  '20-002': { message: 'the default optional content configuration has no name', 'a-4f': '6.10-1' },
  '20-003': { message: 'optional content is switched automatically', 'ua-2': '8.7-2' },
  '21-001': { message: 'an embedded file lacks the F or UF name', 'a-4f': '6.9-2' },
  '25-001': { message: 'the form requires dynamic layout by the viewer' },
  '26-001': { message: 'the encryption dictionary has no permissions' },
  '26-002': { message: 'the encryption forbids extraction for accessibility' },
  '28-002': { message: 'an annotation is not in an Annot element' },
  '28-004': { message: 'an annotation has no description' },
  '28-005': { message: 'a field has no name for readers' },
  '28-006': { message: 'an annotation of an unknown kind is not tagged or described' },
  '28-007': { message: 'the document has a trap network annotation', 'ua-2': '8.9.2.4.15-1' },
  '28-008': { message: 'a page with annotations has no tab order', 'ua-2': '8.9.3.3-1' },
  '28-009': { message: 'a page with annotations has a tab order that does not follow the structure' },
  '28-010': { message: 'a field is not in a Form element' },
  '28-011': { message: 'a link is not in a Link element' },
  '28-012': { message: 'a link has no description' },
  '28-014': { message: 'a media clip has no content type' },
  '28-015': { message: 'a media clip has no alternative text' },
  '28-016': { message: 'an attached file lacks the F or UF name' },
  '28-017': { message: "a printer's mark is part of the structure", 'ua-2': '8.9.2.4.14-1' },
  '28-018': { message: "a printer's mark is not an artifact" },
  '30-001': { message: 'content comes from another file', 'a-4f': '6.2.8.2-1' },
  '30-002': { message: 'tagged content is painted more than once', 'ua-2': '8.2.2' },
  '31-001': { message: 'the font and its CMap have different registries', 'ua-2': '8.4.5.3.1-1' },
  '31-002': { message: 'the font and its CMap have different orderings', 'ua-2': '8.4.5.3.1-1' },
  '31-003': { message: 'the CMap has a later supplement than the font', 'ua-2': '8.4.5.3.1-1' },
  '31-004': {
    message: 'the map from characters to glyphs is neither a stream nor the identity',
    'ua-2': '8.4.5.3.2-1',
  },
  '31-005': { message: 'a font has no map from characters to glyphs', 'ua-2': '8.4.5.3.2-1' },
  '31-006': { message: 'a CMap is neither predefined nor embedded', 'ua-2': '8.4.5.4-1' },
  '31-007': { message: 'the writing direction of a CMap does not match its dictionary', 'ua-2': '8.4.5.4-2' },
  '31-008': { message: 'a CMap uses another that is not predefined', 'ua-2': '8.4.5.4-3' },
  '31-009': { message: 'a font is not embedded', 'ua-2': '8.4.5.5.1-1' },
  '31-011': { message: 'an embedded font lacks a used glyph', 'ua-2': '8.4.5.5.1-2' },
  '31-015': { message: 'a font lists a character that the embedded font lacks' },
  '31-016': { message: 'the width of a glyph does not match the embedded font', 'ua-2': '8.4.5.6-1' },
  '31-017': { message: 'a nonsymbolic TrueType font has only symbol maps', 'ua-2': '8.4.5.7-1' },
  '31-018': { message: 'a used glyph is in no character map of a TrueType font', 'ua-2': '8.4.5.5.1-2' },
  '31-019': { message: 'a TrueType font has no encoding', 'ua-2': '8.4.5.7-2' },
  '31-020': { message: 'the encoding of a TrueType font has no base encoding', 'ua-2': '8.4.5.7-2' },
  '31-021': { message: 'the encoding of a TrueType font is neither WinAnsi nor MacRoman', 'ua-2': '8.4.5.7-2' },
  '31-023': { message: 'a TrueType font with glyph names in its encoding has no Unicode map', 'ua-2': '8.4.5.7-2' },
  '31-024': { message: 'a symbolic TrueType font has an encoding', 'ua-2': '8.4.5.7-3' },
  '31-025': { message: 'a symbolic TrueType font has no character map' },
  '31-026': { message: 'a symbolic TrueType font has several character maps, but no symbol map' },
  '31-027': { message: 'a font does not map its characters to Unicode', 'ua-2': '8.4.5.8-1' },
  '31-028': { message: 'a font maps a character to U+0000', 'ua-2': '8.4.5.8-2' },
  '31-029': { message: 'a font maps a character to U+FEFF or U+FFFE', 'ua-2': '8.4.5.8-2' },
  '7.2': { message: 'the rows of a table have different numbers of columns', 'ua-2': '8.2.5.26-4' },
  '7.18.4': { message: 'a Form element holds something other than one field' },
  '31-030': { message: 'text shows the glyph for missing characters (.notdef)', 'ua-2': '8.4.5.9-1' },
} as const satisfies ConditionTable;

export type Condition = keyof typeof CONDITIONS | keyof typeof CONDITIONS_2;

const ALL = { ...CONDITIONS, ...CONDITIONS_2 };

export function fault(condition: Condition, where?: string): Fault {
  const { message } = ALL[condition];
  return { condition, message, ...(where ? { where } : {}) };
}
