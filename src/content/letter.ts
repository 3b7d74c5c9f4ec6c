import { parseDate } from '../profile/dates.js';
import type { Letter, Profile } from '../profile/schema.js';
import { parseBlocks } from './blocks.js';
import { toContent } from './content.js';
import { formatDay } from './dates.js';
import { optional } from './entries.js';
import type { Content, LetterSection } from './model.js';
import { wordsFor } from './words.js';

/**
 * A letter -> what its document says: the head of the résumé, and the letter as its only section.
 *
 * @param profile the one in whose name it is written
 * @param fallbackName what the person is called when the profile has no name
 */
export function toLetter(letter: Letter, { basics, meta }: Profile, fallbackName: string): Content {
  const { name, label, image, email, phone, url, location, profiles } = basics ?? {};
  const said = { name, label, image, email, phone, url, location, profiles };
  const head = toContent({ basics: said, meta: { ...meta, sections: undefined } }, fallbackName);
  const words = wordsFor(head.lang);
  const date = parseDate(letter.date ?? '');
  const enclosures = (letter.enclosures ?? []).filter(Boolean);
  const section: LetterSection = {
    kind: 'letter',
    id: 'letter',
    title: letter.subject || words.letter.title,
    recipient: (letter.to ?? []).filter(Boolean),
    ...optional({
      date: date && formatDay(date, head.lang),
      subject: letter.subject || undefined,
      salutation: letter.salutation || undefined,
      enclosures: enclosures.length > 0 ? { label: words.letter.enclosures, items: enclosures } : undefined,
    }),
    body: parseBlocks(letter.body),
    closing: letter.closing || words.letter.closing,
    signature: letter.signature || head.name,
  };
  return { ...head, sections: [section] };
}
