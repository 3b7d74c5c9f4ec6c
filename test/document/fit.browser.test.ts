import { getDocument, VerbosityLevel } from 'pdfjs-dist/legacy/build/pdf.mjs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Resume } from '../../src/document/model.js';
import { makeResume } from '../../src/document/resume.js';
import type { Printer } from '../../src/print/printer.js';
import { readProfile } from '../../src/profile/read.js';
import type { Profile } from '../../src/profile/schema.js';
import { sample } from '../support/matrix.js';
import { PROFILES, TEMPLATES } from '../support/paths.js';
import { collapse, readPdf } from '../support/pdf.js';
import { factsOf, openPrinter, openServices, shippedProfile } from '../support/services.js';

let printer: Printer;
let prints = 0;
beforeAll(() => {
  printer = openPrinter();
  const print = printer.print.bind(printer);
  printer.print = (job) => {
    prints += 1;
    return print(job);
  };
});
afterAll(() => printer[Symbol.asyncDispose]());

async function make(slug: string, profile: Profile, template: string, pages?: number) {
  prints = 0;
  const pictures = new Map<string, string>();
  const resume = await makeResume(
    { slug, profile, pictures, formats: ['pdf'], template, pages },
    openServices(printer),
  );
  const [pdf] = resume.artifacts;
  return { resume, bytes: pdf?.bytes ?? new Uint8Array(), pages: pdf?.pages };
}

/** The font size of most characters, in points. */
async function bodySize(bytes: Uint8Array): Promise<number> {
  const pdf = await getDocument({
    data: new Uint8Array(bytes),
    verbosity: VerbosityLevel.ERRORS,
    disableFontFace: true,
  }).promise;
  const sizes = new Map<number, number>();
  try {
    for (let number = 1; number <= pdf.numPages; number++) {
      const { items } = await (await pdf.getPage(number)).getTextContent();
      for (const item of items) {
        if (!('str' in item)) continue;
        const size = Math.round(Math.hypot(item.transform[2], item.transform[3]) * 100) / 100;
        sizes.set(size, (sizes.get(size) ?? 0) + item.str.length);
      }
    }
  } finally {
    await pdf.destroy();
  }
  return [...sizes].reduce((most, size) => (size[1] > most[1] ? size : most), [0, 0])[0];
}

const COMBINATIONS = PROFILES.flatMap((slug) =>
  TEMPLATES.flatMap((template) => [1, 2].map((target) => [slug, template, target] as const)),
);

// `npm test` runs nine of the 40 combinations; each profile, template and number of pages occurs in them.
describe.each(sample(COMBINATIONS, 5))('%s in %s on %i', (slug, template, target) => {
  let resume: Resume;
  let bytes: Uint8Array;
  let made: number;
  beforeAll(async () => {
    ({ resume, bytes } = await make(slug, await shippedProfile(slug), template, target));
    made = prints;
  });

  test('fits with legible type and a well-filled last page, or reports why not', () => {
    const { fit, warnings } = resume;
    if (fit?.outcome === 'fits') {
      expect(fit.pages).toBe(target);
      expect(fit.fill).toBeGreaterThanOrEqual(0.7);
      expect(warnings).toEqual([]);
    } else if (fit?.outcome === 'over') {
      expect(warnings.slice(1).filter((warning) => !/ full$/.test(warning.message))).toEqual([]);
      expect(warnings[0]?.message).toMatch(/^does not fit on .*: even at 8\.5 pt it is \d+ lines? too long/);
      expect(warnings[0]?.hint).toMatch(/lines by section: .* \d+/);
      expect(fit.type.space).toBe(1);
    } else {
      expect(fit?.outcome).toBe('under');
      expect(warnings[0]?.message).toMatch(/^does not fill .*: even at [\d.]+ pt it takes \d\.\d, so it is printed on/);
    }
  });

  test('needs at most four prints', () => {
    expect(made).toBe(resume.fit?.prints);
    expect(made).toBeLessThanOrEqual(4);
  });

  test('has the reported font size of at least 8.5 points, and loses no text', async () => {
    const size = await bodySize(bytes);
    expect(size).toBeCloseTo(resume.fit?.type.size ?? 0, 1);
    expect(size).toBeGreaterThanOrEqual(8.49);
    const pdf = await readPdf(bytes);
    expect(pdf.pages).toHaveLength(resume.fit?.pages ?? 0);
    const text = collapse(pdf.pages.map((page) => page.text).join(' '));
    expect((await factsOf(slug)).filter((fact) => !text.includes(collapse(fact)))).toEqual([]);
  });
});

test('fitting again produces the same bytes', async () => {
  const profile = await shippedProfile('krish-arora');
  const first = await make('krish-arora', profile, 'classic', 2);
  expect(first.resume.fit?.prints).toBeGreaterThan(1);
  expect(Buffer.compare((await make('krish-arora', profile, 'classic', 2)).bytes, first.bytes)).toBe(0);
});

test('fits only if meta.page.fit or the command line gives a page count', async () => {
  const profile = await shippedProfile('krish-arora');
  expect((await make('krish-arora', profile, 'compact')).resume.fit).toBeUndefined();
  expect(prints).toBe(1);
  const asking = { ...profile, meta: { ...profile.meta, page: { fit: 2 } } } as Profile;
  expect((await make('krish-arora', asking, 'classic')).resume.fit?.target).toBe(2);
  // The command line takes precedence.
  expect((await make('krish-arora', asking, 'compact', 1)).resume.fit?.target).toBe(1);
});

const jobs = (count: number, extra = '') =>
  Array.from(
    { length: count },
    (_, index) =>
      `- { name: Employer ${index}, position: Job ${index}, highlights: [did one thing, did another]${index === count - 1 ? extra : ''} }`,
  ).join('\n  ');

const profileWith = (yaml: string) => readProfile(new TextEncoder().encode(yaml), 'jane.yaml').value;

/** The index of the page that contains each text. */
async function pagesOf(yaml: string, ...texts: string[]): Promise<number[]> {
  const { bytes } = await make('jane', profileWith(yaml), 'classic');
  const { pages } = await readPdf(bytes);
  return texts.map((text) => pages.findIndex((page) => page.text.includes(text)));
}

/** The templates that print all sections one below the other; skills stand in the side column of sidebar. */
const IN_ORDER = TEMPLATES.filter((template) => template !== 'sidebar');

describe('break', () => {
  test('starts a page before an entry or section', async () => {
    const yaml = `basics: { name: Jane }\nwork:\n  ${jobs(3, ', break: before')}\nskills: [{ name: Cooking, keywords: [rice] }]\n`;
    expect(await pagesOf(yaml, 'Job 1', 'Job 2', 'rice')).toEqual([0, 1, 1]);
    const section = `${yaml}meta: { sections: [work, skills] }\n`.replace(
      '[work, skills]',
      '[{ id: work }, { id: skills, break: before }]',
    );
    expect(await pagesOf(section, 'Job 1', 'Job 2', 'rice')).toEqual([0, 1, 2]);
  });

  test('keep holds an entry together that would be split', async () => {
    const bullets = Array.from({ length: 8 }, (_, index) => `point ${index}.`);
    const entry = (extra: string) =>
      `- { name: Long, position: Long job, highlights: [${bullets.join(', ')}]${extra} }`;
    let cut: string | undefined;
    // Enough jobs before it that its bullets are split between two pages.
    for (let count = 8; count < 22 && cut === undefined; count++) {
      const yaml = `basics: { name: Jane }\nwork:\n  ${jobs(count)}\n  ${entry('EXTRA')}\n`;
      const [first, last] = await pagesOf(yaml.replace('EXTRA', ''), 'point 0.', 'point 7.');
      if (first === 0 && last === 1) cut = yaml;
    }
    expect(cut).toBeDefined();
    expect(await pagesOf(cut?.replace('EXTRA', ', break: keep') ?? '', 'Long job', 'point 0.', 'point 7.')).toEqual([
      1, 1, 1,
    ]);
  });

  test.each(sample(IN_ORDER, 4))('moves the headings above it to the new page in the %s template', async (template) => {
    const yaml = `basics: { name: Jane, summary: Text. }
work: [{ name: A, position: Job, engagements: [{ name: Client, break: before }, { name: Later, break: before }] }]
projects: [{ name: First, group: Outer/Inner, break: before }, { name: Second, group: Other, break: before }]
skills: [{ name: Cooking, break: before }, { name: Baking, break: before }]
references: [{ name: Bob, reference: Good., break: before }]
`;
    const { bytes } = await make('jane', profileWith(yaml), template);
    const { pages } = await readPdf(bytes);
    // Some templates print page numbers above the text.
    const began = pages.map(
      ({ text }) =>
        collapse(text)
          .replace(/^\d+ \/ \d+ /, '')
          .split(' ')[0],
    );
    expect(began).toEqual(['Jane', 'Experience', 'Later', 'Projects', 'Other', 'Skills', 'Baking', 'References']);
  });

  test.each(sample(TEMPLATES, 4))('is reported if it alone adds a page in the %s template', async (template) => {
    const yaml = `basics: { name: Jane }\nwork:\n  ${jobs(3, ', break: before')}\n`;
    const { resume } = await make('jane', profileWith(yaml), template, 1);
    expect(resume.warnings[0]?.message).toMatch(
      /^does not fit on 1 page: “Job 2.*” starts page 2, leaving \d\d lines empty before it/,
    );
    expect(resume.warnings[0]?.hint).toBe('check its break in the profile, or request 2 pages');
  });

  test('leaves no page empty, wherever it is', async () => {
    const everywhere = `basics: { name: Jane, summary: Text. }\nwork:\n  ${jobs(4, ', break: before').replaceAll('] }', '], break: before }')}\nskills: [{ name: Cooking, break: before }]\nmeta: { sections: [{ id: summary, break: before }, { id: work, break: before }, { id: skills, break: before }] }\n`;
    for (const template of sample(TEMPLATES, 4)) {
      const { bytes, resume } = await make('jane', profileWith(everywhere), template);
      const { pages } = await readPdf(bytes);
      expect(pages.map((page) => page.text.trim() === '')).toEqual(pages.map(() => false));
      // Nearly empty pages are reported.
      expect(resume.warnings.filter((warning) => / full$/.test(warning.message)).length).toBe(pages.length);
    }
  });
});

test('a page that is less than a third full is reported with its number', async () => {
  const yaml = `basics: { name: Jane }\nwork:\n  ${jobs(3, ', break: before')}\n`;
  const { resume } = await make('jane', profileWith(yaml), 'classic');
  expect(resume.warnings.map(({ message }) => message.replace(/\d+ %/, 'N %'))).toEqual([
    'page 1 of 2 is N % full',
    'page 2 of 2 is N % full',
  ]);
});

describe('the end of a page', () => {
  /** A profile with a given number of one-line skills. */
  const lines = (count: number, more: object = {}): Profile =>
    readProfile(
      new TextEncoder().encode(
        JSON.stringify({
          basics: { name: 'Jo Li' },
          ...more,
          skills: Array.from({ length: count }, (_, index) => ({ name: `Item ${index}`, keywords: ['Rust'] })),
        }),
      ),
      'x.json',
    ).value;

  /** The number of skills that fills a page. */
  async function mostOnOnePage(template: string): Promise<number> {
    let low = 20;
    let high = 140;
    while (high - low > 1) {
      const middle = Math.floor((low + high) / 2);
      const { pages = 1 } = await make('x', lines(middle), template);
      if (pages > 1) high = middle;
      else low = middle;
    }
    return low;
  }

  /** The number of skills on the last page. */
  async function lastLines(bytes: Uint8Array): Promise<number> {
    const { pages } = await readPdf(bytes);
    return new Set((pages.at(-1)?.text ?? '').match(/Item \d+/g)).size;
  }

  test.each(sample(IN_ORDER, 4))(
    'does not leave a single line on the last page in the %s template',
    async (template) => {
      const low = await mostOnOnePage(template);
      const own = await make('x', lines(low - 3), template);
      const full = await make('x', lines(low), template);
      const next = await make('x', lines(low + 1), template);
      expect(await bodySize(full.bytes)).toBeLessThan(await bodySize(own.bytes));
      expect(await bodySize(full.bytes)).toBeGreaterThan((await bodySize(own.bytes)) * 0.93);
      expect(await lastLines(next.bytes)).toBeGreaterThan(1);
      expect(await bodySize(next.bytes)).toBe(await bodySize(own.bytes));
    },
  );

  test.each(sample(TEMPLATES, 4))(
    'keeps quotations with names and lists with headings in the %s template',
    async (template) => {
      const most = await mostOnOnePage(template);
      const quote = 'Jane has been a great colleague and a careful engineer for many years in our team. '.repeat(3);
      const more = {
        references: [{ name: 'Martin Example', reference: quote }],
        sections: [{ id: 'own', title: 'Talks', items: ['First talk', 'Second talk', 'Third talk'] }],
        meta: { sections: ['skills', 'own', 'references'] },
      };
      for (let count = most - 15; count < most; count += 1) {
        const { pages } = await readPdf((await make('x', lines(count, more), template)).bytes);
        const texts = pages.map((page) => page.text);
        const pageOf = (text: string) => texts.findIndex((each) => each.includes(text));
        const at = { count, heading: pageOf('Talks'), quote: pageOf('Jane has been') };
        expect({ ...at, heading: pageOf('First talk') }).toEqual(at);
        expect({ ...at, heading: pageOf('Second talk') }).toEqual(at);
        expect({ ...at, quote: pageOf('Martin Example') }).toEqual(at);
        expect({ ...at, quote: pageOf('References') }).toEqual(at);
      }
    },
  );
});
