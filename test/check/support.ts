import { checkProfile } from '../../src/check/check.js';
import type { Located, RuleName } from '../../src/check/finding.js';
import { type LintContext, readSubject } from '../../src/check/lint-context.js';

/** A profile as the rules receive it. */
export function subjectOf(yaml: string): LintContext {
  return readSubject(new TextEncoder().encode(yaml), 'jane.yaml', undefined, { keepsPrivate: true }).value;
}

/** The findings of one rule in a profile. */
export function found(rule: RuleName, subject: string | LintContext): Located[] {
  const { findings } = checkProfile(typeof subject === 'string' ? subjectOf(subject) : subject);
  return findings.filter((finding) => finding.rule === rule);
}

/** The parts of the file that the findings of one rule point at. */
export function marked(rule: RuleName, yaml: string): string[] {
  return found(rule, yaml).map(({ range }) => yaml.slice(...range));
}

/** A profile whose one job has these bullets. */
export function jobWith(bullets: readonly string[], more = ''): string {
  const list = bullets.map((bullet) => `      - ${JSON.stringify(bullet)}\n`).join('');
  return `work:\n  - name: Acme\n    startDate: 2020\n    endDate: 2021\n${more}    highlights:\n${list}`;
}
