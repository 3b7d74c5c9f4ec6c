import { longBullet, noFigures, repeatedBullet } from './bullets.js';
import { futureDate, gap, missingDates, overlappingDates } from './dates.js';
import { RULE_NAMES, type Rule, type RuleName } from './finding.js';
import { firstPerson } from './first-person.js';
import { jobTerms } from './job-match.js';
import { unlinkedUrl } from './links.js';
import { garbledText } from './mojibake.js';
import { privateDetail } from './private.js';
import { mixedPunctuation, mixedTense } from './style.js';

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

/** Everything that a profile is checked for. */
export const RULES: readonly Rule[] = RULE_NAMES.map((name) => BY_NAME[name]);
