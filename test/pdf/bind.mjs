import { ConformanceReview } from '../../dist/pdf/conformance.js';
import { finishDocument } from '../../dist/pdf/finish.js';
import { PdfBinder } from '../../dist/pdf/merge/merge.js';
import { Stamper } from '../../dist/pdf/merge/stamp.js';
import { openPdf } from '../../dist/pdf/syntax/open.js';

const INFO = { title: 'Packet', lang: 'en', creator: 'Dossier test' };

/** Binds a document after another one, as a packet binds an attachment, and opens the result. */
export async function bind(strips, first, foreign) {
  const pages = (await openPdf(foreign, 'the attachment')).getPageCount();
  const binder = await PdfBinder.create('en');
  const review = new ConformanceReview(binder.document);
  const stamper = await Stamper.open(binder.document, strips);
  const placed = [];
  for (const [index, source] of [first, foreign].entries()) {
    const title = index === 0 ? 'the résumé' : 'the attachment';
    const place = await binder.add({ key: `p${index}`, title, source, bookmark: title, numbers: 'arabic' });
    placed.push(place);
    stamper.stamp(binder.pagesOf(place), index, place.first + 1, new Set());
    review.part(title, binder.pagesOf(place), place.first, place.elements);
    binder.settle();
  }
  binder.close();
  const { bytes } = await finishDocument(binder.document, INFO, review);
  const all = (await openPdf(bytes, 'the packet')).getPageCount();
  if (all !== placed[0].pages + pages) throw new Error(`${all} pages instead of ${placed[0].pages} and ${pages}`);
  return { pages, dropped: placed[1].dropped };
}
