import type { LetterSection } from '../../content/model.js';
import type { Block, Pen } from './page.js';
import { proseBlocks } from './prose.js';
import { text } from './runs.js';

/** A cover letter, in the order in which it is read; each of its parts has a style of its own. */
export function letterBlocks(letter: LetterSection, pen: Pen): Block[] {
  const { recipient, date, subject, salutation, body, closing, signature, enclosures } = letter;
  const line = (style: string, content: string | undefined): Block[] =>
    content ? [{ style, children: text(content) }] : [];
  return [
    ...recipient.flatMap((each, index) => line(index === 0 ? 'LetterAddress' : 'LetterAddressLine', each)),
    ...line('LetterDate', date),
    ...line('LetterSubject', subject),
    ...line('LetterText', salutation),
    ...proseBlocks(body, pen, 'LetterText'),
    ...line('LetterClosing', closing),
    ...line('LetterSignature', signature),
    ...line('LetterEnclosures', enclosures?.label),
    ...(enclosures?.items ?? []).map((item) => ({ style: 'ListBullet', children: text(item), list: { level: 0 } })),
  ];
}
