import { expect, test } from 'vitest';
import { failureOf, read } from './support.js';

test.each([
  ['RenderCV', 'cv: { name: Jane, sections: { work: [] } }\ndesign: { theme: classic }\n'],
  ['YAMLResume', 'content: { basics: { name: Jane } }\nlayouts: [{ engine: latex }]\n'],
  ['Reactive Resume', '{ "basics": { "name": "Jane" }, "sections": { "work": { "items": [{ "name": "Acme" }] } } }'],
  ['FRESH', '{ "name": "Jane", "meta": { "format": "FRESH@0.6.0" }, "employment": { "history": [] } }'],
])('rejects a %s file and suggests the import command', (title, source) => {
  const error = failureOf(() => read(source));
  expect(error).toMatchObject({
    code: 'PROFILE_INVALID',
    message: `jane.yaml is a ${title} file, not a profile`,
    hint: 'convert it to a profile: dossier import jane.yaml',
  });
});

test('accepts a profile with a key of another format', () => {
  expect(read('basics: { name: Jane }\ncontent: { work: [] }\n').warnings).toMatchObject([
    { message: 'unknown key "content": it is not used' },
  ]);
});
