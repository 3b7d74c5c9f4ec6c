import { z } from 'zod';
import { encoded, jsonParts } from '../pipeline/manifest.js';
import type { SiteData } from './model.js';

/** The path of the script with all cards, which the page loads first. */
export const CARDS_PATH = 'assets/candidates.js';

const picture = z.looseObject({ path: z.string() }).optional();

/** The parts of a card that this program reads back; only the page reads the others. */
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

/** Reads the cards of a page; returns undefined if the script was changed so that they are not valid. */
export function readCards(script: Uint8Array | undefined): SiteData | undefined {
  const data = readCall('cards', script);
  // The input, not the parsed value: its keys keep their order, so that a reused card is written with the same bytes.
  return siteData.safeParse(data).success ? (data as SiteData) : undefined;
}

/** Encodes a data file: a call that passes its values to the page, such as `dossier.cards(…);`. */
export function toCall(name: string, ...values: readonly unknown[]): Uint8Array {
  return new TextEncoder().encode(`${head(name)}${values.map(toLiteral).join(', ')});\n`);
}

/** Encodes a data file with one value in pieces, which are generated anew on each iteration. */
export function callParts(name: string, value: unknown): Iterable<Uint8Array> {
  const texts = function* () {
    yield head(name);
    for (const part of jsonParts(value)) yield harmless(part);
    yield ');\n';
  };
  return { [Symbol.iterator]: () => encoded(texts()) };
}

/** Reads the value of a data file; returns undefined if there is none, or if it was changed. */
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

/** Encodes JSON in which nothing can end a script or a line of it (HTML standard, 4.12.1.3; ECMA-262, 12.3). */
function toLiteral(value: unknown): string {
  return harmless(JSON.stringify(value));
}

function harmless(json: string): string {
  return json.replace(
    /[<>&\u2028\u2029]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
