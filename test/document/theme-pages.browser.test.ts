import { afterAll, describe, expect, test } from 'vitest';
import type { Services } from '../../src/document/model.js';
import { makeResume } from '../../src/document/resume.js';
import type { Profile } from '../../src/profile/schema.js';
import { ThemeStore } from '../../src/themes/store.js';
import { profileOf } from '../profile/support.js';
import { ROOT, temporaryFolder } from '../support/paths.js';
import { type ReadPage, readPdf } from '../support/pdf.js';
import { openPrinter, openServices } from '../support/services.js';
import { install, PROGRAM } from '../themes/support.js';

const printer = openPrinter();
afterAll(() => printer[Symbol.asyncDispose]());

const kitFor = (folder: string): Services => ({
  ...openServices(printer),
  themes: new ThemeStore({ ...PROGRAM, folder, isPrivate: false }),
});

async function pagesOf(profile: Profile, template: string, folder = ROOT): Promise<ReadPage[]> {
  const request = { slug: 'jane', profile, pictures: new Map(), formats: ['pdf'] as const, template };
  const { artifacts } = await makeResume(request, kitFor(folder));
  return (await readPdf(artifacts[0]?.bytes ?? new Uint8Array())).pages;
}

const times = (count: number, text: string) => Array(count).fill(text).join(' ');

/** A profile of several pages whose lines break differently for each seed, with several jobs in a row per company. */
function long(seed: number): Profile {
  const work = Array.from({ length: 12 }, (_, job) => ({
    name: `Company ${Math.floor(job / 3)}`,
    position: `Engineer ${job}`,
    startDate: `${2024 - job}-01`,
    endDate: `${2024 - job}-11`,
    summary: times(1 + ((job * 5 + seed * 3) % 8), 'Led a group that made payments faster and safer for all.'),
    highlights: Array.from(
      { length: 1 + ((job + seed) % 6) },
      (_each, item) =>
        `Item ${job}.${item} ${times(1 + ((job + item * 3 + seed) % 5), 'with words that go on for a while')}`,
    ),
  }));
  const skills = Array.from({ length: 9 }, (_, skill) => ({
    name: `Skill ${skill}`,
    keywords: ['Alpha', 'Beta', 'Gamma'],
  }));
  const references = Array.from({ length: 4 }, (_, each) => ({
    name: `Referee ${each}`,
    reference: times(3 + ((each * 7 + seed) % 20), 'She is great.'),
  }));
  return profileOf(
    JSON.stringify({
      basics: { name: 'Jane Doe', label: 'Engineer', summary: times(2 + seed, 'Builds systems that stay up.') },
      work,
      skills,
      languages: [{ language: 'de', fluency: 'C1' }],
      references,
    }),
  );
}

/** Texts of a page that overlap. */
function overlaps({ boxes }: ReadPage): string[] {
  return boxes.flatMap((one, index) =>
    boxes
      .slice(index + 1)
      .filter((other) => {
        const across = Math.min(one.right, other.right) - Math.max(one.left, other.left);
        const down = Math.min(one.bottom, other.bottom) - Math.max(one.top, other.top);
        const least = Math.min(one.bottom - one.top, other.bottom - other.top);
        return across > 1.5 && down > least * 0.25;
      })
      .map((other) => `${one.text} on ${other.text}`),
  );
}

/** The distances in millimeters from the edges of the paper to the first and last text. */
function distances({ boxes, height, width }: ReadPage) {
  const millimetres = (points: number) => (points / 72) * 25.4;
  return {
    top: millimetres(Math.min(...boxes.map(({ top }) => top))),
    bottom: millimetres(height - Math.max(...boxes.map(({ bottom }) => bottom))),
    right: millimetres(width - Math.max(...boxes.map(({ right }) => right))),
  };
}

describe.each(['even', 'macchiato', 'paper', 'spartan', 'stackoverflow'])('pages of the theme %s', (theme) => {
  test.each([0, 1, 2, 14])('break well (profile %i)', async (seed) => {
    const profile = long(seed);
    const pages = await pagesOf(profile, theme);
    expect(pages.length).toBeGreaterThan(2);
    expect(pages.flatMap((page, index) => overlaps(page).map((each) => `page ${index + 1}: ${each}`))).toEqual([]);
    for (const [index, page] of pages.entries()) {
      const { top, bottom, right } = distances(page);
      expect(page.boxes.length).toBeGreaterThan(0);
      if (index > 0) expect(top).toBeGreaterThan(7.5);
      if (index < pages.length - 1) expect(bottom).toBeGreaterThan(7.5);
      expect(right).toBeGreaterThan(5);
    }
    // No text is cut off at a side or lost at a break; an item is in two parts if another column starts within it.
    const text = pages.map((page) => page.text).join(' ');
    const said = profile.work?.flatMap(({ highlights }) => highlights?.map((bullet) => bullet.text) ?? []) ?? [];
    const words = (all: string) => all.match(/Item \d+\.\d+|\b(?:words|while)\b/g)?.sort();
    expect(words(text)).toEqual(words(said.join(' ')));
  });
});

describe('a page of a theme', () => {
  const line = '<p style="margin:0">a line of text</p>';
  const made = async (html: string, options = '{}') => {
    const folder = await temporaryFolder();
    await install(folder, 'jsonresume-theme-own', {
      'index.js': `exports.render = () => ${JSON.stringify(html)};\nexports.pdfRenderOptions = ${options};`,
    });
    return pagesOf(profileOf('basics: { name: Jane Doe }'), 'own', folder);
  };
  const body = (count: number, style = '') =>
    `<!doctype html><style>body{margin:0;font:16px/20px sans-serif}${style}</style><body>${line.repeat(count)}</body>`;

  test('uses the whole paper if it is the only one', async () => {
    const [page, ...more] = await made(body(55));
    expect(more).toEqual([]);
    expect(page && distances(page).top).toBeLessThan(2);
    expect(page && distances(page).bottom).toBeLessThan(8);
  });

  test('has the margin of the theme if it is the first, and a safe margin otherwise', async () => {
    const [first, second] = await made(body(100));
    expect(first && distances(first).top).toBeLessThan(2);
    expect(first && distances(first).bottom).toBeGreaterThan(7.5);
    expect(second && distances(second).top).toBeGreaterThan(7.5);
  });

  test.each([
    ['its style sheet', '@page{margin:3mm 0}', '{}'],
    ['its print style sheet', '@media print{@page{margin:3mm 0}}', '{ mediaType: "print" }'],
    ['its pdfRenderOptions', '', '{ margin: { top: "3mm", bottom: "3mm" } }'],
  ])('has the margins given by %s', async (_, style, options) => {
    const [, second] = await made(body(100, style), options);
    const top = second ? distances(second).top : 0;
    expect(top).toBeGreaterThan(3);
    expect(top).toBeLessThan(7);
  });

  test('is unchanged if the theme breaks pages itself', async () => {
    const sheet = `<div style="height:290mm;overflow:hidden;break-after:page">${line}</div>`;
    const pages = await made(`<!doctype html><style>body{margin:0}</style><body>${sheet}${sheet}</body>`);
    expect(pages.filter(({ text }) => text !== '')).toHaveLength(2);
    for (const page of pages.slice(0, 2)) expect(distances(page).top).toBeLessThan(3);
  });

  test('is printed even if its element names shadow DOM properties', async () => {
    const named = ['querySelectorAll', 'documentElement', 'body', 'createElement', 'styleSheets']
      .map((name) => `<form name="${name}"><input name="style"><input name="children"></form>`)
      .join('');
    const pages = await made(body(100).replace('<body>', `<body>${named}`));
    expect(pages.length).toBeGreaterThan(1);
    expect(pages[0]?.text).toContain('a line of text');
  });
});

describe('country and language codes', () => {
  const profile = profileOf(
    'basics: { name: Jane Doe, location: { city: Pune, countryCode: IN } }\nlanguages: [{ language: de, fluency: C1 }, { language: Klingon }]',
  );

  test.each(['even', 'macchiato', 'spartan', 'stackoverflow'])('become names in the theme %s', async (theme) => {
    const text = (await pagesOf(profile, theme)).map((page) => page.text).join(' ');
    expect(text).toContain('India');
    expect(text).not.toMatch(/\bIN\b/);
    expect(text).toContain('German');
    expect(text).not.toMatch(/\bde\b/);
    expect(text).toContain('Klingon');
  });
});
