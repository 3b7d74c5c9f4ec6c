import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { FontLibrary } from '../../src/template/fonts.js';
import type { TemplateOptions } from '../../src/template/load.js';
import { TemplateStore } from '../../src/template/store.js';
import { packageFolder, ROOT, TEMPLATES } from '../support/paths.js';
import { fonts } from './support.js';

interface Face {
  family: string;
  style: string;
  weight: string;
  range: string;
}

function facesOf(css: string): Face[] {
  const rule = /font-family:"([^"]*)";font-style:(\w+);font-weight:([\d ]+);.*?unicode-range:([^}]*)\}/g;
  return [...css.matchAll(rule)].map(([, family = '', style = '', weight = '', range = '']) => ({
    family,
    style,
    weight,
    range,
  }));
}

function holds(range: string, character: string): boolean {
  const codePoint = character.codePointAt(0) ?? 0;
  return range.split(',').some((part) => {
    const [from = 0, to = from] = part
      .replace('U+', '')
      .split('-')
      .map((hex) => Number.parseInt(hex, 16));
    return codePoint >= from && codePoint <= to;
  });
}

let options: Record<string, TemplateOptions['fonts']>;

beforeAll(async () => {
  const store = new TemplateStore([join(ROOT, 'templates')]);
  const loaded = await Promise.all(
    TEMPLATES.map(async (name) => [name, (await store.get(name)).template.options.fonts] as const),
  );
  options = Object.fromEntries(loaded);
});

async function facesFor(template: string, text: string, code = ''): Promise<Face[]> {
  return facesOf((await fonts.cssFor(options[template] ?? [], text, code)).css);
}

describe.each(TEMPLATES)('%s', (template) => {
  test('embeds only Latin subsets for a Latin text, one per weight and style', async () => {
    const faces = await facesFor(template, 'Jane Doe, 10 – 12 • a·b');
    const wanted = (options[template] ?? []).filter((font) => font.use === 'text').flatMap((font) => font.faces);
    expect(faces).toHaveLength(wanted.length);
    expect(faces.filter((face) => holds(face.range, 'Ж') || holds(face.range, 'λ') || !holds(face.range, 'a'))).toEqual(
      [],
    );
  });

  test('also embeds Cyrillic for a Cyrillic name', async () => {
    const faces = await facesFor(template, 'Jane Жук');
    const families = new Set(faces.filter((face) => holds(face.range, 'Ж')).map((face) => face.family));
    const own = (options[template] ?? []).filter((font) => font.use === 'text').map((font) => font.family);
    expect([...families]).toEqual(own);
    expect(faces.some((face) => holds(face.range, 'J'))).toBe(true);
  });

  test('embeds its code font only if there is code', async () => {
    const code = options[template]?.find((font) => font.use === 'code');
    const families = async (text: string) => (await facesFor(template, 'recv_all', text)).map((face) => face.family);
    expect(await families('')).not.toContain(code?.family);
    expect(await families('recv_all')).toContain(code?.family);
  });

  test('uses fallback fonts for an arrow and an almost-equal sign', async () => {
    const { css, fallbacks, missing } = await fonts.cssFor(options[template] ?? [], '50ms → 5ms ≈ 0', '');
    const last = (character: string) => facesOf(css).findLast((face) => holds(face.range, character));
    expect(missing).toEqual([]);
    // A font that has the characters itself needs no fallback.
    const own = (options[template] ?? []).map(({ family }) => family);
    for (const character of '→≈') {
      if (own.includes(last(character)?.family ?? '')) continue;
      expect(fallbacks).toContain(last(character)?.family);
      // One face covers all weights: a synthetic bold would become a Type 3 font.
      expect(last(character)?.weight).toBe('100 900');
    }
  });
});

test('declares a fallback font only for the characters it replaces', async () => {
  const faces = await facesFor('classic', '→ ≈ ≤');
  const stepping = faces.filter((face) => face.weight === '100 900');
  expect(stepping.map((face) => face.range).sort()).toEqual(['U+2192', 'U+2248,U+2264']);
});

test('reports a character that no font has', async () => {
  const { missing, fallbacks } = await fonts.cssFor(options.classic ?? [], 'a \uE000 😀', '');
  expect(missing).toEqual([{ character: '\uE000' }, { character: '😀' }]);
  expect(fallbacks).toEqual([]);
});

test('also checks characters that occur only in code', async () => {
  expect((await fonts.cssFor(options.classic ?? [], 'a', 'a😀')).missing).toEqual([{ character: '😀' }]);
});

test('needs no glyphs for spaces, line breaks and invisible formatting characters', async () => {
  const invisible = 'a\u00A0\u2003\u200B\u200D\uFE0F\u00AD\n\t';
  expect((await fonts.cssFor(options.classic ?? [], invisible, '')).missing).toEqual([]);
});

test('reports the missing file of a font that is not installed', async () => {
  const library = new FontLibrary(() => join(ROOT, 'no-such-folder'));
  await expect(library.cssFor(options.classic ?? [], 'a', '')).rejects.toThrow(/no-such-folder.*unicode\.json/);
});

test('returns the same fonts for the same characters in another order', async () => {
  const library = new FontLibrary(packageFolder);
  const [first, second] = [
    await library.cssFor(options.classic ?? [], 'abc', ''),
    await library.cssFor(options.classic ?? [], 'cba', ''),
  ];
  expect(first).toBe(second);
});
