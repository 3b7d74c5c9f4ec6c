import { describe, expect, test } from 'vitest';
import { cellsOf } from '../../../src/import/pdf/cells.js';
import { HYPHEN_MARK } from '../../../src/pdf/fonts/soft-hyphens.js';
import { type Mark, page } from './support.js';

const texts = (...marks: Mark[]) => cellsOf(page(marks)).map(({ text }) => text);

describe('the cells of a page', () => {
  test('join pieces on a line, with a space where there is a gap', () => {
    expect(texts([50, 100, 'Hello'], [78, 100, 'world'], [103, 100, '!'])).toEqual(['Hello world!']);
  });

  test('end at a wide gap and at another line', () => {
    expect(texts([50, 100, 'Acme'], [300, 100, 'Austin'], [50, 114, 'Engineer'])).toEqual([
      'Acme',
      'Engineer',
      'Austin',
    ]);
  });

  test('join letters that are set apart', () => {
    expect(texts([50, 100, 'J O R D A N', { size: 20 }], [190, 100, 'R E Y E S', { size: 20 }])).toEqual([
      'JORDAN REYES',
    ]);
    expect(texts([50, 100, 'A B'])).toEqual(['A B']);
  });

  test('write out ligatures and drop characters without a shape', () => {
    expect(texts([50, 100, 'e\ufb03cient\u200b \ufb01le'])).toEqual(['efficient file']);
  });

  test('keep a raised mark with its word', () => {
    expect(texts([50, 100, 'm'], [55, 97, '2', { size: 6 }])).toEqual(['m2']);
  });

  test('count text that is painted twice once, as bold', () => {
    const cells = cellsOf(
      page([
        [50, 100, 'Acme'],
        [50.3, 100, 'Acme'],
      ]),
    );
    expect(cells.map(({ text, bold }) => ({ text, bold }))).toEqual([{ text: 'Acme', bold: true }]);
  });

  test('leave out pictures from fonts, which divide cells', () => {
    expect(
      texts([50, 100, 'Berlin'], [85, 100, '\uf0e0', { font: 'FontAwesome6Free' }], [95, 100, 'ada@example.com']),
    ).toEqual(['Berlin', 'ada@example.com']);
  });

  test('put a bullet before the text beside it', () => {
    expect(texts([50, 100, '•'], [70, 100, 'Built a thing'])).toEqual(['• Built a thing']);
  });

  test('show the hyphens that a program prints as soft ones', () => {
    expect(texts([50, 100, `Front${HYPHEN_MARK}end`])).toEqual(['Front-end']);
    expect(texts([50, 100, `2010 ${HYPHEN_MARK} 2012`])).toEqual(['2010 – 2012']);
    expect(texts([50, 100, `enter${HYPHEN_MARK}`])).toEqual(['enter\u00ad']);
  });

  test('take the hyphen at the end of a line for a soft one if the program divides words', () => {
    const marks: Mark[] = [[50, 100, 'a new compu-']];
    expect(cellsOf(page(marks, { isHyphenated: true }))[0]?.text).toBe('a new compu\u00ad');
    expect(cellsOf(page(marks))[0]?.text).toBe('a new compu-');
    expect(cellsOf(page([[50, 100, 'is self-']], { isHyphenated: true }))[0]?.text).toBe('is self-');
  });

  test('know the addresses of links, and the words that they cover', () => {
    const links = [{ url: 'https://example.com/', box: [75, 90, 100, 102] as const }];
    const [cell] = cellsOf(page([[50, 100, 'See, there']], { links }));
    expect(cell?.links).toEqual([{ url: 'https://example.com/', text: 'there' }]);
  });
});
