import type { DateStyle } from '../content/locale.js';
import type { Content } from '../content/model.js';
import { wordsFor } from '../content/words.js';
import type { PartialDate } from '../profile/dates.js';
import type { Profile } from '../profile/schema.js';
import { factsOf } from './comparison.js';
import type { Introduced, Person } from './people.js';
import { namedSkills } from './qualifications.js';
import { timelineOf } from './timeline.js';

/** The largest numbers of headline numbers, of groups of skills, and of skills in a group. */
const MOST = { numbers: 4, groups: 8, skills: 12 };

/** The data of a page about one candidate, as the résumé and the packet file state it. */
export function briefView(person: Person, candidate: Introduced, asOf: PartialDate, lang: string) {
  const { profile, content, coverSheet = {} } = candidate;
  const words = wordsFor(lang);
  const style: DateStyle = { locale: lang, present: words.present, span: words.span };
  const { education, languages, availability } = factsOf(profile, content, lang, 0);
  const { notice, salaryExpectation, workPermit, comments } = coverSheet;
  const facts: [string, string | null | undefined][] = [
    [words.sections.education, education],
    [words.sections.languages, languages],
    [words.packet.availability, availability],
    [words.packet.notice, notice],
    [words.packet.salaryExpectation, salaryExpectation],
    [words.packet.workPermit, workPermit],
  ];
  return {
    ...person,
    about: [person.place, person.experience].filter(Boolean).join(' · ') || null,
    numbers: content.metrics.slice(0, MOST.numbers).map(({ value, label }) => ({ value, label: label ?? null })),
    timeline: timelineOf(profile.work, asOf, style),
    strengths: strengthsOf(content, profile),
    facts: facts.flatMap(([name, value]) => (value ? [{ name, value }] : [])),
    comments: (comments ?? '').split(/\n\s*\n/).filter((paragraph) => paragraph.trim() !== ''),
  };
}

/**
 * The groups of skills that a résumé prints, without any rating; without such groups, the keywords of jobs and projects.
 */
function strengthsOf({ sections, marks }: Content, profile: Profile): { name: string | null; skills: string | null }[] {
  const groups = sections.flatMap((section) => {
    if (section.id !== 'skills') return [];
    if (section.kind === 'terms') return section.terms;
    if (section.kind !== 'entries') return [];
    return section.groups.flatMap(({ entries }) => entries.map(({ title, keywords }) => ({ name: title, keywords })));
  });
  const keywords = [...new Set(namedSkills(profile).shown)];
  const stated = groups.length > 0 || keywords.length === 0 ? groups : [{ name: '', keywords }];
  return stated.slice(0, MOST.groups).map(({ name, keywords }) => ({
    name: name || null,
    skills: keywords.slice(0, MOST.skills).join(marks.comma) || null,
  }));
}
