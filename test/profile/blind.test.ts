import { expect, test } from 'vitest';
import { blindProfile } from '../../src/profile/blind.js';
import { readProfile } from '../../src/profile/read.js';

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
    highlights: ["King's notes were cited as lovelace1843; Radar reading improved", "Won with countess1815 at Babbage House"]
education: [{ institution: Somerville College }]
projects: [{ name: Note G, links: [{ label: Code, url: https://github.com/countess1815/g }] }]
`;

const profile = readProfile(new TextEncoder().encode(yaml), 'ada.yaml').value;
const options = { alias: 'Candidate A', words: ['Babbage'], employers: false, schools: false };

test('no part of the name, no handle, address, domain, phone, picture or chosen word is left, in prose neither', () => {
  const { profile: blind, removed } = blindProfile(profile, options);
  const left = JSON.stringify(blind).toLowerCase();
  for (const word of [
    'ada ',
    'king',
    'lovelace',
    'countess1815',
    'example',
    '202-555',
    'ada.png',
    'st james',
    'babbage',
    'http',
  ])
    expect(left).not.toContain(word);
  expect(removed).toEqual(expect.arrayContaining(['Ada', 'King', 'Lovelace', 'countess1815', 'Babbage']));
});

test('what does not tell stays as it is', () => {
  const { profile: blind } = blindProfile(profile, options);
  expect(blind.basics?.name).toBe('Candidate A');
  expect(blind.basics?.location?.city).toBe('London');
  expect(blind.work?.[0]?.position).toBe('Programmer');
  // "Radar" holds the letters of a short part of the name and is another word.
  expect(blind.work?.[0]?.highlights?.[0]?.text).toBe(
    "Candidate A's notes were cited as Candidate A; Radar reading improved",
  );
});

test('employers and schools are numbered where that is asked for, and named to a human where not', () => {
  const named = blindProfile(profile, options);
  expect(named.review).toEqual(expect.arrayContaining(['Analytical Engine', 'Somerville College', 'Note G']));
  const { profile: blind } = blindProfile(profile, { ...options, employers: true, schools: true });
  expect(blind.work?.[0]?.name).toBe('Employer 1');
  expect(blind.education?.[0]?.institution).toBe('School 1');
  expect(JSON.stringify(blind)).not.toMatch(/Somerville|Analytical/);
});
