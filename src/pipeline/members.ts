import { type Code, DossierError, type Problem, problemsOf } from '../errors.js';
import { type Candidate, openAttachedPdf } from '../packet/bind.js';
import { coverSheetOf } from '../packet/cover-sheet.js';
import type { Packet } from '../packet/schema.js';
import type { Path } from '../profile/document.js';
import { readAttachment } from './inputs.js';
import { type PlannedPacket, wantedOf } from './packets.js';

/** The résumés of a run that packets need, and the reasons why others could not be made. */
export interface PrintedDocuments {
  bound: ReadonlyMap<string, Candidate>;
  lacking: ReadonlyMap<string, unknown>;
}

/** A packet, and the means to locate problems in its file. */
export type PacketParts = Pick<PlannedPacket, 'source' | 'packet' | 'problem'>;

type Choice = Packet['candidates'][number];

/**
 * Collects the candidates of a packet with their documents.
 *
 * @param template the template of candidates that name none
 * @param report receives a warning for each attachment with owner restrictions
 * @throws DossierError PACKET_STALE if a candidate failed, PACKET_INVALID or PDF_INVALID if an attachment cannot be
 * used, or the error of a candidate's résumé that could not be made
 */
export async function gatherCandidates(
  { source, packet, problem }: PacketParts,
  { bound, lacking }: PrintedDocuments,
  template: string | undefined,
  isBlind: boolean,
  report: { warnings: Problem[] },
): Promise<Candidate[]> {
  const gather = async (choice: Choice, index: number) => {
    const fail = (code: Code, path: Path, message: string, hint: string | undefined, cause?: unknown): DossierError => {
      const what = { severity: 'error' as const, message, ...(hint ? { hint } : {}) };
      const found = problem(['candidates', index, ...path], 'value', what);
      return new DossierError(code, message, { hint, where: found.where, problems: [found], cause });
    };
    const find = (key: string, place: (reason: DossierError) => Path) => {
      const reason = lacking.get(key);
      if (reason instanceof DossierError)
        throw fail(reason.code, place(reason), `${choice.profile}: ${reason.message}`, reason.hint, reason);
      if (reason !== undefined) throw reason;
      return bound.get(key);
    };
    const [resume, ...letters] = wantedOf(choice, packet, template);
    const candidate = find(resume.key, (reason) => culprit(choice, reason));
    if (!candidate) {
      const message = `the packet ${source.slug} is not built, because the profile ${choice.profile} failed`;
      throw fail('PACKET_STALE', [], message, 'fix that profile; an existing packet is kept and marked as stale');
    }
    if (isBlind && letters.length > 0) {
      const hint = 'remove the letters from the blind packet';
      throw fail('PACKET_INVALID', ['letters', 0], `a letter of ${choice.profile} identifies the candidate`, hint);
    }
    const written = letters.flatMap(({ key }, place) => {
      const letter = find(key, () => ['letters', place]);
      return letter ? [{ title: titleOf(letter), bytes: letter.pdf, pages: letter.pages, isOwn: true }] : [];
    });
    const brought = choice.attachments ?? [];
    const unsafe = isBlind ? brought.findIndex((attachment) => !attachment.blindSafe) : -1;
    if (unsafe >= 0) {
      const hint = 'check the file, and set blindSafe: true if nothing in it identifies the candidate';
      throw fail(
        'PACKET_INVALID',
        ['attachments', unsafe],
        `an attachment of ${choice.profile} may identify the candidate`,
        hint,
      );
    }
    const attached = await allOrEveryError(
      brought.map(async ({ file, title }, place) => {
        try {
          const bytes = await readAttachment(source, file);
          const { warnings, ...attached } = await openAttachedPdf(bytes, file, isBlind);
          const path = ['candidates', index, 'attachments', place, 'file'];
          return { attachment: { title, ...attached }, warnings: warnings.map((what) => problem(path, 'value', what)) };
        } catch (error) {
          if (!(error instanceof DossierError)) throw error;
          throw fail(error.code, ['attachments', place, 'file'], error.message, error.hint, error.cause);
        }
      }),
    );
    const all = [...written, ...attached.map(({ attachment }) => attachment)];
    const coverSheet = coverSheetOf(choice);
    return {
      candidate: {
        ...candidate,
        ...(coverSheet ? { coverSheet } : {}),
        ...(all.length > 0 ? { attachments: all } : {}),
      },
      warnings: attached.flatMap(({ warnings }) => warnings),
    };
  };
  const gathered = await allOrEveryError(packet.candidates.map(gather));
  report.warnings.push(...gathered.flatMap(({ warnings }) => warnings));
  return gathered.map(({ candidate }) => candidate);
}

/**
 * Resolves to the values of all promises, or throws one error with the problems of all that failed, so that a user can
 * fix all of them at once.
 */
async function allOrEveryError<T>(promises: readonly Promise<T>[]): Promise<T[]> {
  const results = await Promise.allSettled(promises);
  const errors = results.flatMap((result): unknown[] => (result.status === 'rejected' ? [result.reason] : []));
  const [first] = errors;
  if (errors.length > 1 && first instanceof DossierError && errors.every((error) => error instanceof DossierError))
    throw new DossierError(first.code, first.message, {
      hint: first.hint,
      problems: errors.flatMap(problemsOf),
      cause: first,
    });
  if (errors.length > 0) throw first;
  return results.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
}

/** The title of a letter in the contents and bookmarks. */
function titleOf({ content }: Candidate): string {
  return content.sections[0]?.title ?? content.name;
}

/** The key in the packet file that causes an error of a candidate's document. */
function culprit(choice: Choice, { code }: DossierError): Path {
  if ((code === 'TEMPLATE_UNKNOWN' || code === 'THEME_FAILED') && choice.template) return ['template'];
  return code === 'PROFILE_INVALID' && choice.variant ? ['variant'] : [];
}
