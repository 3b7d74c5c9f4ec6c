import { describe, expect, test } from 'vitest';
import { SOURCE } from '../formats/fixture.js';
import { profileOf } from '../profile/support.js';
import { makeWord, textOf, textsIn, wordOf } from './word-support.js';

describe('a Word file', () => {
  test('contains its metadata', async () => {
    const word = await wordOf(`${SOURCE}meta: { lastModified: 2026-02-03 }`);
    const core = await word.part('docProps/core.xml');
    const said = Object.fromEntries((core.elements ?? []).map(({ name, elements }) => [name, elements?.[0]?.text]));
    expect(said).toEqual({
      'dc:title': 'Jane Doe – Backend Engineer',
      'dc:subject': 'Backend Engineer',
      'dc:creator': 'Jane Doe',
      'cp:keywords': 'Rust, C++',
      'cp:lastModifiedBy': 'Dossier test',
      'dc:language': 'en',
      'dcterms:created': '2026-02-03T00:00:00Z',
      'dcterms:modified': '2026-02-03T00:00:00Z',
    });
  });

  test('is reproducible, without a time of day or random names', async () => {
    const one = await makeWord(profileOf(SOURCE));
    // Random names would differ in most of these runs.
    for (let run = 0; run < 20; run++)
      expect(Buffer.compare(one.bytes, (await makeWord(profileOf(SOURCE))).bytes)).toBe(0);
    expect(new Set(one.word.dates.map((date) => date.toISOString().slice(0, 10)))).toEqual(new Set(['1980-01-01']));
    expect(await one.word.xml('word/_rels/document.xml.rels')).toContain('Id="rIdLink1"');
    expect(one.word.names.some((name) => name.endsWith('/'))).toBe(false);
  });

  test('is well-formed whatever characters a text contains', async () => {
    const profile = profileOf('basics: { name: Jane }\nskills: [{ name: "]]>" }]');
    if (profile.basics) profile.basics.name = 'A\u0000\u000B<b>&amp; "\uD800\uFFFE';
    const { word } = await makeWord(profile);
    expect(textsIn(word, 'Title')).toEqual(['A<b>&amp; "']);
    expect(textOf(word)).toContain(']]>');
  });
});
