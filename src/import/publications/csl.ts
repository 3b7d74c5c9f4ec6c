import { z } from 'zod';
import { htmlToText } from '../../profile/html.js';

const text = z.union([z.string(), z.number()]).transform(String);
const name = z.object({
  family: z.string().optional(),
  given: z.string().optional(),
  literal: z.string().optional(),
  'non-dropping-particle': z.string().optional(),
  suffix: z.string().optional(),
});

const schema = z.object({
  type: z.string().catch('document'),
  title: text,
  author: z.array(name).optional().catch(undefined),
  editor: z.array(name).optional().catch(undefined),
  'container-title': z
    .union([text, z.array(text).transform((all) => all[0])])
    .optional()
    .catch(undefined),
  publisher: text.optional().catch(undefined),
  volume: text.optional().catch(undefined),
  issue: text.optional().catch(undefined),
  page: text.optional().catch(undefined),
  number: text.optional().catch(undefined),
  genre: text.optional().catch(undefined),
  note: text.optional().catch(undefined),
  issued: z
    .object({
      'date-parts': z.array(z.array(z.union([z.number(), z.string()]))).optional(),
      raw: z.string().optional(),
    })
    .optional()
    .catch(undefined),
  DOI: text.optional().catch(undefined),
  URL: text.optional().catch(undefined),
});

/** A publication, with the fields of CSL-JSON (csl-data 1.0.2) that a résumé prints. */
export type CslItem = z.infer<typeof schema>;
export type CslName = z.infer<typeof name>;

/** Parses a publication; undefined if it has no title. Formatting in titles is left out. */
export function cslItem(value: unknown): CslItem | undefined {
  const parsed = schema.safeParse(value);
  if (!parsed.success || parsed.data.title.trim() === '') return undefined;
  return { ...parsed.data, title: plainText(parsed.data.title) };
}

/** The tags of titles in CSL-JSON are those of HTML, and `span` with `nocase`. */
function plainText(title: string): string {
  return htmlToText(title).replace(/\s+/g, ' ').trim();
}

/** The date of a publication, as precise as it is known. */
export function dateOf({ issued }: CslItem): string | undefined {
  const parts = (issued?.['date-parts']?.[0] ?? []).map(Number);
  const [year, month, day] = parts;
  if (year === undefined || !Number.isInteger(year) || year < 1000 || year > 9999) return undefined;
  if (month === undefined || month < 1 || month > 12) return String(year);
  const whole = `${year}-${String(month).padStart(2, '0')}`;
  return day === undefined || day < 1 || day > 31 ? whole : `${whole}-${String(day).padStart(2, '0')}`;
}
