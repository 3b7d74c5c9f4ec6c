import { PDFDocument } from 'pdf-lib';
import { describe, expect, test } from 'vitest';
import { ConformanceReview } from '../../../src/pdf/conformance.js';
import { soundPdf2 } from '../tagged.js';
import { conditionsIn, damageIn2 } from './damages-in-2.js';

/** The clauses of PDF/UA-2 and PDF/A-4f that a document violates. */
function clausesOf(document: PDFDocument): { ua: string[]; archive: string[] } {
  const review = new ConformanceReview(document, 'a-4f');
  review.all();
  const { ua, archive } = review.close();
  const clauses = (faults: readonly { condition: string }[]) => [...new Set(faults.map((each) => each.condition))];
  return { ua: clauses(ua), archive: clauses(archive) };
}

test('finds no fault in a valid document of PDF 2.0, in memory or read from its bytes', async () => {
  const { document } = await soundPdf2();
  expect(clausesOf(document)).toEqual({ ua: [], archive: [] });
  const bytes = await document.save({ updateFieldAppearances: false });
  expect(clausesOf(await PDFDocument.load(bytes, { updateMetadata: false }))).toEqual({ ua: [], archive: [] });
});

describe('finds exactly the clause of PDF/UA-2 that a document violates', () => {
  test.each(conditionsIn('ua-2'))('%s, which is %s', async (condition, clause) => {
    const tagged = await soundPdf2();
    damageIn2(condition)(tagged);
    expect(clausesOf(tagged.document)).toMatchObject({ ua: [clause] });
  });
});

describe('finds exactly the clause of PDF/A-4f that a document violates', () => {
  test.each(conditionsIn('a-4f'))('%s, which is %s', async (condition, clause) => {
    const tagged = await soundPdf2();
    damageIn2(condition)(tagged);
    expect(clausesOf(tagged.document)).toEqual({ ua: [], archive: [clause] });
  });
});
