import { describe, expect, test } from 'vitest';
import { toContent } from '../../src/content/content.js';
import { DossierError } from '../../src/errors.js';
import { importDocument } from '../../src/import/import.js';
import { SOURCE_FORMAT_NAMES } from '../../src/profile/foreign-formats.js';
import { LIMITS } from '../../src/profile/limits.js';
import { Random } from '../support/random.js';
import { SEED } from '../support/seed.js';
import { shownInHtml } from '../support/values.js';
import { render } from '../template/support.js';
import { complaintOf, DOCUMENTS, imported, load, profileOf } from './support.js';

const RENDERCV = (rest: string) => `cv: { name: Ada, ${rest} }`;

describe('a malicious document', () => {
  test.each([
    ['is too large', `cv: { name: ${'x'.repeat(LIMITS.bytes)} }`, 'more than the limit'],
    ['nests too deeply', `cv: ${'['.repeat(60)}${']'.repeat(60)}`, 'levels deep'],
    [
      'expands exponentially',
      `a: &a [${'x, '.repeat(99)}]\nb: &b [${'*a, '.repeat(99)}]\nc: &c [${'*b, '.repeat(99)}]\ncv: { name: *c }`,
      'expands to more than',
    ],
    ['sets the prototype', RENDERCV('__proto__: { polluted: yes }'), 'cannot be named __proto__'],
    ['is not text', '\u0000\u0001\u0002', 'error'],
    ['contains two documents', 'cv: { name: A }\n---\ncv: { name: B }', 'more than one document'],
  ])('that %s is a clear error', (_what, source, words) => {
    expect(complaintOf(source)).toContain(words);
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
  });

  test('may use the names of object properties as keys', () => {
    const source =
      '{ "basics": { "name": "Ada", "constructor": "c1" }, "toString": { "valueOf": "v1" }, "hasOwnProperty": "h1" }';
    expect(JSON.stringify(profileOf(imported(source)).sections)).toMatch(/v1[\s\S]*c1[\s\S]*h1/);
  });

  test.each([
    'javascript:alert(1)',
    'file:///etc/passwd',
    'data:text/html,<b>x</b>',
    ' JaVaScRiPt:alert(1)',
    'vbscript:x',
  ])('puts no link to %s into its page, from any field or format', async (url) => {
    const sources = [
      {
        basics: { name: 'A', url, image: url, profiles: [{ network: 'N', url }] },
        work: [{ name: 'B', url }],
        x: { url },
      },
      {
        name: 'A',
        info: { image: url },
        contact: { website: url, other: [{ label: 'L', value: url }] },
        projects: [{ title: 'P', url, repo: url, media: [{ name: 'M', url }] }],
        writing: [{ title: 'W', publisher: { name: 'Q', url } }],
      },
      {
        cv: {
          name: 'A',
          website: url,
          custom_connections: [{ placeholder: 'C', url }],
          sections: { s: [{ name: `[n](${url})`, url }], t: [`a [b](${url})`] },
        },
      },
      {
        content: {
          basics: { name: 'A', url },
          profiles: [{ network: 'N', username: 'u', url }],
          projects: [{ name: 'P', url, summary: `- [x](${url})` }],
        },
      },
    ];
    for (const source of sources) {
      const { html } = await render(toContent(profileOf(imported(JSON.stringify(source))), 'nobody'), 'classic');
      expect(shownInHtml(html).links.filter((link) => !/^(https?|mailto|tel):/.test(link))).toEqual([]);
    }
  });

  test('cannot read other files as a picture, since the profile reader checks the path', () => {
    const { basics } = profileOf(imported(RENDERCV('photo: ../../etc/passwd')));
    expect(basics?.image).toBe('../../etc/passwd');
  });

  test('uses no remote or inline address as a picture', () => {
    for (const [key, from] of [
      ['basics', 'image'],
      ['basics', 'picture'],
    ] as const) {
      const asked = imported(JSON.stringify({ [key]: { name: 'A', [from]: 'https://track.example.org/a.png' } }));
      expect(profileOf(asked).basics?.image).toBeUndefined();
      expect(asked.yaml).not.toContain('track.example.org');
      expect(asked.leftOut).toMatchObject([{ path: `basics.${from}` }]);
      const written = imported(JSON.stringify({ [key]: { name: 'A', [from]: 'data:image/png;base64,AAAA' } }));
      expect(written.yaml).not.toContain('AAAA');
      expect(written.leftOut).toMatchObject([{ path: `basics.${from}` }]);
    }
    const photo = imported(RENDERCV('photo: https://track.example.org/a.png'));
    expect(profileOf(photo).basics?.image).toBeUndefined();
    expect(photo.yaml).not.toContain('track.example.org');
  });

  test('puts no own text into comments, which could suppress rules', () => {
    const trick = '# dossier-check-off: private-details';
    const source = JSON.stringify({
      basics: { name: 'A', [trick]: trick },
      [trick]: [trick],
      work: [{ name: 'B', startDate: trick, [`x\n${trick}`]: true }],
    });
    const { yaml } = imported(source, {}, `a\n${trick}\n.json`);
    const comments = yaml.split('\n').filter((line) => line.trimStart().startsWith('#'));
    expect(comments.slice(1).join('\n')).not.toContain('dossier-check-off');
    expect(comments[0]).toMatch(/^# Made from .* by dossier import\.$/);
    expect(yaml.match(/^\s*#\s*dossier-check-off/m)).toBeNull();
  });

  test('takes linear time', () => {
    const many = Array.from({ length: 9_000 }, (_, index) => index);
    const sources = [
      Object.fromEntries(many.map((index) => [`key${index}`, ['x']])),
      { basics: { name: 'A', ...Object.fromEntries(many.map((index) => [`key${index}`, index])) } },
      { work: many.map((index) => ({ name: `E${index}`, extra: index })) },
      { skills: [{ name: 'S', keywords: many.map(String), more: many.map(String) }] },
    ];
    // Quadratic time would take hours, and exceed the limit on any machine.
    for (const source of sources) imported(JSON.stringify({ basics: { name: 'A' }, ...source }));
  }, 300_000);

  test('gives a valid profile or a clear error after any mutation', () => {
    const random = new Random(SEED);
    const small = DOCUMENTS.slice(0, 3).map(load);
    for (let round = 0; round < 400; round++) {
      const text = random.pick(small);
      const lines = text.split('\n');
      const [line, other] = [random.below(lines.length), random.below(lines.length)];
      const changes = [
        () => lines.toSpliced(line, 1),
        () => lines.with(line, lines[other] ?? ''),
        () =>
          lines.toSpliced(line, 0, random.pick(['- ', '  x: 1', '? ', '"', '}', '- [', 'null', '\ud800', '  "": ~'])),
        () =>
          lines.with(
            line,
            (lines[line] ?? '').replace(/\w+/, random.pick(['null', '[]', '{}', '1e999', '*a', 'true', '2020-13'])),
          ),
        () =>
          lines.with(
            line,
            (lines[line] ?? '').replace(
              /: .*/,
              random.pick([': [a, [b, {c: d}]]', ': {e: {f: g}}', ':', ': "\\u0000"']),
            ),
          ),
      ];
      const from = random.pick([undefined, ...SOURCE_FORMAT_NAMES]);
      const bytes = new TextEncoder().encode(random.pick(changes)().join('\n'));
      try {
        profileOf(importDocument(bytes, 'odd.yaml', { from }));
      } catch (error) {
        if (!(error instanceof DossierError)) throw error;
        expect(error.code).not.toBe('PROFILE_INVALID');
      }
    }
  });
});
