import { describe, expect, test } from 'vitest';
import { blindProfile } from '../../../../src/packet/blind/candidates.js';
import { readProfile } from '../../../../src/profile/read.js';
import { IS_MATRIX } from '../../../support/matrix.js';
import { print } from './figures.js';
import { PEOPLE, type Person } from './names.js';

/** A place in a profile that contains a form of the name; returns the profile, or a text next to it. */
type Place = (form: string, person: Person) => { profile: object } | { title: string };

const PLACES: Record<string, Place> = {
  prose: (form) => ({
    profile: { basics: { summary: `Built engines with ${form} since 2019. (${form}) was there; ask ${form}.` } },
  }),
  project: (form) => ({
    profile: {
      projects: [
        { name: `${form} Toolkit`, description: `Maintained by ${form}.`, features: [{ value: `as ${form}` }] },
      ],
    },
  }),
  authors: (form) => ({
    profile: { publications: [{ eyebrow: `${form}, Babbage, C. and ${form}`, name: 'On engines' }] },
  }),
  reference: (form) => ({
    profile: { references: [{ name: 'Charles', reference: `I know ${form} and trust ${form}.` }] },
  }),
  'alt text': (form) => ({
    profile: { work: [{ name: 'Acme', images: [{ src: 'a.png', alt: `Portrait of ${form}` }] }] },
  }),
  handle: (form, { handles = [form] }) => ({
    profile: {
      projects: [
        {
          name: 'X',
          description: handles.map((handle) => `By @${handle}, see ~${handle} and ${handle}/tool.`).join(' '),
        },
      ],
    },
  }),
  URL: (form) => ({
    profile: {
      basics: {
        summary: `See https://example.com/${encodeURIComponent(form)} and [here](https://example.com/${encodeURIComponent(form)}/x) or example.com/${encodeURIComponent(form)}.`,
      },
    },
  }),
  bullet: (form) => ({
    profile: { work: [{ name: 'Acme', highlights: [`Led by ${form}`, `**${form}** wrote it`, `_${form}_ did`] }] },
  }),
  title: (form) => ({
    profile: {
      work: [{ name: 'Acme', position: `Assistant to ${form}` }],
      basics: { metrics: [{ value: '3', label: `years with ${form}` }] },
    },
  }),
  employer: (form) => ({
    profile: {
      work: [{ name: `${form} Consulting`, engagements: [{ name: `Bureau ${form}` }] }],
      education: [{ institution: `${form} Institute` }],
    },
  }),
  'attachment title': (form) => ({ title: `Certificate of ${form}` }),
  'custom section': (form) => ({
    profile: {
      sections: [
        {
          id: 'more',
          title: `About ${form}`,
          text: `With ${form}.`,
          entries: [{ title: form, subtitle: `for ${form}`, highlights: [form] }],
        },
      ],
    },
  }),
};

/**
 * A text as a person searching for a name would compare it: without diacritics, Markdown and case. It shares no code
 * with `fold`.
 */
function plain(text: string): string {
  return text
    .replace(/&#74;/g, 'J')
    .replace(/&([a-z])(?:uml|acute|tilde);/gi, '$1')
    .replace(/\[([^\]]*)\]\([^)]*\)/g, '$1')
    .normalize('NFKD')
    .replace(/[\u0300-\u036f\u0591-\u05c7\u064b-\u0652\u00ad\u200b*`]/g, '')
    .normalize('NFC')
    .replace(/\s+/g, ' ')
    .toLowerCase();
}

function blinded(person: Person, place: Place, form: string): string {
  const { name, email, username, url, locale, country } = person;
  const made = place(form, person);
  const content = 'profile' in made ? (made.profile as Record<string, object>) : {};
  const profiles = [...(username ? [{ network: 'GitHub', username }] : []), ...(url ? [{ network: 'Web', url }] : [])];
  const source = {
    ...content,
    basics: {
      name,
      ...(email ? { email } : {}),
      profiles,
      ...(country ? { location: { countryCode: country } } : {}),
      ...content.basics,
    },
    ...(locale ? { meta: { locale } } : {}),
  };
  const { value } = readProfile(new TextEncoder().encode(JSON.stringify(source)), 'person.json');
  const { profile, redactor } = blindProfile(value, {
    alias: 'Candidate A',
    words: [],
    employers: false,
    schools: false,
  });
  return JSON.stringify('title' in made ? redactor.redactText(made.title, 'title') : profile);
}

/** `true` if a plain form appears in a plain text as a word; in scripts without spaces, anywhere. */
function holds(haystack: string, needle: string): boolean {
  const joinsWords = /[\u0e00-\u0eff\u1100-\u11ff\u3040-\u9fff\uac00-\ud7af]/.test(needle);
  for (let at = haystack.indexOf(needle); at >= 0; at = haystack.indexOf(needle, at + 1)) {
    const before = haystack.slice(0, at).match(/[\p{L}\p{M}\p{N}]$/u);
    const after = haystack.slice(at + needle.length).match(/^[\p{L}\p{M}\p{N}]/u);
    if (joinsWords || (!before && !after)) return true;
  }
  return false;
}

describe('the name search', () => {
  test('finds every name in every place if nothing is removed', () => {
    for (const { written } of PEOPLE) {
      for (const form of written) expect(holds(plain(`Built with ${form} since.`), plain(form)), form).toBe(true);
    }
  });

  const leaks: string[] = [];
  let cases = 0;
  for (const [index, person] of PEOPLE.entries()) {
    // In `npm test`, a third of the places for each name.
    const places = Object.entries(PLACES).filter((_, at) => IS_MATRIX || (at + index) % 3 === 0);
    test(`finds nothing of ${person.name} after blinding`, () => {
      const found: string[] = [];
      const secrets = [...new Set([...person.written, ...(person.handles ?? [])].map(plain))];
      for (const [name, place] of places) {
        for (const form of person.written) {
          cases++;
          const text = plain(blinded(person, place, form));
          for (const secret of secrets) if (holds(text, secret)) found.push(`${name}, ${form}: ${secret} in ${text}`);
        }
      }
      leaks.push(...found);
      expect(found).toEqual([]);
    });
  }

  test('prints its totals', () => {
    const languages = new Set(PEOPLE.map(({ language }) => language)).size;
    print(
      `${PEOPLE.length} names of ${languages} languages × ${Object.keys(PLACES).length} places, ${cases} texts: ${leaks.length} leaks`,
    );
    expect(PEOPLE.length).toBeGreaterThanOrEqual(60);
    expect(languages).toBeGreaterThanOrEqual(15);
    expect(leaks).toEqual([]);
  });
});
