import { type DateStyle, formatDate } from '../content/dates.js';
import { wordsFor } from '../content/words.js';
import { NUMBER_CHARACTERS } from '../pdf/digits.js';
import { finishDocument } from '../pdf/finish.js';
import { mergePdfs, type Part } from '../pdf/merge.js';
import { PART_LINK } from '../pdf/part-links.js';
import { stampPages } from '../pdf/stamp.js';
import { parseDate } from '../profile/dates.js';
import type { Kit } from '../resume/resume.js';
import { type Paper, renderDocument, type Setting } from '../template/render.js';
import type { LoadedTemplate } from '../template/store.js';
import type { Packet } from './schema.js';

/** A candidate whose résumé is there to be bound. */
export interface Candidate {
  slug: string;
  name: string;
  label: string | undefined;
  lang: string;
  pdf: Uint8Array;
  pages: number;
}

export interface BoundPacket {
  title: string;
  bytes: Uint8Array;
  pages: number;
}

/** The templates a packet is set with: its cover and contents, and the strips at the foot of its pages. */
export interface PacketTemplates {
  front: LoadedTemplate;
  strip: LoadedTemplate;
}

/** Cover, contents and the candidates' résumés -> one PDF, its pages numbered through. */
export async function bindPacket(
  packet: Packet,
  candidates: readonly Candidate[],
  templates: PacketTemplates,
  kit: Kit,
): Promise<BoundPacket> {
  const lang = packet.locale || 'en';
  const style: DateStyle = { locale: lang, present: wordsFor(lang).present };
  const paper: Paper = packet.page?.size ?? templates.front.template.options.paper;
  const date = parseDate(packet.date ?? '');
  // The résumés begin at page 1 and the front matter counts in Roman numbers, so that its own length changes nothing.
  const starts: number[] = [];
  candidates.reduce((next, candidate) => {
    starts.push(next);
    return next + candidate.pages;
  }, 1);
  const view = {
    title: packet.title,
    role: packet.role || null,
    date: date ? formatDay(date, style) : null,
    count: candidates.length,
    candidates: candidates.map((candidate, index) => ({
      name: candidate.name,
      label: candidate.label ?? null,
      link: `${PART_LINK}${candidate.slug}`,
      page: starts[index] ?? 0,
      pages: candidate.pages,
    })),
  };
  const print = async (loaded: LoadedTemplate, data: object, setting: Setting, tagged: boolean) => {
    const body = loaded.compiled(data);
    const { html } = await renderDocument(loaded.template, body, kit.fonts, setting, {
      title: packet.title,
      lang,
      head: '',
    });
    return kit.printer.print({
      html,
      name: packet.title,
      group: loaded.template.name,
      tagged,
      signal: kit.signal,
    });
  };
  const [front, strips] = await Promise.all([
    print(templates.front, view, { paper }, true),
    print(
      templates.strip,
      {
        names: candidates.map((candidate) => candidate.name),
        numbers: NUMBER_CHARACTERS,
      },
      {},
      false,
    ),
  ]);
  const parts: Part[] = [
    {
      key: 'front',
      title: packet.title,
      lang,
      bytes: front,
      bookmark: packet.title,
      numbers: 'roman',
    },
    ...candidates.map(
      (candidate): Part => ({
        key: candidate.slug,
        title: candidate.name,
        lang: candidate.lang,
        bytes: candidate.pdf,
        bookmark: candidate.name,
        numbers: 'arabic',
      }),
    ),
  ];
  const merged = await mergePdfs(parts);
  const bodies = merged.parts.slice(1);
  await stampPages(
    merged.document,
    bodies.map((part, index) => ({
      first: part.first,
      pages: part.pages,
      number: starts[index] ?? 0,
    })),
    strips,
  );
  const finished = await finishDocument(merged.document, {
    title: packet.title,
    subject: packet.role,
    keywords: candidates.map((candidate) => candidate.name),
    lang,
    creator: kit.creator,
    date: packet.date || kit.date,
  });
  return { title: packet.title, ...finished };
}

function formatDay(date: NonNullable<ReturnType<typeof parseDate>>, style: DateStyle): string {
  if (date.day === undefined || date.month === undefined) return formatDate(date, style);
  return new Intl.DateTimeFormat(style.locale, {
    dateStyle: 'long',
    timeZone: 'UTC',
  }).format(Date.UTC(date.year, date.month - 1, date.day));
}
