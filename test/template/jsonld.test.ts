import { expect, test } from 'vitest';
import { contentOf as contentOfSource, dedent } from '../content/support.js';
import { PROFILES, TEMPLATES } from '../support/paths.js';
import { contentOf, render, shipped } from './support.js';

/** The content of the JSON-LD script, up to the first end tag as in a browser. */
function personOf(html: string): Record<string, unknown> {
  const [, json = ''] = /<script type="application\/ld\+json">(.*?)<\/script/is.exec(html) ?? [];
  return JSON.parse(json) as Record<string, unknown>;
}

test.each(PROFILES)('describes %s as a schema.org Person', async (slug) => {
  const content = contentOf(shipped(slug));
  expect(personOf((await render(content, 'classic')).html)).toMatchObject({
    '@context': 'https://schema.org',
    '@type': 'Person',
    name: content.name,
    jobTitle: content.label,
  });
});

test('describes exactly the data that the page shows', async () => {
  const content = contentOfSource(dedent`
    basics:
      name: Jane Doe
      label: Engineer
      email: jane@example.com
      phone: +1 202-555-0123
      url: jane.example.com
      summary: "Builds **fast** things.\n\nOften."
      location: { city: Pune }
      profiles: [{ network: GitHub, url: https://github.example.com/jane }, { network: LinkedIn }]
    education: [{ institution: College, area: Physics }, { area: Self-taught }]
    skills: [{ name: Languages, keywords: [Rust, C] }, { name: SQL }]
  `);
  expect(personOf((await render(content, 'modern')).html)).toEqual({
    '@context': 'https://schema.org',
    '@type': 'Person',
    name: 'Jane Doe',
    jobTitle: 'Engineer',
    description: 'Builds fast things. Often.',
    email: 'jane@example.com',
    telephone: '+1 202-555-0123',
    url: 'https://jane.example.com',
    address: 'Pune',
    sameAs: ['https://github.example.com/jane'],
    alumniOf: [{ '@type': 'EducationalOrganization', name: 'College' }],
    knowsAbout: ['Rust', 'C', 'SQL'],
  });
  const bare = await render(contentOfSource('basics: { name: Jane Doe }\n'), 'modern');
  expect(Object.keys(personOf(bare.html))).toEqual(['@context', '@type', 'name']);
});

test('excludes hidden skills', async () => {
  const content = contentOfSource('skills: [{ name: Rust }]\nmeta: { sections: [{ id: skills, hidden: true }] }\n');
  expect(personOf((await render(content, 'classic')).html)).not.toHaveProperty('knowsAbout');
});

test('includes skills that are printed as entries', async () => {
  const content = contentOfSource('skills: [{ name: Rust, eyebrow: "01" }, { name: Data, keywords: [SQL] }]\n');
  expect(personOf((await render(content, 'classic')).html)).toMatchObject({ knowsAbout: ['Rust', 'SQL'] });
});

test.each(TEMPLATES)('prevents texts of a profile from ending the script in %s', async (template) => {
  const name = 'Jane </script><script>alert(1)</script> <!-- <script> \u2028 Doe';
  const { html } = await render(contentOfSource(`basics: { name: ${JSON.stringify(name)} }\n`), template);
  expect(personOf(html).name).toBe(name);
  expect(html.match(/<script\b/gi)).toHaveLength(1);
  expect(html.match(/<\/script/gi)).toHaveLength(1);
});
