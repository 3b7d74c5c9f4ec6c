import { z } from 'zod';
import { encoded, jsonParts } from '../pipeline/json.js';
import type { SiteData } from './model.js';

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

/** The call by which a data file hands over what it holds: `dossier.cards(…);`. */
export function toCall(name: string, ...values: readonly unknown[]): Uint8Array {
  return new TextEncoder().encode(`${head(name)}${values.map(toLiteral).join(', ')});\n`);
}

/** The same of one value in pieces, which are asked for each time that they are gone through. */
export function callParts(name: string, value: unknown): Iterable<Uint8Array> {
  const texts = function* () {
    yield head(name);
    for (const part of jsonParts(value)) yield harmless(part);
    yield ');\n';
  };
  return { [Symbol.iterator]: () => encoded(texts()) };
}

/** What a data file of one value holds; undefined where it is none, or one that was changed. */
export function readCall(name: string, script: Uint8Array | undefined): unknown {
  const text = script && Buffer.from(script).toString('utf8');
  if (!text?.startsWith(head(name)) || !text.endsWith(');\n')) return undefined;
  try {
    return JSON.parse(text.slice(head(name).length, -3));
  } catch {
    return undefined;
  }
}

const head = (name: string) => `dossier.${name}(`;

/** JSON in which nothing can end a script or a line of one (HTML standard, 4.12.1.3; ECMA-262, 12.3). */
function toLiteral(value: unknown): string {
  return harmless(JSON.stringify(value));
}

function harmless(json: string): string {
  return json.replace(
    /[<>&\u2028\u2029]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
