import { expect, test } from 'vitest';
import { DossierError } from '../../src/errors.js';
import { Compiler } from '../../src/template/load.js';

/** Renders a template with data. */
async function fill(source: string, data: object, partials: Record<string, string> = {}): Promise<string> {
  const margin = { a4: '0', letter: '0' };
  const options = { title: 'T', description: 'D', paper: 'a4', size: 10, margin, fonts: [] } as const;
  const template = {
    name: 'mine',
    source,
    style: '',
    letterStyle: '',
    houseStyle: '',
    designStyle: '',
    partials,
    options: { ...options, fonts: [], sections: [], unsupported: [], dates: 'right' as const },
  };
  return (await new Compiler().compile(template))(data);
}

async function failureOf(source: string, data: object, partials?: Record<string, string>): Promise<DossierError> {
  try {
    await fill(source, data, partials);
  } catch (error) {
    if (error instanceof DossierError) return error;
    throw error;
  }
  throw new Error('expected a DossierError, but nothing was thrown');
}

test.each([
  ['an unknown name', '{{nmae}}', '"nmae" not defined'],
  ['an unknown name inside a group', '{{#with person}}{{nmae}}{{/with}}', '"nmae" not defined'],
  ['an unknown name in a loop', '{{#each people}}{{nmae}}{{/each}}', '"nmae" not defined'],
  ['a property of a missing value', '{{person.home.town}}', '"town" not defined'],
  ['an unknown helper', '{{shout name}}', '"shout" not defined'],
  ['an unknown partial', '{{> missing}}', 'The partial missing could not be found'],
  ['an unclosed tag', '{{#if name}}x', 'Parse error on line 1'],
  ['a mismatched closing tag', '{{#if name}}x{{/each}}', "if doesn't match each"],
])('rejects %s instead of printing nothing', async (_, source, reason) => {
  const error = await failureOf(source, { name: 'Jane', person: { name: 'Jane' }, people: [{ name: 'Jane' }] });
  expect(error.code).toBe('TEMPLATE_INVALID');
  expect(error.message).toContain('the template mine failed: ');
  expect(error.message).toContain(reason);
  expect(error.where?.file).toBe('mine/template.hbs');
  expect(error.cause).toBeInstanceOf(Error);
});

test('rejects an unknown name in a partial', async () => {
  expect((await failureOf('{{> card}}', { name: 'Jane' }, { card: '{{name}} {{nmae}}' })).message).toContain(
    '"nmae" not defined',
  );
});

test('escapes texts, and provides a few helpers', async () => {
  const data = { name: '<Jane>', none: [], tags: ['a', 'b'] };
  expect(
    await fill(
      '{{name}} {{join tags ", "}} {{#if (or none name)}}yes{{/if}}{{#if (or none)}}no{{/if}} {{eq name "x"}}',
      data,
    ),
  ).toBe('&lt;Jane&gt; a, b yes false');
});

test.each([
  '{{constructor}}',
  '{{__proto__}}',
  '{{toString}}',
  '{{name.constructor}}',
  '{{lookup name "constructor"}}',
  '{{lookup this "__proto__"}}',
  '{{#with (lookup this "constructor")}}{{name}}{{/with}}',
  '{{#each __proto__}}{{this}}{{/each}}',
])('prevents %s from accessing the program', async (source) => {
  let text: string;
  try {
    text = await fill(source, { name: 'Jane' });
  } catch (error) {
    expect(error).toMatchObject({ code: 'TEMPLATE_INVALID' });
    return;
  }
  expect(text).toBe('');
});

test('keeps helpers and partials of templates separate', async () => {
  expect(await fill('{{> card}}', { name: 'Jane' }, { card: '{{name}}' })).toBe('Jane');
  expect((await failureOf('{{> card}}', { name: 'Jane' })).message).toContain('The partial card could not be found');
});
