import { z } from 'zod';
import { DossierError, type Problem } from '../errors.js';
import { designSchema } from '../profile/design.js';
import { readDocument, type SourceDocument } from '../profile/document.js';
import { closed, deciding, withMetadata } from '../profile/field-metadata.js';
import { date, flag, locale, text } from '../profile/fields.js';
import { nearest, SLUG } from '../profile/names.js';
import { parseWith, type Read } from '../profile/read.js';
import { coverSheetFields, withoutBriefs } from './cover-sheet.js';
import { toMonth } from './qualifications.js';
import { emptyConditions, type PacketQuery, query } from './query.js';

const slug = z.string().regex(SLUG, 'use the name of a profile: small letters, digits and hyphens');

const fullCandidate = closed(
  z.strictObject({
    profile: slug.describe("The profile's file name without its extension."),
    variant: deciding(slug).optional().describe('The variant of the profile; the main résumé if absent.'),
    template: deciding(text).optional().describe('The template of this candidate’s résumé.'),
    letters: deciding(z.array(slug))
      .optional()
      .describe('Cover letters of the profile, placed after the résumé; not allowed in a blind packet.'),
    attachments: z
      .array(
        z.strictObject({
          file: text.describe('A PDF in the folder of the packet file or below it.'),
          title: text.describe('The title in the contents and bookmarks.'),
          blindSafe: deciding(flag)
            .optional()
            .describe('If true, it does not identify the candidate and may be part of a blind packet.'),
        }),
      )
      .optional()
      .describe('Documents placed after the résumé: a certificate, a portfolio, a letter.'),
    ...coverSheetFields,
  }),
);

const candidate = z.union([slug.transform((profile): z.output<typeof fullCandidate> => ({ profile })), fullCandidate]);

const PLACES = ['behind', 'before', 'together', 'false'] as const;

const scorecards = withMetadata(
  z.enum(PLACES).or(z.boolean().transform((shown) => (shown ? ('behind' as const) : ('false' as const)))),
  { kind: 'flag' },
);

const packetSchema = closed(
  z.strictObject({
    $schema: text.optional(),
    title: text.pipe(z.string().regex(/\S/, 'write a title')).describe('The title on the cover.'),
    role: text.optional().describe('The role that the candidates are proposed for.'),
    date: date.optional().describe('The date of the packet; current jobs are counted up to it.'),
    locale: locale.optional(),
    page: z
      .strictObject({ size: z.enum(['a4', 'letter']).optional().describe('The paper of the front matter.') })
      .optional(),
    design: deciding(designSchema)
      .optional()
      .describe("Design options for the candidates' documents, over those of the profiles."),
    front: z
      .strictObject({
        cover: flag.optional().describe('The cover page.'),
        contents: flag.optional().describe('The table of contents.'),
        comparison: flag.optional().describe('The comparison of the candidates.'),
        briefs: flag
          .optional()
          .describe('If true, a page about each candidate before the résumé: headline numbers, career, strengths.'),
        scorecards: scorecards
          .optional()
          .describe(
            'A scorecard for each candidate: behind the candidate’s documents (the default), before the résumé, together in the front matter, or none (false).',
          ),
      })
      .optional()
      .describe('Parts of the front matter; each except briefs is included unless set to false.'),
    blind: deciding(
      z.union([
        flag,
        closed(
          z.strictObject({
            words: deciding(z.array(text)).optional().describe('More words to remove.'),
            allow: z
              .array(text)
              .optional()
              .describe('Words that may stay: they are neither removed nor listed for review.'),
            employers: deciding(flag).optional().describe('If true, employers are numbered instead of named.'),
            schools: deciding(flag).optional().describe('If true, schools are numbered instead of named.'),
          }),
        ),
      ]),
    )
      .optional()
      .describe('Candidates become Candidate A, B, …, in a secret order; the file is <packet>.blind.pdf.'),
    publish: deciding(
      withMetadata(z.enum(['named', 'blind', 'false']).or(z.literal(false).transform(() => 'false' as const)), {
        kind: 'flag',
      }),
    )
      .optional()
      .describe(
        'How the download page shows the packet: named, blind (the page names its candidates nowhere) or false. Default: not at all if a candidate has notice, salaryExpectation, workPermit or comments; otherwise blind for a blind packet, and named for any other.',
      ),
    criteria: z
      .array(text)
      .min(1)
      .max(12)
      .optional()
      .describe('The criteria by which candidates are scored from 1 to 5.'),
    candidates: z
      .array(candidate)
      .min(1, 'list at least one profile')
      .optional()
      .describe('The profiles, in the order in which they are bound.'),
    profiles: deciding(closed(query)).optional().describe('Instead of candidates: a query that selects profiles.'),
    sort: z
      .enum(['name', 'experience'])
      .optional()
      .describe('The order of the profiles that a query finds; name by default.'),
  }),
);

type PacketFile = z.output<typeof packetSchema>;

/**
 * A packet, with the means to locate later problems in its file.
 *
 * @internal
 */
export interface ReadPacket extends Read<Packet>, Pick<SourceDocument, 'problem'> {}

/**
 * A packet with its candidates resolved.
 *
 * @internal
 */
export type Packet = Omit<PacketFile, 'profiles' | 'sort' | 'candidates'> & {
  candidates: NonNullable<PacketFile['candidates']>;
  /**
   * The month up to which current jobs are counted, as `2026-11`: that of the packet's date, or else that of the run.
   */
  asOf: string;
};

/** The context of a packet file. */
interface PacketContext {
  /** The slugs of all profiles. */
  profiles: readonly string[];
  /** The month up to which current jobs are counted if the packet has no date. */
  asOf: string;
  /** Returns the slugs that match a query; called only if the file has one. */
  find(query: PacketQuery, sort: string | undefined, asOf: string): Promise<string[]>;
}

/**
 * Reads a packet file.
 *
 * @throws DossierError PACKET_INVALID with all problems, or the errors of `readDocument`
 * @internal
 */
export async function readPacket(
  bytes: Uint8Array,
  file: string,
  { profiles, asOf: month, find }: PacketContext,
): Promise<ReadPacket> {
  const document = readDocument(bytes, file);
  const { problem } = document;
  const read = parsePacket(document, file);
  const { profiles: query, sort, candidates, ...own } = read.value;
  const rest = { ...own, asOf: own.date ? toMonth(own.date) : month };
  if ((candidates === undefined) === (query === undefined)) {
    const message = candidates ? 'a packet has candidates or profiles, not both' : 'the packet has no candidates';
    const hint = 'write candidates: with a list of profiles, or profiles: with a query';
    throw invalid(file, [problem([candidates ? 'profiles' : 'title'], 'key', { severity: 'error', message, hint })]);
  }
  if (rest.blind && rest.publish === 'named') {
    const message = 'a blind packet cannot be published as named';
    const hint = 'write publish: blind or publish: false, or remove publish';
    throw invalid(file, [problem(['publish'], 'value', { severity: 'error', message, hint })]);
  }
  if (query) {
    const empty = emptyConditions(document);
    if (empty.length > 0) throw invalid(file, empty);
    const found = await find(query, sort, rest.asOf);
    if (found.length === 0) {
      throw invalid(file, [
        problem(['profiles'], 'key', {
          severity: 'error',
          message: 'the query matches no profile',
          hint: 'relax its conditions',
        }),
      ]);
    }
    return { value: { ...rest, candidates: found.map((profile) => ({ profile })) }, warnings: read.warnings, problem };
  }
  const named = candidates ?? [];
  const problems = named.flatMap(({ profile }, index): Problem[] => {
    const at = (message: string, hint: string) => [
      problem(['candidates', index], 'value', { severity: 'error', message, hint }),
    ];
    if (!profiles.includes(profile)) {
      const close = nearest(profile, profiles);
      return at(
        `there is no profile "${profile}"`,
        close ? `did you mean ${close}?` : `the profiles are ${profiles.join(', ')}`,
      );
    }
    const twice = named.findIndex((other) => other.profile === profile) < index;
    return twice ? at(`"${profile}" is listed twice`, 'list each candidate once') : [];
  });
  if (problems.length > 0) throw invalid(file, [...problems, ...read.warnings]);
  const unseen = withoutBriefs(named, rest.front?.briefs === true, problem);
  return { value: { ...rest, candidates: named }, warnings: [...read.warnings, ...unseen], problem };
}

function parsePacket(document: SourceDocument, file: string): Read<PacketFile> {
  try {
    return parseWith(packetSchema, document, file);
  } catch (error) {
    if (!(error instanceof DossierError) || error.code !== 'PROFILE_INVALID') throw error;
    throw new DossierError('PACKET_INVALID', error.message, { problems: error.problems, cause: error });
  }
}

function invalid(file: string, problems: Problem[]): DossierError {
  return new DossierError('PACKET_INVALID', `${file} cannot be bound`, { problems });
}

/** The JSON Schema (draft 2020-12) of a packet file, for editors. */
export function packetJsonSchema(): object {
  return z.toJSONSchema(packetSchema, {
    io: 'input',
    target: 'draft-2020-12',
    unrepresentable: 'any',
  });
}
