import { describe, expect, test } from 'vitest';
import { DossierError, formatError } from '../../src/errors.js';
import type { Design } from '../../src/profile/design.js';
import { DESIGN_OPTIONS } from '../../src/profile/design-options.js';
import { tailor, withLook } from '../../src/profile/documents.js';
import { readProfile } from '../../src/profile/read.js';
import { parseSetting, readDesign } from '../../src/profile/read-design.js';
import type { Profile } from '../../src/profile/schema.js';

const bytes = (text: string) => new TextEncoder().encode(text);

/** The error that a function throws, as a user sees it. */
function errorOf(run: () => unknown): string {
  try {
    run();
  } catch (error) {
    if (error instanceof DossierError) return formatError(error);
    throw error;
  }
  return '';
}

const profileError = (design: string) =>
  errorOf(() => readProfile(bytes(`basics: { name: Ada }\nmeta:\n  design:\n    ${design}\n`), 'ada.yaml'));

describe('a design in a profile', () => {
  test.each([
    ['acent: "#7a1f3d"', 'ada.yaml:4:5: error: unknown key "acent"', 'did you mean accent?'],
    ['headings: { styl: box }', 'ada.yaml:4:17: error: unknown key "styl"', 'did you mean style?'],
    ['headings: { style: smallcaps }', 'ada.yaml:4:24: error: "style" must be one of', 'did you mean small-caps?'],
    ['keywords: pils', 'ada.yaml:4:15: error: "keywords" must be one of plain, pills, line', 'did you mean pills?'],
    ['accent: red', 'ada.yaml:4:13: error: "red" is not a colour', 'write it as "#7a1f3d", in quotes'],
    ['accent: #7a1f3d', 'ada.yaml:4:5: error: "accent" has no value', 'put it in quotes: in YAML, # begins a comment'],
    ['accent: "#ff9900"', 'ada.yaml:4:13: error: #ff9900 is too light for text on white: its contrast is 2.1:1', '"#'],
    ['size: 30', 'ada.yaml:4:11: error: "size" must be at most 14', ''],
    ['header: { show: [contact] }', 'ada.yaml:4:22: error: "show" must be one of', 'did you mean contacts?'],
    ['margin: wide', 'ada.yaml:4:13: error: "margin": write one to four lengths, such as 16mm', ''],
    ['photo: { size: 3 }', 'ada.yaml:4:20: error: "size": write a length, such as 30mm', ''],
  ])('is rejected at its place: %s', (design, message, hint) => {
    const error = profileError(design);
    expect(error).toContain(message);
    expect(error).toContain(hint);
  });

  test('may use a colour for a name, which is large, that is too light for text', () => {
    expect(profileError('header: { color: "#8a8a8a" }')).toBe('');
    expect(profileError('accent: "#8a8a8a"')).toContain('WCAG AA requires 4.5:1');
    expect(profileError('header: { color: "#aaaaaa" }')).toContain('WCAG AA requires 3:1');
  });

  test('is an error under a misspelled key, because it decides the look', () => {
    const error = errorOf(() => readProfile(bytes('basics: { name: Ada }\nmeta: { desgin: {} }\n'), 'ada.yaml'));
    expect(error).toContain('ada.yaml:2:9: error: unknown key "desgin"');
    expect(error).toContain('did you mean design?');
  });
});

describe('a design option on the command line', () => {
  test.each([
    ['design.accent=#7a1f3d', { accent: '#7a1f3d' }],
    ['design.header.align=center', { header: { align: 'center' } }],
    ['design.header.show=label, contacts', { header: { show: ['label', 'contacts'] } }],
    ['design.contacts.icons=true', { contacts: { icons: true } }],
    ['design.size=10.5', { size: 10.5 }],
    ['design.footer.text={name} = CV', { footer: { text: '{name} = CV' } }],
  ])('is read: %s', (setting, design) => {
    expect(parseSetting(setting)).toEqual(design);
  });

  test.each([
    ['accent=#7a1f3d', 'error: --set accent=#7a1f3d: this is not a design option'],
    ['design.acent=#7a1f3d', 'did you mean design.accent?'],
    ['design.header=center', 'error: --set design.header=center: there is no option design.header'],
    ['design.links=blue', '--set design.links=blue: error: "links" must be one of plain, underline, accent'],
    ['design.accent=#eee', '--set design.accent=#eee: error: #eeeeee is too light'],
  ])('is rejected with its text: %s', (setting, message) => {
    expect(errorOf(() => parseSetting(setting))).toContain(message);
  });
});

test('a file of design options is rejected at the place of a mistake', () => {
  expect(readDesign(bytes('accent: "#7a1f3d"\n'), 'red.yaml').value).toEqual({ accent: '#7a1f3d' });
  const error = errorOf(() => readDesign(bytes('accent: "#7a1f3d"\ndate: year\n'), 'red.yaml'));
  expect(error).toContain('red.yaml:2:1: error: unknown key "date"');
  expect(error).toContain('did you mean dates?');
});

test('every option has a path of its own and a description', () => {
  const paths = DESIGN_OPTIONS.map(({ path }) => path);
  expect(new Set(paths).size).toBe(paths.length);
  expect(paths).toContain('accent');
  expect(paths).toContain('headings.style');
  expect(DESIGN_OPTIONS.filter(({ schema }) => !schema.description).map(({ path }) => path)).toEqual([]);
});

describe('the design of a document', () => {
  const { value: profile } = readProfile(
    bytes(`basics: { name: Ada }
meta:
  design: { bullets: b, links: plain, metrics: line, keywords: plain, headings: { style: box, align: left } }
variants:
  base: { design: { metrics: tiles, keywords: pills } }
  short: { extends: base, design: { keywords: line, headings: { align: center } } }
`),
    'ada.yaml',
  );
  const defaults: Design = { accent: '#111111', bullets: 'a', headings: { style: 'rule' } };
  const run: Design = { headings: { align: 'left' } };
  const designOf = (document: Profile) => withLook(document, { design: defaults }, run).meta?.design;

  test('merges each option of the project, the profile, its variants and the run, the later over the earlier', () => {
    expect(designOf(tailor(profile, 'short'))).toEqual({
      accent: '#111111',
      bullets: 'b',
      links: 'plain',
      metrics: 'tiles',
      keywords: 'line',
      headings: { style: 'box', align: 'left' },
    });
    expect(designOf(profile)).toMatchObject({ metrics: 'line', keywords: 'plain' });
  });

  test('leaves a profile unchanged if nobody sets anything', () => {
    expect(withLook(profile, undefined, undefined)).toBe(profile);
  });

  test('keeps the page margin of a profile over the margin of its project', () => {
    const own: Profile = { basics: undefined, meta: { page: { margin: '12mm', size: undefined, fit: undefined } } };
    expect(withLook(own, { design: { margin: '20mm', size: 9 } }, undefined).meta?.design).toEqual({ size: 9 });
    expect(withLook(own, { design: { size: 9 } }, { margin: '15mm' }).meta?.design?.margin).toBe('15mm');
  });

  test('completes the template and the language of a profile that names none', () => {
    const none: Profile = { basics: undefined };
    expect(withLook(none, { template: 'modern', locale: 'de' }, undefined).meta).toMatchObject({
      template: 'modern',
      locale: 'de',
    });
    const own: Profile = { basics: undefined, meta: { template: 'classic', locale: 'fr' } };
    expect(withLook(own, { template: 'modern', locale: 'de' }, undefined).meta).toMatchObject({
      template: 'classic',
      locale: 'fr',
    });
  });
});
