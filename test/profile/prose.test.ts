import { describe, expect, test } from 'vitest';
import { htmlToMarkdown, htmlToText, isHtml } from '../../src/profile/html.js';
import { readProfile } from '../../src/profile/read.js';

const read = (text: string, file = 'a.yaml') => readProfile(new TextEncoder().encode(text), file);
const summary = (yaml: string) => read(`basics:\n  name: Ada\n  summary: ${yaml}\n`).value.basics?.summary;

describe('line breaks', () => {
  test('are kept in JSON and in escaped quotes, because no editor inserted them', () => {
    expect(summary('"Line 1\\nLine 2\\n\\nParagraph"')).toBe('Line 1  \nLine 2\n\nParagraph');
    const json = JSON.stringify({
      basics: { name: 'Ada', summary: 'A line that is as long as lines get\nand another' },
    });
    expect(read(json, 'a.json').value.basics?.summary).toBe('A line that is as long as lines get  \nand another');
  });

  test('are kept between short lines of a block, but not between full lines', () => {
    expect(summary('|\n    1 Example Street\n    Springfield')).toBe('1 Example Street  \nSpringfield');
    const full = 'Builds compilers and the tools around them, and has\n    done so for twenty years.';
    expect(summary(`|\n    ${full}`)).toBe(full.replace(/\n +/, ' '));
  });

  test('separate paragraphs if they are blank lines in a folded text', () => {
    for (const text of ['>\n    one\n    two\n\n    three', 'one\n    two\n\n    three', '"one\n    two\n\n    three"'])
      expect(
        summary(text)
          ?.replace(/two\n\n+/, 'two\n\n')
          .replace('one\ntwo', 'one two'),
      ).toBe('one two\n\nthree');
  });

  test('are not hard breaks before list items', () => {
    expect(summary('"Duties:\\n* run\\n* keep"')).toBe('Duties:\n* run\n* keep');
    expect(summary('|\n    - a\n    - b')).toBe('- a\n- b');
  });
});

describe('a list that YAML folds into one line', () => {
  test('is restored as a nested list in a bullet', () => {
    const { value } = read(
      'work:\n  - highlights:\n      - Published\n        - ICML\n          - best paper\n        - NeurIPS\n      - Second\n',
    );
    expect(value.work?.[0]?.highlights?.map(({ text }) => text)).toEqual([
      'Published\n- ICML\n  - best paper\n- NeurIPS',
      'Second',
    ]);
  });

  test('is restored as a list in a folded block', () => {
    expect(summary('>-\n    - Led ten\n      people\n    - Cut cost')).toBe('- Led ten people\n- Cut cost');
  });
});

describe('HTML', () => {
  test.each([
    [
      '<p>Para <strong>bold</strong></p><ul><li>one</li><li>two</li></ul> a<br>b',
      'Para **bold**\n\n- one\n- two\n\na\\\nb',
    ],
    ['<p>One</p>\n<p>Two <em> set </em>off</p>', 'One\n\nTwo  *set* off'],
    ['<ol><li><p>one</p></li><li>two<ul><li>deep</li></ul></li></ol>', '1. one\n2. two\n   - deep'],
    ['See <a href="https://example.org/a b">this</a>.', 'See [this](<https://example.org/a%20b>).'],
    ['<div>a</div><div><span style="color:red">b</span> &amp; <u>c</u></div>', 'a\n\nb &amp; c'],
    ['`<p>` is <b>kept</b>', '`<p>` is **kept**'],
    ['<h3>Head</h3><p>Text</p>', 'Head\n\nText'],
    ['<b>a<br>b</b> <i>c</i>', '**a\\\nb** *c*'],
    ['<b><p>a</p><p>b</p></b>', 'a\n\nb'],
    ['<ol start="3"><li><b>a</b></li><li><i>b</i> c</li></ol>', '3. **a**\n4. *b* c'],
    ['- typed\n- <b>list</b>', '- typed\n- **list**'],
    ['<p>a</p><br><br><p>b</p>', 'a\n\nb'],
    ['<p>a <name> b <T>c</T></p>', 'a <name> b <T>c</T>'],
    ['<ul><li>a<p>b</p></li></ul>', '- a\n\n   b'],
    ['<a>no address</a> and <b></b>nothing', 'no address and nothing'],
  ])('is converted to Markdown: %s', (html, markdown) => {
    expect(isHtml(html)).toBe(true);
    expect(htmlToMarkdown(html)).toBe(markdown);
  });

  test.each(['a < b and c > d', 'Vec<T> and Map<A, B>', 'List<b> alone', '`<p>`', 'x <- y', '<name@example.org>'])(
    'is not detected in %s',
    (text) => {
      expect(isHtml(text)).toBe(false);
      expect(htmlToText(text)).toBe(text);
    },
  );

  test('is removed from a short text', () => {
    const { value } = read(
      'basics: { name: "<b>Kim</b>", label: "R&amp;D &#39;x&#39;" }\nwork: [{ name: "AT&amp;T", position: "a<br>b" }]\n',
    );
    expect(value.basics).toMatchObject({ name: 'Kim', label: "R&D 'x'" });
    expect(value.work?.[0]).toMatchObject({ name: 'AT&T', position: 'a b' });
  });
});

test('warns about a link without a valid target, with the location', () => {
  const { warnings } = read(
    'basics: { name: Ada, summary: "[a](/about) [b](site.example.com) [c](https://x.example)" }\n',
  );
  expect(warnings).toMatchObject([{ message: expect.stringContaining('"/about"'), where: { line: 1 } }]);
});
