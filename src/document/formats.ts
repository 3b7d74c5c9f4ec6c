/** The forms in which a résumé is written. */
export const FORMATS = ['html', 'pdf', 'json', 'txt', 'md', 'png', 'docx'] as const;

export type Format = (typeof FORMATS)[number];

/** Those that are written where none is asked for; the others are made on demand. */
export const DEFAULT_FORMATS: readonly Format[] = ['html', 'pdf', 'json', 'txt', 'md'];

/** Whether anything of these is printed by a browser. */
export function isPrinted(formats: readonly Format[]): boolean {
  return formats.includes('pdf') || formats.includes('png');
}

/** The template of a profile that names none. */
export const DEFAULT_TEMPLATE = 'classic';
