import { describe, expect, test } from 'vitest';
import { makeResume } from '../../src/document/resume.js';
import { DossierError, formatError, type Problem } from '../../src/errors.js';
import { placesOf } from '../../src/profile/places.js';
import { readProfile } from '../../src/profile/read.js';
import { FontLibrary } from '../../src/template/fonts.js';
import { allScriptPackages } from '../../src/template/scripts.js';
import { packageFolder } from '../support/paths.js';
import { openPrinter, openServices } from '../support/services.js';

const bytesOf = (text: string) => new TextEncoder().encode(text);

/** Services without additional fonts. */
const services = {
  ...openServices(openPrinter(1)),
  fonts: new FontLibrary((name) => {
    if (allScriptPackages().includes(name)) throw new Error(`Cannot find module '${name}'`);
    return packageFolder(name);
  }),
};

async function failureOf(text: string, overlay?: string): Promise<DossierError> {
  try {
    await make(text, overlay);
  } catch (error) {
    if (error instanceof DossierError) return error;
    throw error;
  }
  throw new Error('nothing failed');
}

async function make(text: string, overlay?: string): Promise<{ html: string; warnings: Problem[] }> {
  const bytes = bytesOf(text);
  const { value: profile } = readProfile(bytes, 'profiles/jane.yaml');
  const merged = overlay ? { ...profile, basics: { ...profile.basics, phone: '電' } } : profile;
  const places = placesOf(
    { bytes, file: 'profiles/jane.yaml' },
    overlay ? { bytes: bytesOf(overlay), file: 'private/jane.yaml' } : undefined,
  );
  const request = { slug: 'jane', profile: merged as typeof profile, pictures: new Map(), places };
  const { artifacts, warnings } = await makeResume({ ...request, formats: ['html'] }, services);
  return { html: new TextDecoder().decode(artifacts[0]?.bytes), warnings };
}

/** The text of the first heading. */
const headingOf = (html: string) => /<h1>(.*?)<\/h1>/s.exec(html)?.[1];

describe('a letter without a font is an error', () => {
  test('with the character, its place and the package to install', async () => {
    const error = await failureOf('basics:\n  name: Jane Doe\n  label: Engineer (東京)\n');
    expect(error.code).toBe('GLYPH_MISSING');
    expect(formatError(error).split('\n')).toEqual([
      'profiles/jane.yaml:3:20: error: no installed font has 東 (U+6771), 京 (U+4EAC)',
      '    3 |   label: Engineer (東京)',
      expect.stringMatching(/^ +\^+$/),
      '    add the font: npm install @fontsource/noto-serif-sc',
    ]);
  });

  test('once per package, with at most five characters', async () => {
    const error = await failureOf('basics: { name: 東京都渋谷区代々木, label: ليلى }\nmeta: { locale: ja }\n');
    expect(error.problems.map(({ hint }) => hint)).toEqual([
      'add the font: npm install @fontsource/noto-serif-jp',
      'add the font: npm install @fontsource/vazirmatn',
    ]);
    expect(error.problems[0]?.message).toMatch(
      /^no installed font has (\S \(U\+[0-9A-F]{4}\), ){4}\S \(\S+\) and \d+ more characters$/,
    );
  });

  test('at the locale, if the word comes from the language', async () => {
    const [problem] = (await failureOf('basics: { name: Jane, summary: X }\nmeta:\n  locale: ja\n')).problems;
    expect(problem?.where).toEqual({ file: 'profiles/jane.yaml', line: 3, column: 11 });
  });

  test('without the source line, if it is a private detail', async () => {
    const [problem] = (await failureOf('basics: { name: Jane }\n', 'basics:\n  phone: 電\n')).problems;
    expect(problem?.where).toEqual({ file: 'private/jane.yaml', line: 2, column: 10 });
    expect(problem?.frame).toBeUndefined();
  });

  test('if a variant prints it, but not if nothing prints it', async () => {
    const text = 'basics: { name: Jane, label: 東 }\nvariants: { x: { label: 東 } }\nwork: [{ name: A, tags: [東] }]\n';
    expect((await failureOf(text)).problems[0]?.where).toMatchObject({ line: 1 });
    const hidden = 'basics: { name: Jane }\nwork: [{ name: A, tags: [東] }]\n';
    await expect(failureOf(hidden)).rejects.toThrow('nothing failed');
  });
});

describe('a symbol without a font is left out with a warning', () => {
  test('with its place and the package to install, if it is an emoji', async () => {
    const { html, warnings } = await make('basics: { name: Jane 🚀 Doe, label: Rocket }\n');
    expect(headingOf(html)).toBe('Jane Doe');
    expect(warnings).toMatchObject([
      {
        severity: 'warning',
        message: 'no installed font has 🚀 (U+1F680): left out',
        hint: expect.stringContaining('npm install @fontsource/noto-emoji'),
        where: { file: 'profiles/jane.yaml', line: 1, column: 22 },
      },
    ]);
  });

  test('together with its joiners and modifiers', async () => {
    const { html } = await make('basics: { name: "A 👩🏽‍💻 B 1️⃣ C 🏴󠁧󠁢󠁥󠁮󠁧󠁿 D" }\n');
    expect(headingOf(html)?.replace(/\uFE0F|\u20E3/g, '')).toMatch(/^A B 1? ?C D$/);
  });

  test('with only its code point, if it is a private-use character', async () => {
    const { warnings } = await make('basics: { name: Jane, label: "\\uE0A0 main" }\n');
    expect(warnings).toMatchObject([
      {
        message: 'no installed font has U+E0A0: left out',
        hint: expect.stringMatching(/^this character has a meaning in one font only/),
        // It is written as an escape: the place is that of the text.
        where: { line: 1, column: 30 },
      },
    ]);
  });

  test('or printed in its plain form, if it is a compatibility character', async () => {
    const { html, warnings } = await make('basics: { name: "Jane 10⁻⁶ ﬁne" }\n');
    expect(headingOf(html)?.replace(/<[^>]*>/g, '')).toBe('Jane 10−⁶ fine');
    expect(warnings.map(({ message }) => message)).toEqual([expect.stringMatching(/: printed in its plain form$/)]);
  });

  test('unless a letter is missing too', async () => {
    expect((await failureOf('basics: { name: 東 🚀 }\n')).code).toBe('GLYPH_MISSING');
  });
});

test('formats without a page need no font', async () => {
  const { value: profile } = readProfile(bytesOf('basics: { name: 東 }\n'), 'x.yaml');
  const { artifacts } = await makeResume({ slug: 'x', profile, pictures: new Map(), formats: ['txt'] }, services);
  expect(new TextDecoder().decode(artifacts[0]?.bytes)).toContain('東');
});
