import { describe, expect, test } from 'vitest';
import { blindProfile } from '../../../src/packet/blind/candidates.js';
import { readProfile } from '../../../src/profile/read.js';
import type { Profile } from '../../../src/profile/schema.js';

const OPTIONS = { alias: 'Candidate A', words: [], employers: false, schools: false };

function profileOf(yaml: string): Profile {
  return readProfile(new TextEncoder().encode(yaml), 'person.yaml').value;
}

function blind(yaml: string, options: Partial<Parameters<typeof blindProfile>[1]> = {}) {
  return blindProfile(profileOf(yaml), { ...OPTIONS, ...options });
}

describe('a profile with every kind of address', () => {
  const yaml = `
basics:
  name: Ada King Lovelace
  email: ada.lovelace@calculus.example.com
  phone: +1 202-555-0123
  image: ada.png
  url: https://lovelace.example.org
  summary: "Ada wrote notes; see [her site](https://lovelace.example.org) or https://lovelace.example.org/notes, or write to ada@other.example.com."
  location: { address: 12 St James Square, city: London }
  profiles: [{ network: GitHub, username: countess1815, url: https://github.com/countess1815 }]
work:
  - name: Analytical Engine
    url: https://engine.example.com
    position: Programmer
    images: [{ src: ada.png, alt: Ada at her desk }]
    highlights: ["King's notes were cited as lovelace1843; Radar reading improved", "Won with countess1815 at Babbage House, 12 St James Square"]
education: [{ institution: Somerville College }]
projects: [{ name: Note G, links: [{ label: Code, url: https://github.com/countess1815/g }] }]
variants: { short: { summary: Ada in short. } }
letters: { hello: { body: I am Ada. } }
`;

  test('keeps no part of the name, no handle, address, domain, phone, picture, variant or letter', () => {
    const left = JSON.stringify(blind(yaml, { words: ['Babbage'] }).profile).toLowerCase();
    for (const word of [
      /\bada\b/,
      /king/,
      /lovelace/,
      /countess/,
      /example/,
      /202-555/,
      /png/,
      /st james/,
      /babbage/,
      /http/,
    ])
      expect(left).not.toMatch(word);
  });

  test('keeps everything else as it is', () => {
    const { profile } = blind(yaml);
    expect(profile.basics?.name).toBe('Candidate A');
    expect(profile.basics?.location).toEqual({ city: 'London' });
    expect(profile.work?.[0]?.position).toBe('Programmer');
    expect(profile.work?.[0]?.highlights?.[0]?.text).toBe(
      "Candidate A's notes were cited as Candidate A; Radar reading improved",
    );
    expect(profile.basics?.summary).toBe('Candidate A wrote notes; see her site or …, or write to ….');
  });

  test('numbers employers and schools only if asked, and lists them for review otherwise', () => {
    const texts = blind(yaml).review.map(({ text }) => text);
    expect(texts).toEqual(expect.arrayContaining(['Analytical Engine', 'Somerville College', 'Note G']));
    const { profile, review } = blind(yaml, { employers: true, schools: true });
    expect(profile.work?.[0]?.name).toBe('Employer 1');
    expect(profile.education?.[0]?.institution).toBe('School 1');
    expect(JSON.stringify(profile)).not.toMatch(/Somerville|Analytical/);
    expect(review.map(({ text }) => text)).not.toContain('Somerville College');
  });
});

describe('codes and identifiers', () => {
  test('are unchanged if they only look like particles of the name', () => {
    const { profile } = blind(`
basics: { name: Rob de Vries, email: work@devries.example, summary: "Rob de Vries works.", location: { countryCode: DE } }
work: [{ name: Acme, startDate: 2019-01, tags: [de] }]
sections: [{ id: talks, title: Talks of de Vries, items: [One] }]
meta: { locale: de, template: work, theme: even, sections: [{ id: summary }, { id: work }, { id: talks }] }
`);
    expect(profile.meta).toEqual({
      locale: 'de',
      template: 'work',
      theme: 'even',
      sections: [{ id: 'summary' }, { id: 'work' }, { id: 'talks' }],
    });
    expect(profile.basics?.location?.countryCode).toBe('DE');
    expect(profile.work?.[0]).toMatchObject({ startDate: '2019-01', tags: ['de'] });
    expect(profile.sections?.[0]).toMatchObject({ id: 'talks', title: 'Talks of Candidate A' });
  });

  test('become neutral everywhere if they contain the name', () => {
    const { profile } = blind(`
basics: { name: Mark Rust }
work: [{ name: Acme, tags: [mark-rust, other] }]
sections: [{ id: section-1, title: A, items: [One] }, { id: rust, title: B, items: [One] }, { id: m-rust-talks, title: C, items: [One] }]
meta: { theme: mark-rust, template: markrust, version: v1, sections: [work, m-rust-talks, rust] }
`);
    expect(profile.sections?.map(({ id }) => id)).toEqual(['section-1', 'section-2', 'section-3']);
    expect(profile.meta).toEqual({
      version: 'v1',
      sections: [{ id: 'work' }, { id: 'section-3' }, { id: 'section-2' }],
    });
    expect(profile.work?.[0]?.tags).toEqual(['tag-1', 'other']);
  });
});

describe('a skill that is also the surname', () => {
  const yaml = `
basics: { name: Jane Quillfeather, summary: Quillfeather wrote a Quillfeather parser. }
skills: [{ name: Quillfeather, keywords: [Quillfeather, Go] }]
`;

  test('stays in lists of skills only, and comes first in the review', () => {
    const { profile, review } = blind(yaml);
    expect(profile.basics?.summary).toBe('Candidate A wrote a Candidate A parser.');
    expect(profile.skills?.[0]).toMatchObject({ name: 'Quillfeather', keywords: ['Quillfeather', 'Go'] });
    expect(review[0]).toMatchObject({ text: 'Quillfeather', reason: expect.stringContaining('part of the name') });
  });

  test('is removed from them on request', () => {
    expect(JSON.stringify(blind(yaml, { words: ['Quillfeather'] }).profile)).not.toContain('Quillfeather');
  });
});

describe('a name that is also a word', () => {
  const yaml = `
basics:
  name: Mark Rust
  label: Marketing Manager
  summary: Benchmarked trust in Rust and remarkable marketing. Mark's frustration with M. Rust and Rust, M. is known. I use Rust daily.
work: [{ name: Rust Foundation, position: Marketing Lead, highlights: [Rust compiler work] }]
skills: [{ name: Languages, keywords: [Rust, Go] }]
`;

  test('is removed only in the context of a name', () => {
    const { profile } = blind(yaml);
    expect(profile.basics?.label).toBe('Marketing Manager');
    expect(profile.basics?.summary).toBe(
      "Benchmarked trust in Rust and remarkable marketing. Candidate A's frustration with Candidate A and Candidate A is known. I use Rust daily.",
    );
    expect(profile.work?.[0]).toMatchObject({ name: 'Rust Foundation', highlights: [{ text: 'Rust compiler work' }] });
  });

  test('comes first in the review, with its places', () => {
    const [first, second] = blind(yaml).review;
    expect(first?.text).toBe('Rust');
    expect(first?.reason).toMatch(/part of the name/);
    expect(first?.places).toContain('work[0].highlights[0]: Rust compiler work');
    expect(second).toMatchObject({ text: 'Rust Foundation', reason: 'an employer' });
  });

  test('is no longer listed once it is allowed', () => {
    const { review } = blind(yaml, { allow: ['Rust', 'Rust Foundation'] });
    expect(review.map(({ text }) => text)).toEqual([]);
  });
});

describe('the review', () => {
  test('lists names of every kind, most identifying first, but no technologies or common words', () => {
    const { review } = blind(`
basics:
  name: Ada Lovelace
  summary: Engineer who used Kubernetes, PostgreSQL and Python at Stripe; friends with Charles Babbage and night_owl1815. Знает Иван.
work: [{ name: Nautilus Systems, keywords: [Obscuria] }]
education: [{ institution: Somerville College }]
projects: [{ name: fluffycat, description: Written in Obscuria with React. }]
references: [{ name: Mary Somerville, reference: Great. }]
skills: [{ keywords: [Kubernetes, Python] }]
`);
    expect(review.map(({ text }) => text)).toEqual([
      'Nautilus Systems',
      'Somerville College',
      'fluffycat',
      'night_owl1815',
      'Mary Somerville',
      'Stripe',
      'Charles Babbage',
      'Знает',
      'Иван',
    ]);
  });
});
