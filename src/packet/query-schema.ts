import { z } from 'zod';
import type { Problem } from '../errors.js';
import type { Path, SourceDocument } from '../profile/document.js';
import { closed } from '../profile/field-metadata.js';
import { text } from '../profile/fields.js';
import { at } from '../profile/values.js';
import { isLevel, parseLanguage } from './languages.js';

const askedLanguage = closed(
  z.strictObject({
    language: text.refine((value) => value !== '', 'specify a language').describe('A language, by code or name.'),
    level: text
      .refine(isLevel, { error: 'this is not a level', params: { hint: 'write A1, A2, B1, B2, C1, C2 or native' } })
      .optional()
      .describe('The lowest accepted level: A1 to C2, or native.'),
  }),
);

/** Refuses an empty condition, such as one from an unset variable of a script: it would match every profile. */
const condition = text.refine((value) => value !== '', 'a condition cannot be empty');
const years = z
  .union([z.number(), z.string().regex(/^\d+(\.\d+)?$/, 'write a number of years, such as 3')])
  .transform(Number);

/** A query of a packet file: the profiles that meet every condition. */
export const query = closed(
  z.strictObject({
    tags: z
      .array(condition)
      .min(1, 'list at least one tag')
      .optional()
      .describe('Profiles with any of these tags, anywhere in them.'),
    where: closed(
      z.strictObject({
        skills: z
          .array(condition)
          .min(1, 'list at least one skill')
          .optional()
          .describe('Profiles with all of these skills, in any spelling.'),
        location: condition.optional().describe('Part of the city, region or country.'),
        country: condition.optional().describe('A country code or name.'),
        experience: years.optional().describe('The minimum number of years.'),
        languages: z
          .array(z.union([condition.transform(parseLanguage), askedLanguage]))
          .min(1, 'list at least one language')
          .optional()
          .describe('Profiles with all of these languages, such as de, German, or German B2.'),
        availability: condition.optional().describe('Part of the availability.'),
        label: condition.optional().describe('Part of the headline.'),
      }),
    )
      .optional()
      .describe('Conditions, all of which must be met.'),
  }),
);

export type PacketQuery = z.output<typeof query>;

/** Finds conditions without a value, and a `where` without conditions: they would match every profile. */
export function emptyConditions(document: SourceDocument): Problem[] {
  const query = at(document.value, 'profiles');
  const where = at(query, 'where');
  const places: Path[] = [
    ...Object.entries(query ?? {}).map(([key, value]) => [['profiles', key], value] as const),
    ...Object.entries(where ?? {}).map(([key, value]) => [['profiles', 'where', key], value] as const),
  ]
    .filter(([, value]) => typeof value === 'object' && Object.keys(value ?? {}).length === 0)
    .map(([path]) => path);
  const blank = document.blankKeys.filter(([root, ...rest]) => root === 'profiles' && rest.length > 0);
  return [...places, ...blank].map((path) =>
    document.problem(path, 'key', {
      severity: 'error',
      message: `"${String(path.at(-1))}" has no value, so it would match every profile`,
      hint: 'give it a value, or remove it',
    }),
  );
}
