/**
 * The standards that a PDF can claim: none; PDF/UA-1 (ISO 14289-1), for assistive technology; PDF/A-3a (ISO 19005-3), for
 * archives, together with PDF/UA-1; and their successors for PDF 2.0, PDF/UA-2 (ISO 14289-2) and PDF/A-4f (ISO 19005-4)
 * together with PDF/UA-2.
 */
export const STANDARDS = ['none', 'ua-1', 'a-3a', 'ua-2', 'a-4f'] as const;

export type Standard = (typeof STANDARDS)[number];

/** The standard that a PDF claims, if it conforms to it and no other was asked for. */
export const USUAL_STANDARD: Standard = 'a-3a';

/**
 * The standards that one of `STANDARDS` consists of, for assistive technology and for archives.
 *
 * @internal
 */
interface Levels {
  ua?: 'ua-1' | 'ua-2';
  archive?: 'a-3a' | 'a-4f';
}

/** @internal */
export const LEVELS: Readonly<Record<Standard, Levels>> = {
  none: {},
  'ua-1': { ua: 'ua-1' },
  'a-3a': { ua: 'ua-1', archive: 'a-3a' },
  'ua-2': { ua: 'ua-2' },
  'a-4f': { ua: 'ua-2', archive: 'a-4f' },
};

/**
 * A standard with conditions of its own.
 *
 * @internal
 */
export type SingleStandard = Exclude<Standard, 'none'>;

/** @internal */
export const STANDARD_TITLES: Readonly<Record<SingleStandard, string>> = {
  'ua-1': 'PDF/UA-1',
  'a-3a': 'PDF/A-3a',
  'ua-2': 'PDF/UA-2',
  'a-4f': 'PDF/A-4f',
};

/** `true` for a standard that is based on PDF 2.0 (ISO 32000-2). */
export function isOnPdf2(standard: Standard = USUAL_STANDARD): boolean {
  return LEVELS[standard].ua === 'ua-2';
}
