import { z } from 'zod';

const FORMATS = ['letter', 'legal', 'tabloid', 'ledger', 'a0', 'a1', 'a2', 'a3', 'a4', 'a5', 'a6'] as const;

/** A length, in pixels if it has no unit; at most about five metres. */
const length = z.union([
  z.number().min(0).max(20_000),
  z
    .string()
    .regex(/^\d{1,4}(\.\d+)?\s*(px|in|cm|mm)?$/)
    .transform((text) => text.replace(/\s/g, '')),
]);

/** The length of a side of the paper: greater than zero. */
const side = length.refine((value) => Number.parseFloat(String(value)) > 0);

const fields = {
  format: z
    .string()
    .transform((text) => text.toLowerCase())
    .pipe(z.enum(FORMATS)),
  width: side,
  height: side,
  landscape: z.boolean(),
  margin: z.object({ top: length, right: length, bottom: length, left: length }).partial(),
  mediaType: z.enum(['screen', 'print']),
  scale: z.number().min(0.1).max(2),
  printBackground: z.boolean(),
  preferCSSPageSize: z.boolean(),
} as const;

/** A theme's print settings, limited to those that are supported. */
export type ThemePaper = { [Key in keyof typeof fields]?: z.output<(typeof fields)[Key]> };

/** Splits a theme's `pdfRenderOptions` into the supported settings and the names of the others. */
export function readOptions(given: unknown): { paper: ThemePaper; ignored: string[] } {
  const paper: Record<string, unknown> = {};
  const ignored: string[] = [];
  for (const [key, value] of Object.entries(typeof given === 'object' && given !== null ? given : {})) {
    const field = Object.hasOwn(fields, key) ? fields[key as keyof typeof fields] : undefined;
    const read = field?.safeParse(value);
    if (read?.success) paper[key] = read.data;
    else ignored.push(key);
  }
  return { paper: paper as ThemePaper, ignored };
}
