import { PDFDocument } from 'pdf-lib';
import { describe, expect, test } from 'vitest';
import { CONDITIONS } from '../../../src/pdf/archive/conditions.js';
import { ConformanceReview } from '../../../src/pdf/conformance.js';
import { soundPdf } from '../tagged.js';
import { DAMAGES } from './damages.js';

/** The conditions of PDF/UA-1 and PDF/A-3a that a document meets. */
function conditionsOf(document: PDFDocument): string[] {
  const review = new ConformanceReview(document, 'a-3a');
  review.all();
  const { ua, archive } = review.close();
  return [...new Set([...ua, ...archive].map(({ condition }) => condition))];
}

test('finds no fault in a valid document, in memory or read from its bytes', async () => {
  const { document } = await soundPdf();
  expect(conditionsOf(document)).toEqual([]);
  const bytes = await document.save({ updateFieldAppearances: false });
  expect(conditionsOf(await PDFDocument.load(bytes, { updateMetadata: false }))).toEqual([]);
});

describe('finds exactly the condition that a document violates', () => {
  test.each(Object.keys(CONDITIONS) as (keyof typeof CONDITIONS)[])('%s', async (condition) => {
    const tagged = await soundPdf();
    DAMAGES[condition](tagged);
    expect(conditionsOf(tagged.document)).toEqual([condition]);
  });
});
