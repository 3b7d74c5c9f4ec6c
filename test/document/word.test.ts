import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readProfile } from '../../src/profile/read.js';
import { SOURCE } from '../formats/fixture.js';
import { dedent } from '../profile/support.js';
import { PROFILES, ROOT } from '../support/paths.js';
import { factsOf, shippedProfile } from '../support/services.js';
import { all, one, type WordFile, worth } from '../support/word.js';
import { bare, makeWord, textOf, textsIn, wordOf } from './word-support.js';

const PNG =
  'data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAQAAAACCAIAAADwyuo0AAAAEElEQVR4nGP4z8AARwzIHABjqAf5Zf8mPQAAAABJRU5ErkJggg==';

/** The level of a heading style, or of the style that it is based on. */
function levelOf(word: WordFile, style: string): number | undefined {
  const found = word.styles.get(style);
  const [, level] = /^heading (\d)$/i.exec(found?.name ?? '') ?? [];
  if (level) return Number(level);
  return found?.basedOn ? levelOf(word, found.basedOn) : undefined;
}

describe('a Word file', () => {
  test.each(PROFILES)('of %s contains every fact', async (slug) => {
    const { word, warnings } = await makeWord(await shippedProfile(slug));
    const text = textOf(word).toLowerCase();
    const links = word.paragraphs
      .flatMap((paragraph) => paragraph.links.map(({ url }) => url))
      .join('\n')
      .toLowerCase();
    const facts = await factsOf(slug);
    expect(facts.length).toBeGreaterThan(20);
    expect(
      facts.filter((fact) => !text.includes(bare(fact).toLowerCase()) && !links.includes(fact.toLowerCase())),
    ).toEqual([]);
    expect(warnings).toEqual([]);
  });

  test.each(PROFILES)('of %s has headings in order and only defined styles', async (slug) => {
    const { word } = await makeWord(await shippedProfile(slug));
    expect(word.paragraphs.filter(({ style }) => !word.styles.has(style)).map(({ style }) => style)).toEqual([]);
    const runs = word.paragraphs.flatMap((paragraph) => paragraph.runs.flatMap(({ style }) => style ?? []));
    expect(runs.filter((style) => word.styles.get(style)?.type !== 'character')).toEqual([]);
    const levels = word.paragraphs.flatMap(({ style }) => levelOf(word, style) ?? []);
    expect(levels.length).toBeGreaterThan(5);
    for (const [index, level] of levels.entries()) expect(level).toBeLessThanOrEqual((levels[index - 1] ?? 0) + 1);
    expect(textsIn(word, 'Title')).toHaveLength(1);
    for (const [id, { basedOn = id }] of word.styles)
      expect(word.styles.has(basedOn), `${id} is based on ${basedOn}`).toBe(true);
  });

  test('contains every field of a profile, and its pictures with alternative text', async () => {
    const file = join(ROOT, 'test', 'fixtures', 'profiles', 'everything.yaml');
    const profile = readProfile(readFileSync(file), file).value;
    const { word, warnings } = await makeWord(
      profile,
      new Map([
        ['portrait.png', PNG],
        ['a.png', PNG],
      ]),
    );
    const pictures = word.paragraphs.flatMap((paragraph) => paragraph.pictures);
    const said = `${textOf(word)} ${pictures.map(({ alt }) => alt).join(' ')}`;
    const links = word.paragraphs.flatMap((paragraph) => paragraph.links.map(({ url }) => url));
    const words = readFileSync(file, 'utf8').match(/\bQ\w+|https:\/\/q[\w.]+/g) ?? [];
    expect(words.length).toBeGreaterThan(150);
    expect(words.filter((one) => !said.includes(one) && !links.some((url) => url.startsWith(one)))).toEqual([]);
    expect(said).not.toMatch(/hidden-\w/);
    expect(warnings).toEqual([]);
    expect(new Set(pictures.map(({ id }) => id)).size).toBe(pictures.length);
    expect(pictures).toHaveLength((readFileSync(file, 'utf8').match(/\balt:/g) ?? []).length + 1);
    // Four by two pixels keep their proportions; 9525 EMUs are one pixel.
    const extent = all(await word.part('word/document.xml'), 'wp:extent')[0]?.attributes;
    expect(Number(extent?.cx) / Number(extent?.cy)).toBe(2);
  });

  test('prints the names of country and language codes', async () => {
    const said = textOf(
      await wordOf(
        'basics: { name: Jane Doe, location: { city: Pune, countryCode: IN } }\nlanguages: [{ language: de, fluency: C1 }]',
      ),
    );
    expect(said).toContain('Pune, India');
    expect(said).toContain('German C1');
  });

  test('uses built-in styles, real lists and real links', async () => {
    const word = await wordOf(SOURCE);
    expect(textsIn(word, 'Title')).toEqual(['Jane Doe']);
    expect(textsIn(word, 'Subtitle')).toEqual(['Backend Engineer']);
    expect(textsIn(word, 'Tagline')).toEqual(['Makes slow things fast']);
    expect(textsIn(word, 'Heading1')).toEqual([
      'Summary',
      'Experience',
      'Projects',
      'Talks',
      'Skills',
      'Interests',
      'References',
    ]);
    expect(textsIn(word, 'HeadlineFigures')).toEqual(['10K+ requests a second · zero deps']);
    expect(textsIn(word, 'GroupTitle1')).toEqual(['Systems']);
    expect(textsIn(word, 'GroupTitle2')).toEqual(['Storage']);
    expect(textsIn(word, 'Heading4')).toEqual(['store · in progress']);
    for (const name of [
      'Title',
      'Subtitle',
      'heading 1',
      'heading 2',
      'List Bullet',
      'Body Text',
      'Quote',
      'Hyperlink',
      'Strong',
      'Emphasis',
      'Normal',
      'Byline',
      'Dates',
    ])
      expect([...word.styles.values()].map((style) => style.name)).toContain(name);
    // All bullets belong to one list; those of an engagement are on its second level.
    const bullets = word.paragraphs.filter(({ style }) => style === 'ListBullet');
    expect(bullets.map(({ text, list }) => [text, list?.level])).toEqual([
      ['Took latency from 50ms to 5ms.', 0],
      ['Wrote the recv_all loop.', 0],
      ['Reviewed a schema.', 1],
      ['On queues', 0],
      ['On logs', 0],
    ]);
    const numbers = new Set(bullets.map(({ list }) => list?.number));
    expect(numbers.size).toBe(1);
    const numbering = await word.part('word/numbering.xml');
    const list = all(numbering, 'w:num').find(({ attributes }) => attributes?.['w:numId'] === [...numbers][0]);
    const abstract = all(numbering, 'w:abstractNum').find(
      ({ attributes }) => attributes?.['w:abstractNumId'] === worth(list && one(list, 'w:abstractNumId')),
    );
    const levels = abstract ? all(abstract, 'w:lvl') : [];
    expect(levels.map((level) => worth(one(level, 'w:numFmt')))).toEqual(['bullet', 'bullet', 'bullet', 'bullet']);
    const own = word.styles.get('ListBullet')?.element;
    expect(own && all(own, 'w:numId').map(worth)).toEqual([...numbers]);
    // Links, including those within sentences.
    const links = word.paragraphs.flatMap((paragraph) => paragraph.links);
    expect(links).toContainEqual({ text: 'the log', url: 'https://log.example.com' });
    expect(links).toContainEqual({ text: 'jane.doe@example.com', url: 'mailto:jane.doe@example.com' });
    expect(links).toContainEqual({ text: 'Acme', url: 'https://acme.example.com' });
    expect(links.every(({ url }) => /^(https?|mailto|tel):/.test(url))).toBe(true);
    const strong = word.paragraphs.flatMap(({ runs }) => runs).filter(({ style }) => style === 'Strong');
    expect(strong.map(({ text }) => text)).toEqual(['slow', '50ms']);
    expect(await word.xml('word/document.xml')).not.toMatch(/<w:tbl>|<w:pict>/);
  });

  test.each([
    ['A4', 'meta: { page: { size: a4 } }', [11906, 16838], 11906 - 2 * 1134],
    [
      'Letter with custom margins',
      'meta: { page: { size: letter, margin: 1in 2in 0.5in } }',
      [12240, 15840],
      12240 - 2 * 2880,
    ],
    ['the paper size of its region', 'meta: { locale: en-US }', [12240, 15840], 12240 - 2 * 1152],
  ])('sets dates at a tab stop at the edge of the text on %s', async (_, meta, size, width) => {
    const work =
      '[{ name: Acme, position: Engineer, startDate: 2023-04, endDate: 2024-05 }, { name: Only a firm, startDate: 2020 }]';
    const word = await wordOf(`basics: { name: Jane Doe }\nwork: ${work}\n${meta}`);
    const document = await word.part('word/document.xml');
    const page = all(document, 'w:pgSz')[0]?.attributes;
    expect([Number(page?.['w:w']), Number(page?.['w:h'])]).toEqual(size);
    const [heading] = word.paragraphs.filter(({ style }) => style === 'Heading2');
    expect(heading?.text).toBe('Engineer\tApr 2023 – May 2024');
    // Neither bold nor italic, unlike the text before it.
    expect(heading?.runs.at(-1)).toMatchObject({ style: 'Dates', off: ['w:b', 'w:bCs', 'w:i', 'w:iCs'] });
    for (const style of ['Heading2', 'Heading3', 'Byline']) {
      const element = word.styles.get(style)?.element;
      const tabs = element
        ? all(element, 'w:tab').map(({ attributes }) => [attributes?.['w:val'], Number(attributes?.['w:pos'])])
        : [];
      expect(tabs).toHaveLength(1);
      expect(tabs[0]?.[0]).toBe('right');
      expect(Math.abs(Number(tabs[0]?.[1]) - width)).toBeLessThanOrEqual(1);
    }
  });

  test('keeps page breaks, headings with their content, and the last line with its entry', async () => {
    const word = await wordOf(dedent`
      basics: { name: Jane Doe }
      work: [{ position: One, keywords: [Rust], highlights: [a, b] }, { position: Two, break: before }]
    `);
    const of = (text: string) => word.paragraphs.find((paragraph) => paragraph.text === text);
    expect(of('Two')?.pageBreakBefore).toBe(true);
    expect(word.paragraphs.filter((paragraph) => paragraph.pageBreakBefore)).toHaveLength(1);
    expect(of('b')?.keepNext).toBe(true);
    expect(of('Rust')?.keepNext).toBe(false);
    for (const style of ['Heading1', 'Heading2', 'Title'])
      expect(all(word.styles.get(style)?.element ?? {}, 'w:keepNext')).toHaveLength(1);
  });

  test('is mirrored in a right-to-left language, and keeps the order of names and figures', async () => {
    const profile = readProfile(readFileSync(join(ROOT, 'test/fixtures/locales/ar.yaml')), 'ar.yaml').value;
    const { word } = await makeWord(profile);
    expect(word.paragraphs.every(({ bidi }) => bidi)).toBe(true);
    const runs = word.paragraphs.flatMap((paragraph) => paragraph.runs);
    const arabic = runs.filter(({ text }) => /\p{sc=Arabic}/u.test(text));
    expect(arabic.length).toBeGreaterThan(30);
    expect(arabic.filter(({ rtl }) => !rtl)).toEqual([]);
    expect(runs.filter(({ text, rtl }) => rtl && /\p{sc=Latin}/u.test(text))).toEqual([]);
    expect(textsIn(word, 'Contacts').join('')).toContain('\u200E+44 20 7946 0958\u200E\u200F · ');
    expect(await word.xml('word/styles.xml')).toMatch(/<w:lang w:val="ar"[^>]* w:bidi="ar"/);
  });

  test.each([
    ['de', 'de', undefined],
    ['ja', 'ja', 'Yu Mincho'],
    ['zh-TW', 'zh-TW', 'PMingLiU'],
    ['hi', 'hi', undefined],
  ])('has the language %s, and names fonts with alternatives', async (locale, language, east) => {
    const word = await wordOf(`basics: { name: Jane Doe }\nmeta: { locale: ${locale} }`);
    const styles = await word.part('word/styles.xml');
    expect(all(styles, 'w:lang')[0]?.attributes).toMatchObject({
      'w:val': language,
      ...(east ? { 'w:eastAsia': language } : {}),
    });
    const used = new Set(all(styles, 'w:rFonts').flatMap(({ attributes }) => Object.values(attributes ?? {})));
    const fonts = all(await word.part('word/fontTable.xml'), 'w:font');
    expect(fonts.map(({ attributes }) => attributes?.['w:name'])).toEqual(expect.arrayContaining([...used]));
    expect(fonts.map((font) => worth(one(font, 'w:altName'))).every(Boolean)).toBe(true);
    if (east) expect(used).toContain(east);
    const core = await word.part('docProps/core.xml');
    expect(one(core, 'dc:language')?.elements?.[0]?.text).toBe(language);
  });
});
