import { type PDFContext, PDFNumber, type PDFObject } from 'pdf-lib';

/**
 * The page labels of a packet (ISO 32000-1, 12.4.2): Roman and Arabic numbers each begin with 1.
 *
 * @param first the index of the first page of each part
 */
export function pageLabels(
  context: PDFContext,
  parts: readonly { numbers: 'roman' | 'arabic' }[],
  first: readonly number[],
): PDFObject[] {
  return parts.flatMap((part, index) => {
    const page = first[index] ?? 0;
    // A document of which other parts took all pages has no number.
    if (first[index + 1] === page) return [];
    if (index > 0 && parts[index - 1]?.numbers === part.numbers) return [];
    return [PDFNumber.of(page), context.obj({ S: part.numbers === 'roman' ? 'r' : 'D' })];
  });
}
