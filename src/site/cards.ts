import { z } from 'zod';
import type { SiteData } from './model.js';
import { readCall } from './script.js';

/** The script with all cards, which the page loads first. */
export const CARDS_PATH = 'assets/candidates.js';

const picture = z.looseObject({ path: z.string() }).optional();

/** The parts of a card that this program reads again; the page reads the others. */
const card = z.looseObject({
  slug: z.string(),
  name: z.string(),
  versions: z.array(
    z.looseObject({
      variant: z.string(),
      files: z.array(z.looseObject({ path: z.string(), kind: z.string() })),
    }),
  ),
  picture,
  portrait: picture,
});

const siteData = z.looseObject({
  candidates: z.array(card),
  packets: z.array(z.looseObject({ path: z.string(), cover: picture })),
  texts: z.array(z.string()),
});

/** The cards of a page; undefined for a script that was changed so that they cannot be read. */
export function readCards(script: Uint8Array | undefined): SiteData | undefined {
  const data = readCall('cards', script);
  // The data itself: its keys keep their order, so that a card that is kept is written with the same bytes.
  return siteData.safeParse(data).success ? (data as SiteData) : undefined;
}
