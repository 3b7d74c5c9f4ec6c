import { z } from 'zod';
import type { Problem } from '../errors.js';
import { DossierError } from '../errors.js';
import { readDocument } from '../profile/document.js';
import { date, flag, SLUG, text } from '../profile/fields.js';
import { nearest } from '../profile/nearest.js';
import { parseWith, type Read } from '../profile/read.js';

const slug = z.string().regex(SLUG, 'use the name of a profile: small letters, digits and hyphens');

const candidate = z.union([
  slug.transform((profile) => ({
    profile,
    variant: undefined as string | undefined,
    template: undefined as string | undefined,
  })),
  z.strictObject({
    profile: slug.describe("The profile's file name without ending."),
    variant: slug.optional(),
    template: text.optional(),
  }),
]);

export const packetSchema = z.strictObject({
  $schema: text.optional(),
  title: text,
  role: text.optional().describe('The role that the candidates are proposed for.'),
  date: date.optional().describe('The day of the packet; open dates count to it.'),
  locale: text.optional(),
  page: z.strictObject({ size: z.enum(['a4', 'letter']).optional() }).optional(),
  front: z
    .strictObject({
      cover: flag.optional(),
      contents: flag.optional(),
      comparison: flag.optional(),
      scorecards: flag.optional(),
    })
    .optional()
    .describe('Parts of the front matter; all are made unless they are set to false.'),
  criteria: z.array(text).min(1).max(12).optional().describe('What a candidate is scored by, from 1 to 5.'),
  candidates: z.array(candidate).min(1, 'name at least one profile').describe('In the order in which they are bound.'),
});

export type Packet = z.output<typeof packetSchema>;

/**
 * Bytes of a packet file -> a packet.
 *
 * @param profiles the slugs that there are
 * @throws DossierError PACKET_INVALID with all that is wrong, or as `readDocument` does
 */
export function readPacket(bytes: Uint8Array, file: string, profiles: readonly string[]): Read<Packet> {
  const document = readDocument(bytes, file);
  let read: Read<Packet>;
  try {
    read = parseWith(packetSchema, document, file);
  } catch (error) {
    if (error instanceof DossierError && error.code === 'PROFILE_INVALID') {
      throw new DossierError('PACKET_INVALID', error.message, {
        problems: error.problems,
        cause: error,
      });
    }
    throw error;
  }
  const seen = new Set<string>();
  const problems = read.value.candidates.flatMap(({ profile, variant }, index): Problem[] => {
    const at = (message: string, hint: string) => [
      document.problem(['candidates', index], 'value', {
        severity: 'error',
        message,
        hint,
      }),
    ];
    if (!profiles.includes(profile)) {
      const close = nearest(profile, profiles);
      return at(
        `there is no profile "${profile}"`,
        close ? `did you mean ${close}?` : `the profiles are ${profiles.join(', ')}`,
      );
    }
    if (seen.has(profile))
      return at(
        `"${profile}"${variant ? ` (${variant})` : ''} stands in this packet already`,
        'name each candidate once',
      );
    seen.add(profile);
    return [];
  });
  if (problems.length > 0)
    throw new DossierError('PACKET_INVALID', `${file} names profiles that cannot be bound`, {
      problems: [...problems, ...read.warnings],
    });
  return read;
}

/** The JSON Schema (draft 2020-12) of a packet file, for editors. */
export function packetJsonSchema(): object {
  return z.toJSONSchema(packetSchema, {
    io: 'input',
    target: 'draft-2020-12',
    unrepresentable: 'any',
  });
}
