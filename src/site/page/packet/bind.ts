import { assemblePacket, numbered } from '../../../packet/assemble.js';
import { makeContents } from '../../../pdf/merge/contents-page.js';
import { paperOf } from '../../../pdf/merge/paper.js';
import type { NamesData, PacketFonts } from '../../model.js';
import { fromBase64 } from './base64.js';
import { drawTitle } from './draw-title.js';

/** One of the candidates of a packet, in their order. */
export interface PacketMember {
  slug: string;
  name: string;
  lang: string;
  pdf: Uint8Array;
  pages: number;
}

/** What a packet is made of in the page. */
export interface PacketOrder {
  title: string;
  /** What stands below the title. */
  facts: string;
  /** ISO 8601. */
  date: string;
  members: readonly PacketMember[];
  names: readonly NamesData[];
  fonts: PacketFonts;
  /** Called when so many candidates are bound. */
  bound(candidates: number): void;
}

/**
 * Puts a packet together in the browser of whoever wants it: nothing is sent anywhere.
 *
 * @throws DossierError PDF_INVALID; Error where a candidate's name was not printed ahead
 */
export async function bindPacket(order: PacketOrder): Promise<Uint8Array> {
  const { title, facts, members, names, fonts } = order;
  const candidates = members.map((member) => {
    const file = names.findIndex(({ slugs }) => slugs.includes(member.slug));
    const strip = [file, names[file]?.slugs.indexOf(member.slug) ?? -1] as const;
    if (file < 0) throw new Error(`${member.name} is new here: load this page again`);
    return { ...member, strip };
  });
  const [first] = candidates;
  if (!first) throw new Error('a packet holds at least one candidate');
  const front = await makeContents({
    title,
    facts,
    paper: await paperOf(first.pdf, first.name),
    entries: numbered(candidates).map(({ candidate: { slug, name, strip }, start }) => ({
      key: slug,
      name,
      row: strip,
      page: start,
    })),
    rows: names.map(({ rows }) => fromBase64(rows)),
    fonts: { serif: fromBase64(fonts.serif), sans: fromBase64(fonts.sans) },
    drawTitle,
  });
  const keywords = members.map(({ name }) => name);
  const { bytes } = await assemblePacket({
    info: { title, keywords, lang: 'en', creator: names[0]?.creator ?? '', date: order.date },
    front,
    candidates,
    strips: names.map(({ strips }) => fromBase64(strips)),
    bound: async (count) => {
      order.bound(count);
      // The page shows how far it is.
      await new Promise((resolve) => setTimeout(resolve));
    },
  });
  return bytes;
}
