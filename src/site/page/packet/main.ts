import { assemblePacket, numbered } from '../../../packet/assemble.js';
import { makeContents, type TitlePicture } from '../../../pdf/merge/contents-page.js';
import { paperOf } from '../../../pdf/merge/page-merge.js';
import { claimOf } from '../../../pdf/metadata.js';
import { isOnPdf2, type Standard } from '../../../pdf/standards.js';
import { openPdf } from '../../../pdf/syntax/open.js';
import { breakLines } from '../../../pdf/syntax/page-content.js';
import { fromBase64, isPdf2, type PacketOrder } from '../data.js';

/**
 * Binds a packet in the reader's browser; nothing is sent anywhere.
 *
 * @throws DossierError PDF_INVALID; Error if the name of a candidate has not been printed
 */
async function bindPacket(order: PacketOrder): Promise<Uint8Array> {
  const { title, facts, members, names, fonts, cover } = order;
  const candidates = members.map((member) => {
    const file = names.findIndex(({ slugs }) => slugs.includes(member.slug));
    const strip = [file, names[file]?.slugs.indexOf(member.slug) ?? -1] as const;
    if (file < 0) throw new Error(`${member.name} is not in the loaded data: reload this page`);
    return { ...member, strip };
  });
  const [first] = candidates;
  if (!first) throw new Error('a packet needs at least one candidate');
  const standard = await standardOf(members);
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
    fonts: { serif: fromBase64(cover?.serif ?? fonts.serif), sans: fromBase64(fonts.sans) },
    isPdf2: isOnPdf2(standard),
    drawTitle: (text, width, size) => drawTitle(text, width, size, cover?.accent),
    ...(cover ? { cover: { ...cover, accent: cover.accent, pdfs: cover.pdfs.map(fromBase64) } } : {}),
  });
  const keywords = members.map(({ name }) => name);
  const { bytes } = await assemblePacket({
    info: { title, keywords, lang: 'en', creator: names[0]?.creator ?? '', date: order.date, standard },
    front,
    candidates,
    strips: names.map(({ strips }) => fromBase64(strips)),
    bound: async (count) => {
      order.bound(count);
      // Give the page a chance to show the progress.
      await new Promise((resolve) => setTimeout(resolve));
    },
  });
  return bytes;
}

/**
 * The standard that the packet claims: that of its résumés if all of them are PDF 2.0, and the default otherwise, because
 * only one version fits all parts.
 */
async function standardOf(members: PacketOrder['members']): Promise<Standard | undefined> {
  const [first] = members;
  if (!first || !members.every(({ pdf }) => isPdf2(pdf))) return undefined;
  const claim = claimOf(await openPdf(first.pdf, first.name));
  return claim === 'a-4' ? 'a-4f' : claim;
}

/** Pixels per PDF unit, for 300 dpi. */
const SCALE = 300 / 72;

/** The accent colour of packets, and local fonts that cover any script. */
const COLOUR = '#1f3f68';
const FAMILY = '"Source Serif 4", Georgia, serif';

/** Draws a title as a picture, in any script for which the reader's machine has fonts. */
async function drawTitle(title: string, width: number, size: number, colour = COLOUR): Promise<TitlePicture> {
  const canvas = document.createElement('canvas');
  const brush = () => {
    const context = canvas.getContext('2d');
    if (!context) throw new Error('this browser cannot draw pictures');
    context.font = `600 ${size * SCALE}px ${FAMILY}`;
    return context;
  };
  const measure = brush();
  const lines = breakLines(title, (text) => measure.measureText(text).width <= width * SCALE);
  const leading = size * 1.35;
  canvas.width = Math.ceil(width * SCALE);
  canvas.height = Math.ceil(lines.length * leading * SCALE);
  const context = brush();
  context.fillStyle = colour;
  context.textBaseline = 'middle';
  // Right-to-left text starts at the right edge.
  const isRightToLeft = /^[^\p{L}]*[\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Syriac}\p{Script=Thaana}]/u.test(title);
  context.direction = isRightToLeft ? 'rtl' : 'ltr';
  context.textAlign = 'start';
  for (const [index, line] of lines.entries())
    context.fillText(line, isRightToLeft ? canvas.width : 0, (index + 0.5) * leading * SCALE);
  const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/png'));
  if (!blob) throw new Error('this browser cannot draw pictures');
  return { png: new Uint8Array(await blob.arrayBuffer()), width, height: lines.length * leading };
}

// A separate script, which is loaded for the first packet.
globalThis.dossier.binder(bindPacket);
