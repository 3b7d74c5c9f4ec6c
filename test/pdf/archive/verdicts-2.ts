import type { Verdict } from './verdicts.js';

/**
 * The answers of veraPDF 1.28.2 to documents damaged against PDF/UA-2 that differ from ours, by condition. All other
 * damages fail exactly the test after which the clause is named.
 */
export const UA_VERDICTS_2: Readonly<Record<string, Verdict>> = {
  '01-003': { tests: [], why: 'veraPDF does not test artifacts in tagged content' },
  '01-004': { tests: [], why: 'veraPDF does not test tagged content in artifacts' },
  '01-007': { tests: [], why: 'veraPDF does not test the entry, which PDF 2.0 deprecates' },
  '02-004': {
    tests: ['Table 5. Document-Span-1'],
    why: 'veraPDF follows the role map before it looks for standard types',
  },
  '06-003': { tests: [], why: 'veraPDF accepts a title of spaces' },
  '10-001': { tests: ['8.4.5.5.1-2', '8.4.5.8-1'] },
  '30-002': { tests: [], why: 'veraPDF does not test how often a form is painted' },
  '31-001': { tests: ['8.4.5.3.1-1', '8.4.5.6-1', '8.4.5.9-1'] },
  '31-002': { tests: ['8.4.5.3.1-1', '8.4.5.6-1', '8.4.5.9-1'] },
  '31-003': {
    tests: ['8.4.5.6-1', '8.4.5.9-1'],
    why: 'veraPDF requires the supplement of the CMap to be the later one, as in PDF/UA-1',
  },
  '31-006': { tests: ['8.4.5.3.1-1', '8.4.5.4-1'] },
  '31-007': { tests: ['8.4.5.4-2', '8.4.5.6-1', '8.4.5.9-1'] },
  '31-008': {
    tests: ['8.4.5.6-1', '8.4.5.9-1'],
    why: 'veraPDF reads the UseCMap entry alone, not the operator usecmap',
  },
  '31-011': { tests: ['8.4.5.5.1-2', '8.4.5.6-1', '8.4.5.9-1'] },
  '31-017': { tests: ['8.4.5.5.1-2', '8.4.5.7-1'] },
  '31-019': { tests: ['8.4.5.5.1-2', '8.4.5.7-2'] },
  '31-021': { tests: ['8.4.5.5.1-1', '8.4.5.7-2', '8.4.5.9-1'] },
  '31-028': { tests: [], why: 'veraPDF reads only the characters that are shown' },
  '31-029': { tests: [], why: 'veraPDF reads only the characters that are shown' },
  '31-030': { tests: ['8.4.5.5.1-2', '8.4.5.6-1', '8.4.5.9-1'] },
  '8.2.1-2': { tests: [], why: 'the writer of these tests gives every element its parent' },
  '8.2.5.2-1': { tests: ['8.2.5.2-1', 'Table 5. StructTreeRoot-Document-1'] },
  '8.4.5.7-4': { tests: ['8.4.5.5.1-2', '8.4.5.7-4'] },
  'Table 5': { tests: ['Table 5. Document-Span-1'] },
};

/** The same for PDF/A-4f. */
export const ARCHIVE_VERDICTS_2: Readonly<Record<string, Verdict>> = {
  '30-001': { tests: [], why: 'veraPDF reads only what pages paint' },
  '6.1.3-2': { tests: [], why: 'the writer leaves the encryption dictionary out: only `protectPdf` encrypts files' },
  '6.2.4.2-2': { tests: [], why: 'we forbid the mode in general, veraPDF only if CMYK is painted' },
  '6.2.8-5': { tests: [], why: 'veraPDF tests only masks of other images' },
  '6.2.8.3': { tests: ['6.2.7.3-1', '6.2.7.3-5'], why: 'we forbid JPEG 2000, veraPDF reads its header' },
  '6.2.9-3': { tests: [], why: 'veraPDF does not test PostScript, which PDF 2.0 no longer has' },
  '6.2.11.2-2': { tests: ['6.2.2-3'], why: 'veraPDF does not read fonts of unknown types' },
  '6.2.11.2-7': { tests: [], why: 'the font has a second program, which veraPDF does not read' },
  '6.2.11.5-1': { tests: ['6.2.10.4.1-1'], why: 'the font has a program of another type' },
  '6.6.2.1-4': {
    tests: ['6.7.2.1-4', '6.7.2.1-5'],
    why: 'veraPDF cannot detect the encoding of XML that is not well-formed',
  },
};
