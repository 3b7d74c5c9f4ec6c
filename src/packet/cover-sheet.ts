import { z } from 'zod';
import type { Problem } from '../errors.js';
import type { SourceDocument } from '../profile/document.js';
import { text } from '../profile/fields.js';

/** A text of limited length, so that a brief stays on one page. */
const short = (most: number) => text.pipe(z.string().max(most, `use at most ${most} characters`));

/** Fields of a candidate in a packet file that are not part of the profile; only the brief prints them. */
export const coverSheetFields = {
  notice: short(200).optional().describe('The notice period, printed in the brief.'),
  salaryExpectation: short(200).optional().describe('The salary that the candidate expects, printed in the brief.'),
  workPermit: short(200).optional().describe('The work permit of the candidate, printed in the brief.'),
  comments: short(1200).optional().describe('Comments on the candidate, printed in the brief.'),
};

/** The confidential details of a candidate. */
export type CoverSheet = { [K in keyof typeof coverSheetFields]?: string };

const KEYS = ['notice', 'salaryExpectation', 'workPermit', 'comments'] as const satisfies readonly (keyof CoverSheet)[];

type Given = { readonly [K in keyof CoverSheet]?: string | undefined };

/** The details given for a candidate; undefined if there are none. */
export function coverSheetOf(candidate: Given): CoverSheet | undefined {
  const given = KEYS.flatMap((key) => (candidate[key] ? [[key, candidate[key]] as const] : []));
  return given.length > 0 ? Object.fromEntries(given) : undefined;
}

/** `true` if the text of a packet file, which may not be readable as one, mentions any of the details. */
export function mentionsCoverSheet(file: string): boolean {
  return new RegExp(`\\b(?:${KEYS.join('|')})\\b`).test(file);
}

/** Warnings about details that no page prints, because the packet has no briefs. */
export function withoutBriefs(
  candidates: readonly Given[],
  hasBriefs: boolean,
  problem: SourceDocument['problem'],
): Problem[] {
  if (hasBriefs) return [];
  return candidates.flatMap((candidate, index) =>
    KEYS.filter((key) => candidate[key]).map((key) =>
      problem(['candidates', index, key], 'key', {
        severity: 'warning',
        message: `${key} is printed only in briefs, which this packet does not have`,
        hint: 'write front: { briefs: true }, or remove it',
      }),
    ),
  );
}
