import type { Content } from '../content/model.js';
import { makeAccessible } from '../pdf/accessible.js';
import { NUMBER_CHARACTERS } from '../pdf/digits.js';
import { makeFields } from '../pdf/fields.js';
import { finishDocument, openPrint } from '../pdf/finish.js';
import { type Part, PdfBinder, type Placed } from '../pdf/merge.js';
import { Stamper } from '../pdf/stamp.js';
import { embedTrueType } from '../pdf/truetype.js';
import { UaReview } from '../pdf/ua/check.js';
import type { Finding } from '../pdf/ua/conditions.js';
import type { Profile } from '../profile/schema.js';
import type { Kit } from '../resume/resume.js';
import type { Paper, Setting } from '../template/page.js';
import { renderDocument } from '../template/render.js';
import type { LoadedTemplate } from '../template/store.js';
import { frontView, hasFront } from './front.js';
import type { Packet } from './schema.js';

/** A candidate whose résumé is there to be bound. */
export interface Candidate {
  slug: string;
  name: string;
  label: string | undefined;
  lang: string;
  /** The template that the résumé is set in. */
  template: string;
  profile: Profile;
  content: Content;
  pdf: Uint8Array;
  pages: number;
  /** Documents of their own, bound in behind the résumé. */
  attachments?: { title: string; bytes: Uint8Array; pages: number }[];
}

export interface BoundPacket {
  title: string;
  bytes: Uint8Array;
  pages: number;
  /** Where each part stands, and what had to be left behind of it. */
  parts: Placed[];
  /** What keeps it from conforming to PDF/UA-1. */
  findings: Finding[];
}

/** The templates a packet is set with: its front matter, and the strips at the foot of its pages. */
export interface PacketTemplates {
  front: LoadedTemplate;
  strip: LoadedTemplate;
}

/** Front matter and the candidates' résumés -> one PDF, its pages numbered through. */
export async function bindPacket(
  packet: Packet,
  candidates: readonly Candidate[],
  templates: PacketTemplates,
  kit: Kit,
): Promise<BoundPacket> {
  const lang = packet.locale || 'en';
  const paper: Paper = packet.page?.size ?? templates.front.template.options.paper;
  // The résumés begin at page 1 and the front matter counts in Roman numbers, so that its own length changes nothing.
  let next = 1;
  const introduced = candidates.map((candidate) => {
    const start = next;
    next += pagesOf(candidate);
    return { ...candidate, start };
  });
  const view = frontView(packet, introduced);
  const print = async (loaded: LoadedTemplate, data: object, setting: Setting, tagged: boolean) => {
    const body = loaded.compiled(data);
    const head = { title: packet.title, lang, head: '' };
    const { html, headings } = await renderDocument(loaded.template, body, kit.fonts, setting, head);
    const pdf = await kit.printer.print({
      html,
      name: packet.title,
      group: loaded.template.name,
      tagged,
      signal: kit.signal,
    });
    return { pdf, headings };
  };
  const names = candidates.map((candidate) => candidate.name);
  const info = {
    title: packet.title,
    subject: packet.role,
    keywords: names,
    lang,
    creator: kit.creator,
    date: packet.date || kit.date,
  };
  const printFront = async () => {
    const { pdf, headings } = await print(templates.front, view, { paper }, true);
    const document = await openPrint(pdf, packet.title, headings);
    makeAccessible(document);
    if (view.scorecards) {
      const font = await kit.fonts.wholeFont('@fontsource/source-sans-3', '400');
      makeFields(document, () => embedTrueType(document.context, 'SourceSans3-Regular', font));
    }
    return document;
  };
  const [front, strips] = await Promise.all([
    hasFront(view) ? printFront() : undefined,
    print(templates.strip, { names, numbers: NUMBER_CHARACTERS }, {}, false),
  ]);
  const binder = await PdfBinder.create(lang);
  const review = new UaReview(binder.document);
  const stamper = await Stamper.open(binder.document, strips.pdf);
  const placed: Placed[] = [];
  const bind = async (part: Part) => {
    const place = await binder.add(part);
    placed.push(place);
    return { place, pages: binder.pagesOf(place) };
  };
  const settle = ({ place, pages }: Bound) => {
    review.part(pages, place.first, place.element);
    binder.settle();
  };
  if (front)
    settle(
      await bind({ key: 'front', title: packet.title, lang, source: front, bookmark: packet.title, numbers: 'roman' }),
    );
  for (const [index, candidate] of introduced.entries()) {
    const bound: Bound[] = [];
    for (const part of partsOf(candidate)) bound.push(await bind(part));
    stamper.stamp(
      bound.flatMap(({ pages }) => pages),
      index,
      candidate.start,
    );
    bound.forEach(settle);
  }
  binder.close();
  const finished = await finishDocument(binder.document, info, review);
  return { title: packet.title, parts: placed, ...finished };
}

/** A part in its place. */
interface Bound {
  place: Placed;
  pages: ReturnType<PdfBinder['pagesOf']>;
}

/** The pages of a candidate: the résumé and what is bound in behind it. */
function pagesOf(candidate: Candidate): number {
  return candidate.pages + (candidate.attachments ?? []).reduce((sum, attachment) => sum + attachment.pages, 0);
}

function partsOf(candidate: Candidate): Part[] {
  const { slug, name, lang, pdf } = candidate;
  const attachments = (candidate.attachments ?? []).map(
    ({ title, bytes }, index): Part => ({
      key: `${slug}-${index + 1}`,
      title,
      source: bytes,
      bookmark: title,
      nested: true,
      numbers: 'arabic',
    }),
  );
  return [{ key: slug, title: name, lang, source: pdf, bookmark: name, numbers: 'arabic' }, ...attachments];
}
