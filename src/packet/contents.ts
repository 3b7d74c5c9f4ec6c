import { PART_LINK } from '../pdf/merge/navigation-merge.js';
import { attachmentKey } from './assemble.js';
import type { Introduced, Person } from './people.js';

/** The data of the contents: a row for each candidate with the attachments below, and the columns that any row fills. */
export function contentsView(people: readonly Person[], candidates: readonly Introduced[]) {
  const rows = people.map(({ slug, name, label, place, experience, link }, index) => {
    const { start = 0, pages = 0, attachments = [], before = [] } = candidates[index] ?? {};
    let next = before.reduce((sum, sheet) => sum + sheet.pages, start + pages);
    return {
      name,
      label,
      place,
      experience,
      link,
      page: start,
      attachments: attachments.map(({ title, pages }, at) => {
        const page = next;
        next += pages;
        return { title, page, link: `${PART_LINK}${attachmentKey(slug, at)}` };
      }),
    };
  });
  const has = (key: 'place' | 'experience') => rows.some((row) => row[key] !== null);
  const columns = { place: has('place'), experience: has('experience') };
  return { rows, columns, span: 1 + Object.values(columns).filter(Boolean).length };
}
