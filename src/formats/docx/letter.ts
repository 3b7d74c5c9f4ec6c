import type { LetterSection } from '../../content/model.js';
import type { Block } from './page.js';
import { rich, text } from './runs.js';

/** A cover letter, in the order in which it is read; each of its parts has a style of its own. */
export function letterBlocks(letter: LetterSection): Block[] {
  const { recipient, date, subject, salutation, body, closing, signature, enclosures } = letter;
  const line = (style: string, content: string | undefined): Block[] =>
    content ? [{ style, children: text(content) }] : [];
  return [
    ...recipient.flatMap((each, index) => line(index === 0 ? 'LetterAddress' : 'LetterAddressLine', each)),
    ...line('LetterDate', date),
    ...line('LetterSubject', subject),
    ...line('LetterText', salutation),
    ...body.flatMap((part): Block[] =>
      'text' in part
        ? [{ style: 'LetterText', children: rich(part.text) }]
        : part.items.map((item) => ({ style: 'ListBullet', children: rich(item), bullet: 0 })),
    ),
    ...line('LetterClosing', closing),
    ...line('LetterSignature', signature),
    ...line('LetterEnclosures', enclosures?.label),
    ...(enclosures?.items ?? []).map((item) => ({ style: 'ListBullet', children: text(item), bullet: 0 })),
  ];
}
