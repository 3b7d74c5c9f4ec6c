import type { Problem } from '../errors.js';
import { longBullet, noFigures, repeatedBullet } from './bullets.js';
import { privateDetail, unlinkedUrl } from './contact-details.js';
import { futureDate, gap, missingDates, overlappingDates } from './dates.js';
import { type Finding, type Found, type Located, RULE_NAMES, type RuleName } from './finding.js';
import { jobTerms } from './job-match.js';
import type { LintContext, Rule } from './lint-context.js';
import { garbledText } from './mojibake.js';
import { readSuppressions } from './open-profile.js';
import { firstPerson, mixedPunctuation, mixedTense } from './style.js';

/** The findings of a profile in file order, and warnings about its suppression comments. */
export interface Checked {
  findings: Located[];
  warnings: Problem[];
}

/**
 * Applies every rule to a profile.
 *
 * @param off names of rules to skip
 */
export function checkProfile(subject: LintContext, off: ReadonlySet<RuleName> = new Set()): Checked {
  const comments = readSuppressions(subject.document, subject.texts);
  const all = RULES.filter(({ name }) => !off.has(name)).flatMap((rule) =>
    rule.find(subject).map((found) => locate(rule, found, subject)),
  );
  // An alias repeats a text, and therefore also the findings in it.
  const unique = new Map(all.map((finding) => [`${finding.rule} ${finding.range[0]} ${finding.message}`, finding]));
  return {
    findings: [...unique.values()]
      .filter((finding) => !comments.covers(finding))
      .sort((a, b) => a.range[0] - b.range[0] || RULE_NAMES.indexOf(a.rule) - RULE_NAMES.indexOf(b.rule)),
    warnings: comments.warnings,
  };
}

/** Applies the replacements of the findings that have one to a file's text; everything else is unchanged. */
export function applyFixes(text: string, findings: readonly Located[]): string {
  return findings
    .filter(({ replacement }) => replacement !== undefined)
    .toSorted((a, b) => b.range[0] - a.range[0])
    .reduce((result, { range, replacement }) => result.slice(0, range[0]) + replacement + result.slice(range[1]), text);
}

/** Returns a finding without its internal fields. */
export function toFinding({ range: _range, beginsOn: _beginsOn, ...finding }: Located): Finding {
  return finding;
}

function locate(rule: Rule, found: Found, { document, file }: LintContext): Located {
  const { range, begins, message, hint, replacement, unframed } = found;
  const { frame } = document.problemAt(range, { severity: rule.severity, message });
  return {
    rule: rule.name,
    severity: rule.severity,
    message,
    hint,
    where: { file, ...document.position(range[0]) },
    end: document.position(range[1]),
    ...(replacement === undefined ? {} : { replacement }),
    ...(frame === undefined || unframed ? {} : { frame }),
    range,
    beginsOn: document.position(begins ?? range[0]).line,
  };
}

const BY_NAME: Record<RuleName, Rule> = {
  'private-detail': privateDetail,
  'garbled-text': garbledText,
  'overlapping-dates': overlappingDates,
  'missing-dates': missingDates,
  gap,
  'future-date': futureDate,
  'long-bullet': longBullet,
  'repeated-bullet': repeatedBullet,
  'first-person': firstPerson,
  'mixed-tense': mixedTense,
  'mixed-punctuation': mixedPunctuation,
  'no-figures': noFigures,
  'unlinked-url': unlinkedUrl,
  'job-terms': jobTerms,
};

/** All rules. */
export const RULES: readonly Rule[] = RULE_NAMES.map((name) => BY_NAME[name]);
