import { expect, test } from 'vitest';
import { keepFigures } from '../../src/template/html.js';

const MARK = '\u200E';

test.each([
  ['symbols at the end of a name', '<p>ב־C++ ו־C#</p>', `<p>ב־C++${MARK} ו־C#${MARK}</p>`],
  ['a symbol at the beginning of a name', '<p>ב .NET</p>', `<p>ב ${MARK}.NET</p>`],
  ['a number with a sign', '<span>+38%</span>', '<span><bdi dir="ltr">+38%</bdi></span>'],
  ['a percentage', '<p>עד 99.98%.</p>', '<p>עד <bdi dir="ltr">99.98%</bdi>.</p>'],
  [
    'a change between two figures',
    '<p>מ 50ms\u00A0→\u00A05ms ועוד</p>',
    '<p>מ <bdi dir="ltr">50ms\u00A0→\u00A05ms</bdi> ועוד</p>',
  ],
  [
    'text with character references',
    '<p>R&amp;D &#x27;a&#x27; &lt;5%</p>',
    '<p>R&amp;D &#x27;a&#x27; &lt;<bdi dir="ltr">5%</bdi></p>',
  ],
  ['attributes, unchanged', '<a href="https://x.example/?a=+5%">א</a>', '<a href="https://x.example/?a=+5%">א</a>'],
  ['years and plain numbers, unchanged', '<p>2019 – 2021, 1,900</p>', '<p>2019 – 2021, 1,900</p>'],
])('keeps the order of %s', (_, given, expected) => {
  expect(keepFigures(given)).toBe(expected);
});
