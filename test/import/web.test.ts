import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { formatError } from '../../src/errors.js';
import { importFile } from '../../src/import/import.js';
import type { Profile } from '../../src/profile/schema.js';
import { rejectionOf } from '../profile/support.js';
import { ROOT, TEMPLATES } from '../support/paths.js';
import { profileOf } from './support.js';

async function profileIn(text: string | Uint8Array, file: string): Promise<Profile> {
  const bytes = typeof text === 'string' ? new TextEncoder().encode(text) : text;
  const [result] = await importFile(bytes, file, { publicContacts: true });
  if (!result) throw new Error('nothing was imported');
  return profileOf(result);
}

const MARKDOWN = `---
pages: 1
style: { font: serif }
---

# Jane Example

Backend Engineer | jane@example.com | +1 415 555 0134 | [github.com/janex](https://github.com/janex) | Austin, TX

## Summary

Ten years of payments. Likes **boring** technology
and tests that fail for the right reason.

## Work

### Harbor Labs || Jan 2020 - Present

_Senior Engineer_ || Austin, TX

- Built the ledger, which settles **$2B** a year
- Cut latency from 50 ms to 5 ms

### Quill Systems || 2016 - 2019

_Engineer_

- Wrote the reports

## Education

### University of Example || 2012 - 2016

B.Sc. in Computer Science

## Skills

- **Languages:** Go, Rust, SQL
- **Tools:** Docker, Terraform
`;

const EXPECTED = {
  basics: {
    name: 'Jane Example',
    label: 'Backend Engineer',
    email: 'jane@example.com',
    phone: '+1 415 555 0134',
    location: { city: 'Austin', region: 'TX' },
    profiles: [{ network: 'GitHub', username: 'janex', url: 'https://github.com/janex' }],
  },
  work: [
    {
      name: 'Harbor Labs',
      position: 'Senior Engineer',
      location: 'Austin, TX',
      startDate: '2020-01',
      endDate: 'present',
      highlights: [
        { text: 'Built the ledger, which settles **$2B** a year' },
        { text: 'Cut latency from 50 ms to 5 ms' },
      ],
    },
    { name: 'Quill Systems', position: 'Engineer', startDate: '2016', endDate: '2019' },
  ],
  education: [{ institution: 'University of Example', studyType: 'B.Sc.', area: 'Computer Science' }],
  skills: [
    { name: 'Languages', keywords: ['Go', 'Rust', 'SQL'] },
    { name: 'Tools', keywords: ['Docker', 'Terraform'] },
  ],
};

describe('a résumé in Markdown', () => {
  test('gives its header, jobs, schools and skills', async () => {
    expect(await profileIn(MARKDOWN, 'jane.md')).toMatchObject(EXPECTED);
  });

  test('is distinguished from YAML by its content, since its headings are comments there', async () => {
    expect(await profileIn(MARKDOWN.replace(/^---[\s\S]*?---\n/, ''), 'jane.txt')).toMatchObject({
      work: EXPECTED.work,
    });
  });

  test('joins the lines of a paragraph, and keeps paragraphs apart', async () => {
    const { basics } = await profileIn(
      '# Jo Example\n\n## Summary\n\nFirst line of a text\nand its second line.\n\nAnother.\n',
      'a.md',
    );
    expect(basics?.summary).toBe('First line of a text and its second line.\n\nAnother.');
  });

  test('as Resumx writes it has attributes and fences, which are not text', async () => {
    const text =
      '# Jo Example {.center}\n\n::: columns\n## Work\n### Harbor Labs || 2020 - Present\n- [Shipped]{.bold} it\n:::\n';
    const profile = await profileIn(text, 'a.md');
    expect(profile).toMatchObject({
      basics: { name: 'Jo Example' },
      work: [{ name: 'Harbor Labs', startDate: '2020' }],
    });
    expect(JSON.stringify(profile)).not.toMatch(/:::|\.bold|\.center/);
  });

  test('that is not one stays an error of its format', async () => {
    const failure = formatError(await rejectionOf(importFile(new TextEncoder().encode('just words'), 'a.txt')));
    expect(failure).toContain('not a résumé in a known format');
  });
});

const page = (body: string, head = '') => `<!doctype html><html><head>${head}</head><body>${body}</body></html>`;

const HTML = page(
  `<header><h1>Jane Example</h1><p class="label">Backend Engineer</p>
   <ul><li><a href="mailto:jane@example.com">jane@example.com</a></li><li><a href="tel:+14155550134">+1 415 555 0134</a></li>
   <li><a href="https://github.com/janex">github.com/janex</a></li><li>Austin, TX</li></ul></header>
   <nav>Home | Blog</nav>
   <section><h2>Work</h2>
   <article><h3>Senior Engineer <time>Jan 2020</time> – <time>Present</time></h3><p>Harbor Labs, Austin, TX</p>
   <ul><li>Built the ledger, which settles <b>$2B</b> a year</li><li>Cut latency from 50 ms to 5 ms</li></ul></article>
   <article><h3>Engineer <span class="date">2016 – 2019</span></h3><p>Quill Systems, Boston, MA</p></article></section>
   <section><h2>Education</h2><h3>University of Example <span class="date">2012 – 2016</span></h3><p>B.Sc. in Computer Science</p></section>
   <div hidden>Hidden words</div><div style="display: none">More hidden words</div><script>var x = 'script words';</script>`,
  '<title>CV</title><style>h1 { color: red }</style>',
);

describe('an HTML page', () => {
  test('gives its header, jobs and schools', async () => {
    const profile = await profileIn(HTML, 'cv.html');
    expect(profile).toMatchObject({
      basics: { name: 'Jane Example', label: 'Backend Engineer', email: 'jane@example.com' },
      work: [
        { name: 'Harbor Labs', position: 'Senior Engineer', startDate: '2020-01', endDate: 'present' },
        { name: 'Quill Systems', position: 'Engineer', startDate: '2016', endDate: '2019' },
      ],
      education: EXPECTED.education,
    });
    expect(profile.work?.[0]?.highlights).toHaveLength(2);
  });

  test('gives nothing that its readers do not see', async () => {
    expect(JSON.stringify(await profileIn(HTML, 'cv.html'))).not.toMatch(/idden words|script words|color|Blog/);
  });

  test.each(TEMPLATES)('of Dossier in the template %s gives back names, jobs and bullets', async (template) => {
    const html = readFileSync(join(ROOT, `test/fixtures/goldens/krish-arora.${template}.html`));
    const profile = await profileIn(html, 'krish.html');
    expect(profile.basics?.name).toBe('Krish Arora');
    expect(profile.work?.map(({ name }) => name)).toEqual(['Qualyval', 'Bizzowl', 'Almanilokheri']);
    expect(profile.work?.[0]?.highlights?.length).toBeGreaterThan(3);
  });

  test('is decoded by the encoding that it names', async () => {
    const text = page(
      '<h1>J\u00FCrgen M\u00FCller</h1><h2>Kenntnisse</h2><p>Go, Rust, SQL</p>',
      '<meta charset="windows-1252">',
    );
    const bytes = Uint8Array.from(text, (letter) => letter.charCodeAt(0));
    expect((await profileIn(bytes, 'cv.html')).basics?.name).toBe('Jürgen Müller');
  });

  test('that shows nothing, or is enormous, is an error with a hint', async () => {
    const failure = async (bytes: Uint8Array) => formatError(await rejectionOf(importFile(bytes, 'cv.html')));
    expect(await failure(new TextEncoder().encode(page('<div id="root"></div>')))).toContain('shows no text');
    const large = new Uint8Array(21 * 1024 * 1024).fill(0x20);
    large.set(new TextEncoder().encode('<!doctype html>'));
    expect(await failure(large)).toContain('too large for a résumé');
  });

  test('nested without end is read to its limit, in linear time', async () => {
    const deep = `${'<div>'.repeat(50_000)}deep${'</div>'.repeat(50_000)}`;
    expect(
      (await profileIn(page(`<h1>Jo Example</h1>${deep}<h2>Skills</h2><p>Go, Rust</p>`), 'cv.html')).basics?.name,
    ).toBe('Jo Example');
  });
});

describe('data for machines in an HTML page', () => {
  const body = '<h1>J. Example</h1><p>Engineering, Harbor Labs</p><h2>Work</h2><p>Harbor Labs 2020 – 2022</p>';

  test('as JSON-LD of schema.org wins over the text', async () => {
    const person = {
      '@context': 'https://schema.org',
      '@graph': [
        {
          '@type': ['Person'],
          name: 'Jane Example',
          jobTitle: 'Principal Engineer',
          email: 'mailto:jane@example.com',
          telephone: '+1 415 555 0134',
          address: { '@type': 'PostalAddress', addressLocality: 'Austin', addressRegion: 'TX' },
          sameAs: ['https://github.com/janex', 'javascript:alert(1)'],
        },
      ],
    };
    const html = page(body, `<script type="application/ld+json">${JSON.stringify(person)}</script>`);
    expect((await profileIn(html, 'cv.html')).basics).toMatchObject({
      name: 'Jane Example',
      label: 'Principal Engineer',
      email: 'jane@example.com',
      location: { city: 'Austin', region: 'TX' },
      profiles: [{ url: 'https://github.com/janex' }],
    });
  });

  test('as microdata of schema.org does too', async () => {
    const html = page(
      `<div itemscope itemtype="https://schema.org/Person"><h1 itemprop="name">Jane Example</h1><p itemprop="jobTitle">Captain</p>
       <a itemprop="email" href="mailto:jane@example.com">write to me</a><span itemprop="addressLocality">Porto</span></div>${body}`,
    );
    expect((await profileIn(html, 'cv.html')).basics).toMatchObject({
      name: 'Jane Example',
      label: 'Captain',
      email: 'jane@example.com',
      location: { city: 'Porto' },
    });
  });

  test.each([
    [
      'h-resume',
      'h-resume',
      'p-contact h-card',
      'p-name',
      'p-experience h-event',
      'dt-start',
      'dt-end',
      'p-org',
      'p-job-title',
      'p-education h-event',
    ],
    [
      'hResume',
      'hresume',
      'contact vcard',
      'fn',
      'experience vevent',
      'dtstart',
      'dtend',
      'org',
      'title',
      'education vevent',
    ],
  ])(
    'as %s gives the fields of jobs and schools',
    async (_format, resume, card, name, job, start, end, org, title, school) => {
      const html = page(
        `<div class="${resume}"><div class="${card}"><h1 class="${name}">Jane Example</h1></div>
       <h2>Experience</h2><div class="${job}"><h3><span class="${title}">Keeper of the Lights</span>, <span class="${org}">Umbra</span></h3>
       <time class="${start}" datetime="2019-03">spring 2019</time> to <time class="${end}" datetime="2021-11">autumn 2021</time>
       <ul><li>Lit the lamps every evening</li></ul></div>
       <h2>Education</h2><div class="${school}"><h3 class="${org}">Lighthouse College</h3><time class="${start}" datetime="2015">2015</time> – <time class="${end}" datetime="2018">2018</time></div></div>`,
      );
      expect(await profileIn(html, 'cv.html')).toMatchObject({
        basics: { name: 'Jane Example' },
        work: [
          {
            name: 'Umbra',
            position: 'Keeper of the Lights',
            startDate: '2019-03',
            endDate: '2021-11',
            highlights: [{ text: 'Lit the lamps every evening' }],
          },
        ],
        education: [{ institution: 'Lighthouse College', startDate: '2015', endDate: '2018' }],
      });
    },
  );

  test('that is damaged is ignored', async () => {
    const html = page(body, '<script type="application/ld+json">{ "@type": "Person", </script>');
    expect((await profileIn(html, 'cv.html')).basics?.name).toBe('J. Example');
  });
});
