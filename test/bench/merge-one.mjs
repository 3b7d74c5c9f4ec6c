// Measures one merge: `ours` keeps tags, outline and links, `checked` also checks PDF/UA-1 conformance, and `plain` uses
// copyPages of pdf-lib.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { PDFDocument } from 'pdf-lib';
import { ConformanceReview } from '../../dist/pdf/conformance.js';
import { finishDocument } from '../../dist/pdf/finish.js';
import { PdfBinder } from '../../dist/pdf/merge/merge.js';
import { saveStable } from '../../dist/pdf/metadata.js';

const [way, folder, count] = process.argv.slice(2);
const files = await Promise.all(
  Array.from({ length: Number(count) }, (_, index) => readFile(join(folder, `${index}.pdf`))),
);
const start = performance.now();
let bytes;
let saved = 0;
if (way === 'checked' || way === 'ours') {
  const binder = await PdfBinder.create('en');
  const review = way === 'checked' ? new ConformanceReview(binder.document) : undefined;
  for (const [index, file] of files.entries()) {
    const title = `Résumé ${index}`;
    const placed = await binder.add({ key: `r${index}`, title, source: file, bookmark: title, numbers: 'arabic' });
    review?.part('', binder.pagesOf(placed), placed.first, placed.elements);
    binder.settle();
  }
  binder.close();
  saved = binder.saved;
  const info = { title: 'All', lang: 'en', creator: 'Dossier bench' };
  bytes = review ? (await finishDocument(binder.document, info, review)).bytes : await saveStable(binder.document);
} else {
  const target = await PDFDocument.create();
  for (const file of files) {
    const source = await PDFDocument.load(file);
    for (const page of await target.copyPages(source, source.getPageIndices())) target.addPage(page);
  }
  bytes = await target.save();
}
const ms = performance.now() - start;
const mb = Math.round(process.resourceUsage().maxRSS / 1024);
console.log(
  JSON.stringify({ ms, mb, saved, bytes: bytes.length, parts: files.reduce((sum, file) => sum + file.length, 0) }),
);
