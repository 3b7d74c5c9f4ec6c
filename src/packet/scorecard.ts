import type { PacketWords } from '../content/words/types.js';
import { fieldAddress } from '../pdf/fields.js';
import type { Person } from './people.js';

const SCORES = ['1', '2', '3', '4', '5'];

/** The data of a candidate's scorecard: form fields for the criteria, the recommendation and notes. */
export function scorecard(
  { slug, name, label, link }: Pick<Person, 'slug' | 'name' | 'label' | 'link'>,
  criteria: readonly string[],
  words: PacketWords,
) {
  const field = (kind: 'line' | 'lines', part: string, what: string) =>
    fieldAddress(kind, `${slug}.${part}`, `${what}, ${name}`);
  return {
    title: words.scorecard.replace('{name}', () => name),
    label,
    link,
    interviewer: field('line', 'interviewer', words.interviewer),
    day: field('line', 'date', words.interviewDate),
    recommendation: field('line', 'recommendation', words.recommendation),
    notes: field('lines', 'notes', words.notes),
    criteria: criteria.map((criterion, index) => ({
      criterion,
      notes: field(
        'lines',
        `notes-${index + 1}`,
        words.notesOn.replace('{what}', () => criterion),
      ),
      scores: SCORES.map((value) => ({
        value,
        address: fieldAddress('choice', `${slug}.score-${index + 1}`, `${criterion}, ${name}`, value),
      })),
    })),
  };
}
