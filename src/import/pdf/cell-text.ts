import { HYPHEN_MARK } from '../../pdf/fonts/soft-hyphens.js';
import type { Page } from './model.js';

/** Marks that only say in which direction text is written. */
export const DIRECTION = /[\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;

/** Characters that no font shows as text. */
const UNSHOWN = /[\u200b-\u200d\u2060\ufeff\u00ad\ufffd\p{Co}\p{Cc}]/gu;

const LIGATURES: Readonly<Record<string, string>> = { ﬀ: 'ff', ﬁ: 'fi', ﬂ: 'fl', ﬃ: 'ffi', ﬄ: 'ffl', ﬅ: 'st', ﬆ: 'st' };

/** Replaces ligatures and unusual spaces, and drops characters that are not text. A soft hyphen at the end stays. */
export function clean(text: string): string {
  const marked = text.replaceAll(HYPHEN_MARK, '\u00ad');
  const isBroken = /\p{L}\u00ad\s?$/u.test(marked);
  const shown = marked
    .replace(/[ﬀ-ﬆ]/g, (ligature) => LIGATURES[ligature] ?? ligature)
    .replace(/[\u00a0\u2000-\u200a\u202f\u3000]/g, ' ')
    .replace(/[\uf0a7\uf0b7\uf0d8\uf076\uf0fc]/g, '•')
    .replace(/(?<=^|\s)\u00ad(?=\s|$)/g, '–')
    .replace(/(?<=\p{L})\u00ad(?=\p{L})/gu, '-')
    .replace(UNSHOWN, '');
  return (isBroken ? `${shown.trimEnd()}\u00ad` : shown).normalize('NFC');
}

/** Words that are followed by a hyphen of their own. */
const PREFIX =
  /(?:^|[\s(])(?:self|non|high|low|real|end|to|multi|cross|well|co|pre|post|semi|full|long|short|open|state|cost|data|time|user|client|customer|in|on|off|up|one|two|three|first|second|third)-$/i;

/** Marks the hyphen at the end of a divided word as a soft one. */
export function withDivision(text: string, { isHyphenated }: Page): string {
  return isHyphenated && /\p{Ll}{2}-$/u.test(text) && !PREFIX.test(text) ? `${text.slice(0, -1)}\u00ad` : text;
}

export function tidy(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}

/** `true` for letters or digits that are set apart: `J O R D A N`, `2 0 2 5 - 0 6`, `P R OJ E C T S ( 5 )`. */
export function isSpaced(text: string): boolean {
  const parts = text
    .trim()
    .replace(/ ?\( ?\d{1,3} ?\)$/, '')
    .split(/ +/);
  const single = parts.filter((part) => part.length === 1).length;
  if (parts.length < 3 || parts.some((part) => !/^[\p{L}\p{M}\p{Nd}&.–-]{1,2}$/u.test(part))) return false;
  const isCapital = parts.length > 3 && text === text.toUpperCase() && single >= parts.length * 0.6;
  return single >= parts.length - 1 || isCapital;
}

/** Joins spaced letters. Where words are further apart than letters, they were separate runs or have several spaces. */
export function unspaced(text: string): string {
  return text
    .split(/ {2,}/)
    .map((word) => word.replaceAll(' ', ''))
    .join(' ');
}
