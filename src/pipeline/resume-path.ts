import { type Format, formatNamed } from '../document/formats.js';

/** The parts of the path of a résumé file. */
interface ResumeFile {
  slug: string;
  variant?: string | undefined;
  format: Format;
  /** The page that a picture shows. */
  page?: number | undefined;
}

/**
 * The path of a résumé file below the output folder. Pages after the first have a number after an underscore, which
 * names of variants cannot contain: `ada/ada.png`, `ada/ada_2.png`, `ada/ada.short_2.png`.
 */
export function resumePath({ slug, variant, format, page = 1 }: ResumeFile): string {
  return `${slug}/${slug}${variant === undefined ? '' : `.${variant}`}${page > 1 ? `_${page}` : ''}.${formatNamed(format).extension}`;
}

/** The files of a document in one format: one, or one for each page; none if the first is missing. */
export function filesOf<T extends { path: string }>(stored: readonly T[], file: Omit<ResumeFile, 'page'>): T[] {
  const found: T[] = [];
  const hasPages = stored.some(({ path }) => path.endsWith(`_2.${file.format}`));
  for (let page = 1; page === 1 || hasPages; page++) {
    const path = resumePath({ ...file, page });
    const next = stored.find((one) => one.path === path);
    if (!next) return found;
    found.push(next);
  }
  return found;
}
