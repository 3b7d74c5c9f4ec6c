// Measures one merge: `ours` keeps tags, outline and links, `checked` also checks PDF/UA-1 conformance, and `plain` uses
// copyPages of pdf-lib.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { PDFDocument } from 'pdf-lib';
import { ConformanceReview } from '../../dist/pdf/conformance.js';
import { finishDocument } from '../../dist/pdf/finish.js';
import { mergePdfs, PdfBinder } from '../../dist/pdf/merge/merge.js';
import { saveStable } from '../../dist/pdf/metadata.js';

const [way, folder, count] = process.argv.slice(2);
const files = await Promise.all(
  Array.from({ length: Number(count) }, (_, index) => readFile(join(folder, `${index}.pdf`))),
);
const start = performance.now();
let bytes;
let saved = 0;
if (way === 'checked') {
  const binder = await PdfBinder.create('en');
  const review = new ConformanceReview(binder.document);
  for (const [index, file] of files.entries()) {
    const placed = await binder.add({ key: `r${index}`, title: `Résumé ${index}`, source: file, numbers: 'arabic' });
    review.part('', binder.pagesOf(placed), placed.first, placed.elements);
    binder.settle();
  }
  binder.close();
  const info = { title: 'All', lang: 'en', creator: 'Dossier bench' };
  bytes = (await finishDocument(binder.document, info, review)).bytes;
} else if (way === 'ours') {
  const parts = files.map((file, index) => ({
    key: `r${index}`,
    title: `Résumé ${index}`,
    source: file,
    bookmark: `Résumé ${index}`,
    numbers: 'arabic',
  }));
  const merged = await mergePdfs(parts);
  saved = merged.saved;
  bytes = await saveStable(merged.document);
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
