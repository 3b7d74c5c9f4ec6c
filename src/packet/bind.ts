import type { Content } from '../content/model.js';
import { NUMBER_CHARACTERS } from '../pdf/digits.js';
import { makeFields } from '../pdf/fields.js';
import { finishDocument, preparePdf } from '../pdf/finish.js';
import { mergePdfs, type Part, type Placed } from '../pdf/merge.js';
import { stampPages } from '../pdf/stamp.js';
import { embedTrueType } from '../pdf/truetype.js';
import type { Finding } from '../pdf/ua/conditions.js';
import type { Profile } from '../profile/schema.js';
import type { Kit } from '../resume/resume.js';
import { type Paper, renderDocument, type Setting } from '../template/render.js';
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
    return preparePdf(pdf, packet.title, headings);
  };
  const [front, strips] = await Promise.all([
    hasFront(view) ? printFront() : undefined,
    print(templates.strip, { names, numbers: NUMBER_CHARACTERS }, {}, false),
  ]);
  const parts = candidates.flatMap(partsOf);
  if (front)
    parts.unshift({ key: 'front', title: packet.title, lang, source: front, bookmark: packet.title, numbers: 'roman' });
  const merged = await mergePdfs(parts);
  const offset = (merged.parts[front ? 1 : 0]?.first ?? 0) - 1;
  const stamped = introduced.map((candidate) => ({
    first: candidate.start + offset,
    pages: pagesOf(candidate),
    number: candidate.start,
  }));
  await stampPages(merged.document, stamped, strips.pdf);
  const { context } = merged.document;
  if (view.scorecards) {
    const font = await kit.fonts.wholeFont('@fontsource/source-sans-3', '400');
    makeFields(merged.document, () => embedTrueType(context, 'SourceSans3-Regular', font));
  }
  const finished = await finishDocument(merged.document, info);
  return { title: packet.title, parts: merged.parts, ...finished };
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
