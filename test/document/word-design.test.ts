import { expect, test } from 'vitest';
import { textsIn, wordOf } from './word-support.js';

const styled = (design: string) =>
  wordOf(
    `basics: { name: Ada }\nwork: [{ name: Acme, position: Engineer, startDate: 2025-06, highlights: [Built it] }]\nmeta: { design: { ${design} } }\n`,
  );

/** The XML of a style. */
async function styleOf(word: Awaited<ReturnType<typeof styled>>, id: string): Promise<string> {
  const xml = await word.xml('word/styles.xml');
  const [, style = ''] = new RegExp(`w:styleId="${id}"[^>]*>(.*?)</w:style>`, 's').exec(xml) ?? [];
  return style;
}

test('a Word file has the colours and the fonts of its design', async () => {
  const word = await styled(
    'accent: "#7a1f3d", text: "#222222", muted: "#555555", header: { color: "#333333" }, fonts: { body: Open Sans, headings: Inter }',
  );
  expect(await styleOf(word, 'Heading1')).toContain('w:val="7A1F3D"');
  expect(await styleOf(word, 'Heading1')).toContain('w:ascii="Inter"');
  expect(await styleOf(word, 'Title')).toContain('w:val="333333"');
  expect(await styleOf(word, 'Contacts')).toContain('w:val="555555"');
  expect(await word.xml('word/styles.xml')).toMatch(
    /<w:docDefaults>.*w:ascii="Open Sans".*w:val="222222".*<\/w:docDefaults>/s,
  );
  expect(await word.xml('word/fontTable.xml')).toContain('w:name="Open Sans"');
});

test.each([
  ['small-caps', '<w:smallCaps/>'],
  ['spaced-caps', '<w:caps/>'],
  ['box', '<w:top '],
  ['rule', '<w:bottom '],
])('a Word file has section headings with %s', async (style, mark) => {
  expect(await styleOf(await styled(`headings: { style: ${style}, align: center }`), 'Heading1')).toContain(mark);
  expect(await styleOf(await styled(`headings: { style: ${style}, align: center }`), 'Heading1')).toContain(
    '<w:jc w:val="center"/>',
  );
});

test('a Word file has plain section headings, its own bullets, dates and order of lines', async () => {
  const word = await styled('headings: { style: plain }, bullets: "▪", dates: year, entries: { first: employer }');
  expect(await styleOf(word, 'Heading1')).not.toContain('w:pBdr');
  expect(await word.xml('word/numbering.xml')).toContain('w:val="▪"');
  expect(textsIn(word, 'Heading2')).toEqual(['Acme\t2025 – Present']);
  expect(textsIn(word, 'Byline')).toEqual(['Engineer']);
});
