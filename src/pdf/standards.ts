/**
 * The standards that a PDF can claim: none; PDF/UA-1 (ISO 14289-1), for assistive technology; or PDF/A-3a (ISO 19005-3),
 * for archives, together with PDF/UA-1.
 */
export const STANDARDS = ['none', 'ua-1', 'a-3a'] as const;

export type Standard = (typeof STANDARDS)[number];

/** The standard that a PDF claims, if it conforms to it and no other was asked for. */
export const USUAL_STANDARD: Standard = 'a-3a';
