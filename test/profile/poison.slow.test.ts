import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { checkProfile } from '../../src/check/check.js';
import { readSubject } from '../../src/check/lint-context.js';
import { toContent } from '../../src/content/content.js';
import { DossierError, problemsOf } from '../../src/errors.js';
import { importDocument } from '../../src/import/import.js';
import { readPacket } from '../../src/packet/schema.js';
import { tailor } from '../../src/profile/documents.js';
import { overlay } from '../../src/profile/overlay.js';
import { readProfile } from '../../src/profile/read.js';
import { loadTemplate } from '../../src/template/load.js';
import { sample } from '../support/matrix.js';
import { ROOT, temporaryFolder } from '../support/paths.js';
import { poisoned } from './poison.js';
import { profileOf } from './support.js';

const bytes = (text: string) => new TextEncoder().encode(text);

const PROFILE = {
  basics: {
    name: 'Ada',
    label: 'x',
    email: 'a@example.com',
    phone: '+1 202 555 0123',
    url: 'https://a.example',
    image: 'a.png',
    summary: 'x',
    location: { city: 'x', countryCode: 'US' },
    profiles: [{ network: 'x', username: 'y', url: 'https://b.example' }],
    metrics: [{ label: 'x', value: '1' }],
  },
  work: [
    {
      name: 'x',
      position: 'y',
      startDate: '2020',
      endDate: '2021',
      highlights: ['z', { text: 'a', tags: ['b'] }],
      keywords: ['k'],
      engagements: [{ name: 'n' }],
      links: [{ label: 'l', url: 'https://c.example' }],
      images: [{ src: 'a.png', alt: 'b' }],
      features: [{ label: 'l', value: 'v' }],
    },
  ],
  projects: [{ name: 'x', group: 'a/b', roles: ['r'], ongoing: true }],
  education: [{ institution: 'x', score: 1, courses: ['c'] }],
  skills: [{ name: 'x', level: 'y', keywords: ['z'] }],
  languages: [{ language: 'en', fluency: 'x' }],
  references: [{ name: 'x', reference: 'y' }],
  publications: [{ name: 'x', releaseDate: '2020' }],
  sections: [{ id: 'own', title: 'x', text: 'y', items: ['z'], entries: [{ title: 'e', date: '2020' }], tags: ['t'] }],
  variants: { v: { label: 'V', include: ['b'], exclude: ['t'], sections: ['work', 'own'], template: 'classic' } },
  letters: {
    l: {
      subject: 's',
      to: ['n'],
      salutation: 'o',
      body: 'b',
      closing: 'c',
      date: '2020-01-01',
      enclosures: ['e'],
      pages: 1,
    },
  },
  meta: {
    sections: [{ id: 'own', title: 't' }, { id: 'work' }],
    locale: 'en',
    template: 'classic',
    page: { size: 'a4', margin: '16mm' },
    lastModified: '2020',
  },
};

const PACKET = {
  title: 'x',
  role: 'y',
  date: '2020-01-01',
  criteria: ['z'],
  locale: 'en',
  page: { size: 'a4' },
  front: { cover: true },
  candidates: [
    {
      profile: 'ada',
      template: 'classic',
      variant: 'v',
      letters: ['l'],
      attachments: [{ file: 'a.pdf', title: 't', blindSafe: true }],
    },
  ],
  blind: { words: ['w'], employers: true },
};

const TEMPLATE = {
  title: 't',
  description: 'd',
  paper: 'a4',
  size: 10,
  margin: { a4: '16mm', letter: '16mm' },
  sections: ['work'],
  scripts: 'sans',
  fonts: [{ package: '@fontsource/inter', family: 'Inter', use: 'text', faces: ['400'] }],
  bullets: { indent: 1, nested: 2 },
};

/** The error of a call unless it is a DossierError with a location that quotes no function or object as text. */
async function faultOf(call: () => unknown): Promise<string | undefined> {
  try {
    await call();
    return undefined;
  } catch (error) {
    if (!(error instanceof DossierError)) return (error as Error).stack ?? String(error);
    const unclear = problemsOf(error).find(
      ({ message, where }) => !where || /\[object|function |native code/.test(message),
    );
    return unclear && `${unclear.message} at ${JSON.stringify(unclear.where)}`;
  }
}

/** The number of texts that a test reads; there are up to 2,000. */
const SAMPLE = 120;

async function faultsIn(texts: Iterable<string>, read: (text: string) => unknown): Promise<string[]> {
  const faults: string[] = [];
  for (const text of sample([...texts], SAMPLE)) {
    const fault = await faultOf(() => read(text));
    if (fault) faults.push(`${text}\n${fault}`);
  }
  return faults.slice(0, 3);
}

const context = (found: string[]) => ({ profiles: ['ada'], asOf: '2026-11', find: async () => found });

test('reads the unmodified documents', async () => {
  expect(readProfile(bytes(JSON.stringify(PROFILE)), 'ada.yaml', ['classic']).warnings).toEqual([]);
  expect((await readPacket(bytes(JSON.stringify(PACKET)), 'p.yaml', context([]))).warnings).toEqual([]);
});

test('reads and checks a profile with an invalid value anywhere, or rejects it with a location', async () => {
  const faults = await faultsIn(poisoned(PROFILE), (text) => {
    const { value: subject } = readSubject(bytes(text), 'ada.yaml', ['classic']);
    toContent(subject.profile, 'x');
    checkProfile(subject);
  });
  expect(faults).toEqual([]);
}, 240_000);

test.each([
  ['focus', 'work'],
  ['work', 'focus'],
])('allows a variant to omit a section that meta.sections names: %s, %s', (...ids) => {
  const profile = profileOf(`
basics: { name: Ada }
work: [{ name: X }]
sections: [{ id: focus, title: Focus, tags: [x], items: [foo] }]
variants: { w: { exclude: [x], sections: [${ids.join(', ')}] }, z: { exclude: [x] } }
meta: { sections: [{ id: focus }, { id: work }] }
`);
  for (const variant of ['w', 'z'])
    expect(toContent(tailor(profile, variant), 'x').sections.map(({ id }) => id)).toEqual(['work']);
});

test('merges an overlay with an invalid value anywhere, or rejects it with a location', async () => {
  const profile = profileOf(JSON.stringify(PROFILE));
  expect(await faultsIn(poisoned(PROFILE), (text) => overlay(profile, bytes(text), 'private/ada.yaml'))).toEqual([]);
}, 120_000);

test('reads a packet file with an invalid value anywhere, or rejects it with a location', async () => {
  const read = (text: string) => readPacket(bytes(text), 'p.yaml', context(['ada']));
  const query = {
    title: 'x',
    profiles: { tags: ['t'], where: { skills: ['s'], location: 'l', experience: 3 } },
    sort: 'name',
  };
  expect(await faultsIn([...poisoned(PACKET), ...poisoned(query)], read)).toEqual([]);
});

test('reads a template.yaml with an invalid value anywhere, or rejects it with a location', async () => {
  const folder = await temporaryFolder();
  await mkdir(join(folder, 'own'));
  for (const file of ['template.hbs', 'style.css']) await writeFile(join(folder, 'own', file), 'x');
  const read = async (text: string) => {
    await writeFile(join(folder, 'own', 'template.yaml'), text);
    await loadTemplate(folder, 'own', [join(ROOT, 'templates')]);
  };
  expect(await faultsIn(poisoned(TEMPLATE), read)).toEqual([]);
});

const FOREIGN = {
  'JSON Resume': {
    basics: PROFILE.basics,
    work: [{ company: 'x', startDate: '2020-01', highlights: ['h'] }],
    meta: { version: 'v1' },
  },
  FRESH: {
    name: 'A',
    meta: { format: 'FRESH@0.6.0' },
    info: { brief: 'b', image: 'i' },
    contact: { email: 'e', other: [{ label: 'l', value: 'v' }] },
    location: { city: 'c' },
    employment: { history: [{ employer: 'e', position: 'p', start: '2020-01', highlights: ['h'], keywords: ['k'] }] },
    skills: { sets: [{ name: 'n', skills: ['s'] }], list: [{ name: 'm', years: 3 }] },
    references: [{ name: 'r', contact: [{ label: 'l', value: 'v' }] }],
    languages: [{ language: 'en', level: 'x' }],
  },
  RenderCV: {
    cv: {
      name: 'A',
      location: 'l',
      email: 'e@example.com',
      social_networks: [{ network: 'LinkedIn', username: 'u' }],
      sections: {
        Experience: [{ company: 'c', position: 'p', start_date: '2020-01', end_date: 'present', highlights: ['h'] }],
        Skills: [{ label: 'l', details: 'd' }],
        Text: ['t'],
      },
    },
    design: { theme: 'classic' },
    locale: { language: 'english' },
  },
  YAMLResume: {
    content: {
      basics: { name: 'A', email: 'e@example.com' },
      location: { city: 'c', country: 'US' },
      work: [{ name: 'n', position: 'p', startDate: '2020', summary: '- a' }],
      skills: [{ name: 's', level: 'Expert', keywords: ['k'] }],
      profiles: [{ network: 'GitHub', username: 'u' }],
    },
    locale: { language: 'en' },
  },
};

test.each(Object.entries(FOREIGN))(
  'imports a %s document with an invalid value anywhere, or rejects it with a location',
  async (_, document) => {
    const faults = await faultsIn(poisoned(document), (text) => {
      const { yaml } = importDocument(bytes(text), 'x.yaml');
      readProfile(bytes(yaml), 'x.yaml');
    });
    expect(faults).toEqual([]);
  },
  120_000,
);
