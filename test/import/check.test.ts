import { describe, expect, test } from 'vitest';
import { dedent } from '../profile/support.js';
import { missingIn, shownInHtml, valuesOf } from '../support/values.js';

const SOURCE = dedent`
  {
    "name": "Ada",
    "tools": ["C", "C", "C++"],
    "start": "2013-04-02",
    "start": "2014",
    "url": "https://ada.example.com/x/",
    "text": "A **bold** [link](https://link.example.org), <em>soft</em>.",
    "remote": true,
    "country": "SE",
    "empty": ""
  }
`;

const PAGE =
  '<head><title>No</title></head><body><h1>Ada</h1><p><span class="whole">C</span> · C · C++</p>' +
  '<p>Apr 2013 – 2014</p><a href="https://ada.example.com/x">here</a>' +
  '<p>A <strong>bold</strong> <a href="https://link.example.org">link</a>, <em>soft</em>.</p><p>Remote: yes</p>Sweden</body>';

const missing = (page: string) => missingIn(valuesOf(SOURCE), shownInHtml(page)).map(({ path }) => path);

describe('the check that every value is shown', () => {
  test('finds every value of a document as typed, including those of repeated keys', () => {
    expect(valuesOf(SOURCE).map(({ path }) => path)).toEqual([
      'name',
      'tools[0]',
      'tools[1]',
      'tools[2]',
      'start',
      'start',
      'url',
      'text',
      'remote',
      'country',
    ]);
    expect(valuesOf('a: 9.10')[0]?.text).toBe('9.10');
  });

  test('reports nothing if every value is shown', () => {
    expect(missing(PAGE)).toEqual([]);
  });

  test.each([
    ['a name', 'Ada</h1>', '</h1>', ['name']],
    ['a word that is shown once instead of twice', '<span class="whole">C</span> · C · ', '', ['tools[1]']],
    ['a month', 'Apr 2013', '2013', ['start']],
    ['a URL', 'href="https://ada.example.com/x"', '', ['url']],
    ['the URL of a link in a text', 'href="https://link.example.org"', '', ['text']],
    ['words of a text', 'soft', '', ['text']],
    ['a flag', 'Remote: yes', 'Remote', ['remote']],
    ['a country', 'Sweden', '', ['country']],
    ['a name that is only in a script', '<h1>Ada</h1>', '<script>Ada</script>', ['name']],
  ])('reports %s as missing', (_what, before, after, paths) => {
    expect(PAGE).toContain(before);
    expect(missing(PAGE.replace(before, after))).toEqual(paths);
  });
});
