import type { Problem } from '../errors.js';
import { type Path, readDocument, type SourceDocument } from './document.js';
import { metadataAt } from './field-walk.js';
import { profileSchema } from './schema.js';
import { at } from './values.js';

/** A position in a file, with a code frame if its text may be shown. */
export type Place = Pick<Problem, 'where' | 'frame'>;

/** The positions to report for problems that are found only when a document is printed. */
export interface Places {
  /** Returns the first position of a character, or that of `meta.locale` if no text in the file contains it. */
  ofCharacter(character: string): Place;
  ofLocale(): Place;
  /**
   * Returns the position of a design option of a document: in its variant, or in the profile; empty if neither sets it.
   *
   * @param option such as `header.align`
   * @param variant the name of the variant
   */
  ofDesign(option: string, variant: string | undefined): Place;
}

const LOCALE: Path = ['meta', 'locale'];

/**
 * Returns the positions in a profile. The file is read again only when a position is requested.
 *
 * @param overlay private details that were merged into it; problems in them have no code frames
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
    ofDesign(option, variant) {
      const steps = option.split('.');
      const paths = [
        ...(variant === undefined ? [] : [['variants', variant, 'design', ...steps]]),
        ['meta', 'design', ...steps],
      ];
      const path = paths.find((each) => each.reduce<unknown>(at, document().value) !== undefined);
      return path ? placeAt(document(), path) : {};
    },
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
  // A value may be written with escapes, so the character itself need not occur in the source.
  if (!range || at < 0) return placeAt(document, path);
  const from = range[0] + at;
  return withoutMessage(document.problemAt([from, from + character.length], BLANK));
}

/**
 * Returns the path of the first text that contains a character.
 *
 * @param whole `true` to search unprinted fields as well
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
