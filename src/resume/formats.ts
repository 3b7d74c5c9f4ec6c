/** The forms in which a résumé is written. */
export const FORMATS = ['html', 'pdf', 'json', 'txt', 'md'] as const;

export type Format = (typeof FORMATS)[number];
