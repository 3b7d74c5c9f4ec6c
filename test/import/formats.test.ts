import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readSubject } from '../../src/check/lint-context.js';
import { starterProfile } from '../../src/import/write.js';
import { packageFolder, ROOT, TEMPLATES } from '../support/paths.js';
import { complaintOf, complaints, DOCUMENTS, imported, load, profileOf } from './support.js';

const fixture = (name: string) => load(join(ROOT, 'test', 'fixtures', 'import', name));

describe('a document', () => {
  test.each(DOCUMENTS)('%s gives a profile without warnings, and the same bytes each time', (path) => {
    const result = imported(load(path));
    const bytes = new TextEncoder().encode(result.yaml);
    expect(complaints(readSubject(bytes, 'imported.yaml', TEMPLATES).warnings)).toEqual([]);
    expect(imported(load(path)).yaml).toBe(result.yaml);
    expect(result.yaml).toMatch(/^# Made from resume\.yaml \(\w/);
  });

  test('is rejected if it is empty, and at its place if it is malformed', () => {
    const fresh = join(packageFolder('fresh-test-resumes'), 'src');
    expect(complaintOf(load(join(fresh, 'fresh', 'empty.json')))).toContain('every field of the document is empty');
    expect(complaintOf(load(join(fresh, 'jrs', 'empty.json')))).toContain('every field of the document is empty');
    expect(complaintOf(load(join(fresh, 'fresh', 'johnny-trouble.broken.json')))).toMatch(/^resume\.yaml:251:3: error/);
  });
});

describe('the format of a document', () => {
  test.each([
    ['RenderCV', 'cv: { name: Ada }'],
    ['YAMLResume', 'content: { basics: { name: Ada } }'],
    ['FRESH', '{ "name": "Ada", "info": { "label": "Analyst" } }'],
    ['FRESH', '{ "name": "Ada", "meta": { "format": "FRESH@0.6.0" } }'],
    ['JSON Resume', '{ "basics": { "name": "Ada" } }'],
    ['JSON Resume', 'work: [{ name: Engine }]'],
  ])('%s is detected from %s', (format, source) => {
    expect(imported(source, {}, 'no-matter.txt').format).toBe(format);
  });

  test('is an error that lists the known formats if none is detected', () => {
    const text = complaintOf('apples: [1, 2]');
    expect(text).toContain('resume.yaml: error: this is not a résumé in a known format');
    for (const name of ['RenderCV', 'YAMLResume', 'FRESH', 'JSON Resume', 'group cv', '--from'])
      expect(text).toContain(name);
    expect(complaintOf('just words')).toContain('not a résumé in a known format');
    expect(complaintOf('- a list', { from: 'fresh' })).toContain('this is not a FRESH document');
  });

  test.each(['Letter', 'Packets', 'assets!'])('never makes the slug of %s a reserved name', (name) => {
    const slug = `${name.toLowerCase().replace('!', '')}-profile`;
    expect(imported(JSON.stringify({ basics: { name } })).slug).toBe(slug);
    expect(starterProfile({ name, label: 'Engineer', template: 'classic', paper: 'a4' }).slug).toBe(slug);
  });

  test('can be set with --from', () => {
    const source = '{ "name": "Ada", "projects": [{ "title": "Note G", "name": "G" }], "basics": { "name": "B" } }';
    expect(imported(source).format).toBe('JSON Resume');
    expect(imported(source, { from: 'fresh' })).toMatchObject({ format: 'FRESH', slug: 'ada' });
    expect(complaintOf(source, { from: 'word' })).toContain('there is no format "word"');
  });
});

describe('YAMLResume', () => {
  const profile = profileOf(imported(fixture('yamlresume.yml')));

  test('turns lists in summaries into bullets', () => {
    expect(profile.work?.[0]).toMatchObject({
      summary: 'Leads a team of seven.',
      highlights: [
        { text: 'Opened the *Ribeira* footbridge two months early' },
        { text: 'Halved the steel of a standard span' },
      ],
    });
    expect(profile.education?.[0]?.highlights).toHaveLength(2);
  });

  test('keeps dates, degrees, language levels and the locale', () => {
    expect(profile.education?.[0]).toMatchObject({
      studyType: 'Master',
      startDate: '2006-09',
      endDate: '2011-07-03',
      score: '17/20',
    });
    expect(profile.basics?.location?.countryCode).toBe('PT');
    expect(profile.languages?.[0]).toMatchObject({ fluency: 'Native or Bilingual Proficiency' });
    expect(profile.meta?.locale).toBe('en');
  });
});

describe('FRESH', () => {
  const profile = (source: object) => profileOf(imported(JSON.stringify({ name: 'Ada', info: {}, ...source })));

  test('turns testimonials into quotes and references into a section, with a comment if they are private', () => {
    const source = {
      testimonials: [{ name: 'Bo', flavor: 'technical', quote: 'Fine.' }],
      references: [
        { name: 'Cy', private: true, contact: [{ label: 'Work', flavor: 'email', value: 'cy@example.org' }] },
      ],
    };
    const { references, sections } = profile(source);
    expect(references).toMatchObject([{ name: 'Bo, technical', reference: 'Fine.' }]);
    expect(sections?.[0]?.entries).toMatchObject([
      { title: 'Cy', keywords: ['private'], features: [{ label: 'Work, email', value: 'cy@example.org' }] },
    ]);
    expect(imported(JSON.stringify({ name: 'Ada', info: {}, ...source })).yaml).toContain('# was marked as private');
  });

  test('keeps a contact without an address with the other values', () => {
    const alone = [{ label: 'Skypeword', flavor: 'chat' }];
    const { basics, sections } = profile({ contact: { other: alone }, references: [{ name: 'Cy', contact: alone }] });
    expect(basics?.profiles).toBeUndefined();
    expect(JSON.stringify(sections).match(/Skypeword/g)).toHaveLength(2);
    expect(JSON.stringify(sections).match(/chat/g)).toHaveLength(2);
  });

  test('converts HTML to Markdown', () => {
    const { basics } = profile({ info: { brief: '<p>A <strong>b</strong> `<p>`</p><p><em>c</em></p>' } });
    expect(basics?.summary).toBe('A **b** `<p>`\n\n*c*');
  });
});

describe('JSON Resume', () => {
  test('copies matching fields as they are, including the names of version 1.x', () => {
    const profile = profileOf(imported(fixture('jsonresume.json')));
    expect(profile.work?.[0]).toMatchObject({
      name: 'Museum of Radio',
      url: 'https://radio.example.org',
      features: [
        { label: 'Team size', value: '4' },
        { label: 'Remote', value: 'yes' },
      ],
    });
    expect(profile.meta).toMatchObject({ version: 'v1.2.0', theme: 'plain' });
    expect(profile.sections?.map(({ id }) => id)).toEqual(['hardware', 'talks', 'further-details']);
  });

  test('written by Dossier keeps its additional fields', () => {
    const source = {
      basics: { name: 'Ada', tagline: 'T', metrics: [{ value: '7', label: 'papers' }] },
      work: [{ name: 'E', engagements: [{ name: 'C', highlights: ['Wrote it'] }] }],
      sections: [{ id: 'focus', title: 'Focus', items: ['Poetry'] }],
      letters: { brief: { to: ['The Society'], body: 'Hello.', closing: 'Yours,' } },
      meta: { template: 'modern', sections: [{ id: 'focus' }, { id: 'work', title: 'Career' }] },
    };
    const profile = profileOf(imported(JSON.stringify(source), { templates: TEMPLATES }));
    expect(profile).toMatchObject({
      ...source,
      work: [{ name: 'E', engagements: [{ name: 'C', highlights: [{ text: 'Wrote it' }] }] }],
      sections: [{ id: 'focus', title: 'Focus', items: [{ text: 'Poetry' }] }],
    });
    const twice = JSON.stringify({ ...source, sections: [...source.sections, ...source.sections] });
    expect(complaintOf(twice)).toMatch(/^resume\.yaml: error: the section "focus" already exists\n {4}give/);
    // A template that is not there would make the profile unreadable.
    const other = imported(JSON.stringify({ ...source, meta: { template: 'elsewhere' } }), { templates: TEMPLATES });
    expect(profileOf(other).meta?.template).toBeUndefined();
    expect(other.leftOut).toMatchObject([{ path: 'meta.template' }]);
    const named = {
      letters: { own: { body: 'x', template: 'elsewhere' }, known: { body: 'x', template: 'modern' } },
      variants: { own: { label: 'Poet', template: 'elsewhere' } },
    };
    const without = imported(JSON.stringify({ ...source, ...named }), { templates: TEMPLATES });
    expect(profileOf(without)).toMatchObject({
      letters: { own: { body: 'x' }, known: { template: 'modern' } },
      variants: { own: { label: 'Poet' } },
    });
    expect(without.yaml).not.toContain('elsewhere');
    expect(without.leftOut.map(({ path }) => path)).toEqual(['variants.own.template', 'letters.own.template']);
  });
});
