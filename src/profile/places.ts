import type { Problem } from '../errors.js';
import { type Path, readDocument, type SourceDocument } from './document.js';
import { metadataAt } from './field-walk.js';
import { profileSchema } from './schema.js';

/** A place in a file, with its line drawn where that may be shown. */
export type Place = Pick<Problem, 'where' | 'frame'>;

/** Where something stands that is found to be wrong only as it is printed. */
export interface Places {
  /** Where a character stands first; that of the language where no text of the file has it. */
  ofCharacter(character: string): Place;
  ofLocale(): Place;
}

const LOCALE: Path = ['meta', 'locale'];

/**
 * The places of a profile; it is read again only where one is asked for.
 *
 * @param overlay private details that were merged over it: of them no line is drawn
 */
export function placesOf(
  { bytes, file }: { bytes: Uint8Array; file: string },
  overlay?: { bytes: Uint8Array; file: string },
): Places {
  let read: SourceDocument | undefined;
  const document = () => {
    read ??= readDocument(bytes, file);
    return read;
  };
  return {
    ofCharacter(character) {
      const secret = overlay && readDocument(overlay.bytes, overlay.file, { frames: false });
      const places = [document(), ...(secret ? [secret] : [])].map((source) => find(source, character));
      return places.find((place) => place !== undefined) ?? placeAt(document(), LOCALE);
    },
    ofLocale: () => placeAt(document(), LOCALE),
  };
}

function find(document: SourceDocument, character: string): Place | undefined {
  const { variants, meta, ...printed } = document.value as Record<string, unknown>;
  const path =
    search(printed, [], character) ??
    search({ variants }, [], character, true) ??
    search({ meta }, [], character, true);
  if (!path) return undefined;
  const range = document.rangeOf(path, 'value');
  const at = range ? document.text.slice(...range).indexOf(character) : -1;
  // A value may be written with escapes, in which the character itself does not stand.
  if (!range || at < 0) return placeAt(document, path);
  const from = range[0] + at;
  return withoutMessage(document.problemAt([from, from + character.length], BLANK));
}

/**
 * The path of the first text that has a character.
 *
 * @param whole `true` to search what is not printed as well
 */
function search(value: unknown, path: Path, character: string, whole = false): Path | undefined {
  if (typeof value === 'string') return value.includes(character) ? path : undefined;
  if (typeof value !== 'object' || value === null) return undefined;
  for (const [key, inner] of Object.entries(value)) {
    const place = [...path, Array.isArray(value) ? Number(key) : key];
    if (!whole && metadataAt(profileSchema, place).unprinted) continue;
    const found = search(inner, place, character, whole);
    if (found) return found;
  }
  return undefined;
}

const BLANK = { severity: 'error', message: '' } as const;

function placeAt(document: SourceDocument, path: Path): Place {
  return withoutMessage(document.problem(path, 'value', BLANK));
}

function withoutMessage({ where, frame }: Problem): Place {
  return { ...(where ? { where } : {}), ...(frame ? { frame } : {}) };
}
