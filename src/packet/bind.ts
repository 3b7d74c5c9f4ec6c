import type { Content } from '../content/model.js';
import { makeAccessible } from '../pdf/accessible.js';
import { NUMBER_CHARACTERS } from '../pdf/digits.js';
import { makeFields } from '../pdf/fields.js';
import { openPrint } from '../pdf/finish.js';
import { embedTrueType } from '../pdf/truetype.js';
import type { Profile } from '../profile/schema.js';
import type { Kit } from '../resume/resume.js';
import type { Paper, Setting } from '../template/page.js';
import type { LoadedTemplate } from '../template/store.js';
import { type AssembledPacket, assemblePacket, numbered } from './assemble.js';
import { frontView, hasFront } from './front.js';
import { printTemplate } from './print-template.js';
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

export interface BoundPacket extends AssembledPacket {
  title: string;
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
  const introduced = numbered(candidates).map(({ candidate, start }) => ({ ...candidate, start }));
  const view = frontView(packet, introduced);
  const print = (loaded: LoadedTemplate, data: object, setting: Setting, tagged: boolean) =>
    printTemplate(loaded, data, { title: packet.title, lang, setting, tagged }, kit);
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
  const bound = candidates.map((candidate, page) => ({ ...candidate, strip: [0, page] as const }));
  return { title: packet.title, ...(await assemblePacket({ info, front, candidates: bound, strips: [strips.pdf] })) };
}
