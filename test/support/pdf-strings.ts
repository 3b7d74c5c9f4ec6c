import {
  decodePDFRawStream,
  PDFArray,
  PDFDict,
  PDFDocument,
  PDFHexString,
  PDFName,
  type PDFObject,
  PDFRawStream,
  PDFString,
} from 'pdf-lib';
import { extractFiles } from '../../src/pdf/attach.js';
import { readPdf } from './pdf.js';

/** All strings, names and decoded streams of a PDF, its text as extracted by pdf.js, and its embedded files. */
export async function stringsOf(bytes: Uint8Array): Promise<string> {
  const parts: string[] = [];
  const visit = (object: PDFObject | undefined): void => {
    if (object instanceof PDFString || object instanceof PDFHexString || object instanceof PDFName)
      parts.push(object.decodeText());
    else if (object instanceof PDFArray) for (const item of object.asArray()) visit(item);
    else if (object instanceof PDFDict) for (const [key, value] of object.entries()) [key, value].forEach(visit);
    else if (object instanceof PDFRawStream) {
      visit(object.dict);
      parts.push(Buffer.from(decodePDFRawStream(object).decode()).toString('utf8'));
    }
  };
  const { context } = await PDFDocument.load(bytes);
  for (const [, object] of context.enumerateIndirectObjects()) visit(object);
  const pdf = await readPdf(bytes);
  parts.push(...pdf.pages.map((page) => page.text), JSON.stringify(pdf.outline), JSON.stringify(pdf.info));
  for (const file of await extractFiles(bytes, 'x')) parts.push(file.name, new TextDecoder().decode(file.bytes));
  return parts.join('\n');
}
