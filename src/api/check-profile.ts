import { applyFixes, checkProfile as applyRules, toFinding } from '../check/check.js';
import type { Finding, RuleName } from '../check/finding.js';
import { readJob } from '../check/job.js';
import { type JobMatch, matchJob } from '../check/job-match.js';
import { openForCheck } from '../check/open-profile.js';
import type { Problem } from '../errors.js';
import { toAsOf } from '../packet/experience.js';
import { namedSkills } from '../packet/skills.js';
import { resourcesOf } from './renderer.js';
import { openFile, type ProfileSource } from './source.js';

/** Options for checking a profile. */
export interface CheckOptions {
  /** Rules to skip; comments in the profile turn off more. */
  off?: readonly RuleName[];
  /** Checks only what this variant prints. */
  variant?: string;
  /** The text of a job description, to report which of its terms the profile has. */
  job?: string;
  /** `true` if private details are kept in a separate file, so that those in the profile are reported. */
  keepsPrivate?: boolean;
  /** The current month, such as `2026-11`; later dates are reported. If absent, no date is in the future. */
  asOf?: string;
  /** Folders with templates, searched in order before the templates of the package. */
  templates?: readonly string[];
}

/** The result of checking a profile. */
export interface CheckedProfile {
  /** In the order of the file. */
  findings: Finding[];
  warnings: Problem[];
  /** The text of the profile with every fix applied; the same text if there is nothing to fix. */
  fixed: string;
  /** The terms of the job description, and the places of the profile that have them; empty without one. */
  matches: JobMatch[];
}

/**
 * Finds problems that validation cannot see: garbled text, gaps, overlapping dates, uneven bullets.
 *
 * @throws DossierError as `readProfile` does, for a profile that cannot be read
 */
export async function checkProfile(source: ProfileSource, options: CheckOptions = {}): Promise<CheckedProfile> {
  const { bytes, file } = await openFile(source);
  const { variant, keepsPrivate, asOf, job } = options;
  const read = await openForCheck(bytes, file, resourcesOf(options.templates), {
    variant,
    keepsPrivate,
    asOf: asOf === undefined ? undefined : toAsOf(asOf),
  });
  const skills = Object.values(namedSkills(read.value.profile)).flat();
  const wanted = job === undefined ? undefined : readJob(job, 'job description', skills);
  const subject = { ...read.value, job: wanted };
  const checked = applyRules(subject, new Set(options.off));
  return {
    findings: checked.findings.map(toFinding),
    warnings: [...read.warnings, ...checked.warnings],
    fixed: applyFixes(subject.document.text, checked.findings),
    matches: wanted ? matchJob(subject, wanted) : [],
  };
}
