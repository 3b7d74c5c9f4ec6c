import type { ConditionTable } from '../verdict.js';

/**
 * The failure conditions of PDF/A-3a (ISO 19005-3) that a program can detect, in our own words. A number is a clause and,
 * after the hyphen, the test of the clause in the validation profile of veraPDF. Beside each is its clause in PDF/A-4f
 * (ISO 19005-4) or PDF/UA-2 (ISO 14289-2), if they have it.
 *
 * Left out are the tests that a finished file always passes:
 *
 * - file syntax, the trailer ID and the XMP of the document, which `syntax/write.ts` and `metadata.ts` write (6.1.2, 6.1.3-1,
 *   6.1.3-3, 6.1.4, 6.1.7.1-1, 6.1.7.1-2, 6.1.9, 6.2.3, 6.6.2.3, 6.6.4), and limits far beyond its memory (6.1.13-7);
 * - transparency without a blending space, because the file has an output intent (6.2.10-2);
 * - signatures, which are added to a finished file (6.4.3);
 * - tests that conditions of PDF/UA-1 cover, because a file that claims PDF/A-3a claims both: metadata (6.6.2.1-1), roles
 *   (6.7.3.4), names of files (6.8-2) and layers (6.9-1, 6.9-4), content of other files (6.2.9-2), and the embedding, widths,
 *   encodings and Unicode values of fonts (6.2.11.3 to 6.2.11.8).
 */
export const CONDITIONS = {
  '6.1.3-2': { message: 'the file is encrypted', 'a-4f': '6.1.3-2' },
  '6.1.6-1': { message: 'a hexadecimal string has an odd number of digits', 'a-4f': '6.1.5-1' },
  '6.1.6-2': { message: 'a hexadecimal string has other characters than digits', 'a-4f': '6.1.5-2' },
  '6.1.7.1-3': { message: 'the data of a stream are in another file', 'a-4f': '6.1.6.1-2' },
  '6.1.7.2-1': { message: 'a stream is compressed or encrypted by a forbidden filter', 'a-4f': '6.1.6.2-1' },
  '6.1.8-1': { message: 'a name that people read is not UTF-8', 'a-4f': '6.1.7-1' },
  '6.1.10-1': { message: 'an inline image is compressed by a forbidden filter', 'a-4f': '6.1.9-1' },
  '6.1.12-1': { message: 'the permissions have other keys than UR3 and DocMDP', 'a-4f': '6.1.11-1' },
  '6.1.12-2': { message: 'the permissions refer to a signature with a digest of its own' },
  '6.1.13-1': { message: 'an integer is out of range' },
  '6.1.13-2': { message: 'a real number is too large' },
  '6.1.13-3': { message: 'a string is longer than 32,767 bytes' },
  '6.1.13-4': { message: 'a name is longer than 127 bytes' },
  '6.1.13-5': { message: 'a real number is too close to zero' },
  '6.1.13-8': { message: 'graphics states are nested more than 28 levels deep' },
  '6.1.13-9': { message: 'a color space has more than 32 colorants' },
  '6.1.13-10': { message: 'a CMap has characters above 65,535' },
  '6.1.13-11': { message: 'a page is smaller than 3 or larger than 14,400 units' },
  '6.2.2-1': { message: 'the content has an operator that PDF does not define', 'a-4f': '6.2.2-1' },
  '6.2.2-2': { message: 'the content uses fonts or images of another object', 'a-4f': '6.2.2-2' },
  '6.2.4.2-1': { message: 'a color profile is not valid', 'a-4f': '6.2.4.2-1' },
  '6.2.4.2-2': { message: 'CMYK is overprinted in a mode that depends on the device', 'a-4f': '6.2.4.2-2' },
  '6.2.4.3-3': { message: 'a CMYK color depends on the device', 'a-4f': '6.2.4.3-3' },
  '6.2.4.4-1': { message: 'a spot color is not described', 'a-4f': '6.2.4.4-1' },
  '6.2.4.4-2': { message: 'a spot color is described in two ways', 'a-4f': '6.2.4.4-2' },
  '6.2.5-1': { message: 'a graphics state has a transfer function (TR)', 'a-4f': '6.2.5-1' },
  '6.2.5-2': { message: 'a graphics state has a transfer function (TR2)', 'a-4f': '6.2.5-2' },
  '6.2.5-3': { message: 'a graphics state has a halftone phase' },
  '6.2.5-4': { message: 'a halftone has a forbidden type', 'a-4f': '6.2.5-4' },
  '6.2.5-5': { message: 'a halftone has a name', 'a-4f': '6.2.5-5' },
  '6.2.5-6': { message: 'a halftone has a transfer function that it must not have, or lacks one', 'a-4f': '6.2.5-6' },
  '6.2.6-1': { message: 'a rendering intent is unknown' },
  '6.2.8-1': { message: 'an image has alternates', 'a-4f': '6.2.7.1-1' },
  '6.2.8-2': { message: 'an image has instructions for a prepress server', 'a-4f': '6.2.7.1-2' },
  '6.2.8-3': { message: 'an image is smoothed by the viewer', 'a-4f': '6.2.7.1-3' },
  '6.2.8-4': { message: 'an image has an invalid number of bits', 'a-4f': '6.2.7.1-4' },
  '6.2.8-5': { message: 'an image mask has more than one bit', 'a-4f': '6.2.7.1-5' },
  '6.2.8.3': { message: 'an image is JPEG 2000, whose channels are not checked', 'a-4f': '6.2.7.3' },
  '6.2.9-1': { message: 'a form has PostScript, or instructions for a prepress server', 'a-4f': '6.2.8.1-1' },
  '6.2.9-3': { message: 'the content paints PostScript', 'a-4f': '6.2.8' },
  '6.2.10-1': { message: 'a blend mode is unknown', 'a-4f': '6.2.9-1' },
  '6.2.11.2-1': { message: 'a font dictionary is not marked as a font', 'a-4f': '6.2.10.2-1' },
  '6.2.11.2-2': { message: 'a font has an unknown type', 'a-4f': '6.2.10.2-2' },
  '6.2.11.2-3': { message: 'a font has no name', 'a-4f': '6.2.10.2-3' },
  '6.2.11.2-6': { message: 'a font does not list the widths of all its characters', 'a-4f': '6.2.10.2-6' },
  '6.2.11.2-7': { message: 'a font program has an unknown type', 'a-4f': '6.2.10.2-7' },
  '6.2.11.4.2-1': { message: 'a font lists its characters, and the list is not checked' },
  '6.2.11.5-1': { message: 'the widths of a font cannot be compared with its program', 'a-4f': '6.2.10.5-1' },
  '6.2.11.7.2-1': { message: 'a character has no Unicode value', 'ua-2': '8.4.5.8-1' },
  '6.2.11.7.3-1': { message: 'a character has only a private Unicode value' },
  '6.3.1-1': { message: 'an annotation has a forbidden type', 'a-4f': '6.3.1-1' },
  '6.3.2-1': { message: 'an annotation has no flags', 'a-4f': '6.3.2-1' },
  '6.3.2-2': { message: 'an annotation is hidden or is not printed', 'a-4f': '6.3.2-2' },
  '6.3.3-1': { message: 'an annotation has no appearance', 'a-4f': '6.3.3-1' },
  '6.3.3-2': { message: 'an annotation changes its appearance', 'a-4f': '6.3.3-2' },
  '6.3.3-3': { message: 'a button has no appearance for each state', 'a-4f': '6.3.3-3' },
  '6.3.3-4': { message: 'the appearance of an annotation is not a stream', 'a-4f': '6.3.3-4' },
  '6.4.1-1': { message: 'a field on a page has actions', 'a-4f': '6.4.1-1' },
  '6.4.1-2': { message: 'a field has actions for its events' },
  '6.4.1-3': { message: 'the viewer has to draw the fields', 'a-4f': '6.4.1-2' },
  '6.4.2-1': { message: 'the form has an XFA version', 'ua-2': '8.10.1-3' },
  '6.4.2-2': { message: 'the viewer has to draw the pages', 'a-4f': '6.4.2-2' },
  '6.5.1-1': { message: 'an action has a forbidden type' },
  '6.5.1-2': { message: 'a named action has a forbidden name', 'a-4f': '6.6.1-2' },
  '6.5.2-1': { message: 'the document has actions for its events' },
  '6.5.2-2': { message: 'a page has actions for its events' },
  '6.6.2.1-4': { message: 'an object has metadata of its own, which are not checked', 'a-4f': '6.7.2.1-4' },
  '6.7.2.2-1': { message: 'the document is not marked as tagged', 'ua-2': '6.2-1' },
  '6.7.3.3-1': { message: 'the document has no structure tree', 'ua-2': '8.2.1-1' },
  '6.7.4-1': { message: 'a language is not a language tag', 'ua-2': '8.4.4-2' },
  '6.8-1': { message: 'an embedded file has no media type', 'a-4f': '6.9-1' },
  '6.8-3': { message: 'an embedded file has no relationship to the document', 'a-4f': '6.9-4' },
  '6.8-4': { message: 'an embedded file is not associated with any part of the document' },
  '6.9-2': { message: 'two optional content configurations have the same name', 'a-4f': '6.10-2' },
  '6.9-3': { message: 'the order of the layers lacks some of them', 'a-4f': '6.10-3' },
  '6.10-1': { message: 'the document has alternate presentations', 'a-4f': '6.11-1' },
  '6.10-2': { message: 'a page has presentation steps', 'a-4f': '6.11-2' },
  '6.11-1': { message: 'the document requires features of its viewer', 'a-4f': '6.12-1' },
} as const satisfies ConditionTable;

/**
 * The failure conditions of PDF/A-4f (ISO 19005-4) that neither PDF/A-3a nor PDF/UA-2 has.
 *
 * Left out are the tests that a finished file always passes: its syntax and its XMP (6.1.2, 6.1.3-1, 6.1.3-3, 6.1.4,
 * 6.1.6.1-1, 6.1.8, 6.1.12, 6.2.3, 6.7.3), and transparency without a blending space (6.2.9-2).
 */
export const CONDITIONS_4 = {
  'A-4 6.1.3-4': { message: 'the trailer refers to document information', 'a-4f': '6.1.3-4' },
  'A-4 6.2.5-3': { message: 'a graphics state has a halftone origin', 'a-4f': '6.2.5-3' },
  'A-4 6.6.1-1': { message: 'an action has a forbidden type', 'a-4f': '6.6.1-1' },
  'A-4 6.6.3-1': {
    message: 'a page or the document has actions for events other than the use of annotations',
    'a-4f': '6.6.3-1',
  },
  'A-4 6.9-5': { message: 'a file is attached to a page, and none to the document', 'a-4f': '6.9-5' },
} as const satisfies ConditionTable;

/** A clause of ISO 19005-3 with the number of a test, or of ISO 19005-4. */
export type ArchiveCondition = keyof typeof CONDITIONS | keyof typeof CONDITIONS_4;

/** Reports that a document meets a condition, and the page or object at fault. */
export type Report = (condition: ArchiveCondition, where?: string) => void;
