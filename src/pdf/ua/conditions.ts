/**
 * The machine-checkable failure conditions of the Matterhorn Protocol 1.1, in our own words, as far as they can occur
 * in our documents and in packets with fields and attachments. 17-003 is left out: it requires of formulas what 10-001
 * requires of all text (ISO 14289-1, 7.7 and 7.2), so it never occurs without 10-001. Conditions that the protocol has no
 * number for have that of their clause in ISO 14289-1.
 */
export const CONDITIONS = {
  '01-003': 'an artifact is inside tagged content',
  '01-004': 'tagged content is inside an artifact',
  '01-005': 'content is neither tagged nor an artifact',
  '01-007': 'the document marks its tags as suspect',
  '02-001': 'a structure type is not mapped to a standard one',
  '02-003': 'the role map is circular',
  '02-004': 'the role map gives a standard type another meaning',
  '06-001': 'the document has no XMP metadata',
  '06-002': 'the metadata do not claim conformance to PDF/UA',
  '06-003': 'the metadata have no title',
  '07-001': 'the document does not set whether viewers show its title',
  '07-002': 'the document tells viewers to show the file name instead of the title',
  '09-004': 'parts of a table are in invalid places',
  '09-005': 'parts of a list are in invalid places',
  '09-006': 'parts of a table of contents are in invalid places',
  '09-007': 'parts of a ruby are in invalid places',
  '09-008': 'parts of a warichu are in invalid places',
  '10-001': 'a character has no Unicode value',
  '11-001': 'the language of text on a page is not known',
  '11-002': 'the language of an alternative text is not known',
  '11-003': 'the language of the bookmarks is not known',
  '11-004': "the language of an annotation's description is not known",
  '11-005': "the language of a field's name is not known",
  '11-006': 'the language of the metadata is not known',
  '13-004': 'a figure has neither alternative text nor replacement text',
  '14-002': 'the first heading is not level 1',
  '14-003': 'a heading level is skipped',
  '14-006': 'an element has more than one H heading',
  '14-007': 'headings with and without levels are mixed',
  '15-003': 'a header cell has no scope, and cells do not refer to their headers',
  '17-002': 'a formula has no alternative text',
  '19-003': 'a note has no identifier',
  '19-004': 'two notes have the same identifier',
  '20-001': 'an optional content configuration has no name',
  '20-002': 'the default optional content configuration has no name',
  '20-003': 'optional content is switched automatically',
  '21-001': 'an embedded file lacks the F or UF name',
  '25-001': 'the form requires dynamic layout by the viewer',
  '26-001': 'the encryption dictionary has no permissions',
  '26-002': 'the encryption forbids extraction for accessibility',
  '28-002': 'an annotation is not in an Annot element',
  '28-004': 'an annotation has no description',
  '28-005': 'a field has no name for readers',
  '28-006': 'an annotation of an unknown kind is not tagged or described',
  '28-007': 'the document has a trap network annotation',
  '28-008': 'a page with annotations has no tab order',
  '28-009': 'a page with annotations has a tab order that does not follow the structure',
  '28-010': 'a field is not in a Form element',
  '28-011': 'a link is not in a Link element',
  '28-012': 'a link has no description',
  '28-014': 'a media clip has no content type',
  '28-015': 'a media clip has no alternative text',
  '28-016': 'an attached file lacks the F or UF name',
  '28-017': "a printer's mark is part of the structure",
  '28-018': "a printer's mark is not an artifact",
  '30-001': 'content comes from another file',
  '30-002': 'tagged content is painted more than once',
  '31-001': 'the font and its CMap have different registries',
  '31-002': 'the font and its CMap have different orderings',
  '31-003': 'the CMap has a later supplement than the font',
  '31-004': 'the map from characters to glyphs is neither a stream nor the identity',
  '31-005': 'a font has no map from characters to glyphs',
  '31-006': 'a CMap is neither predefined nor embedded',
  '31-007': 'the writing direction of a CMap does not match its dictionary',
  '31-008': 'a CMap uses another that is not predefined',
  '31-009': 'a font is not embedded',
  '31-011': 'an embedded font lacks a used glyph',
  '31-015': 'a font lists a character that the embedded font lacks',
  '31-016': 'the width of a glyph does not match the embedded font',
  '31-017': 'a nonsymbolic TrueType font has only symbol maps',
  '31-018': 'a used glyph is in no character map of a TrueType font',
  '31-019': 'a TrueType font has no encoding',
  '31-020': 'the encoding of a TrueType font has no base encoding',
  '31-021': 'the encoding of a TrueType font is neither WinAnsi nor MacRoman',
  '31-023': 'a TrueType font with glyph names in its encoding has no Unicode map',
  '31-024': 'a symbolic TrueType font has an encoding',
  '31-025': 'a symbolic TrueType font has no character map',
  '31-026': 'a symbolic TrueType font has several character maps, but no symbol map',
  '31-027': 'a font does not map its characters to Unicode',
  '31-028': 'a font maps a character to U+0000',
  '31-029': 'a font maps a character to U+FEFF or U+FFFE',
  '7.2': 'the rows of a table have different numbers of columns',
  '7.18.4': 'a Form element holds something other than one field',
  '31-030': 'text shows the glyph for missing characters (.notdef)',
} as const;

export type Condition = keyof typeof CONDITIONS;

/** A failure condition that a document meets. */
export interface Fault {
  condition: Condition;
  message: string;
  /** The page, element or object at fault, if known. */
  where?: string;
}

export function fault(condition: Condition, where?: string): Fault {
  return { condition, message: CONDITIONS[condition], ...(where ? { where } : {}) };
}
