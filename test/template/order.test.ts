import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { toContent } from '../../src/content/content.js';
import type { DossierError } from '../../src/errors.js';
import { loadTemplate } from '../../src/template/load.js';
import { TemplateStore } from '../../src/template/store.js';
import { profileOf } from '../profile/support.js';
import { ROOT, temporaryFolder } from '../support/paths.js';

const YAML = `
basics: { name: Jane, summary: Reads. }
work: [{ position: Reader }]
projects: [{ name: Shelf }]
education: [{ institution: School }]
publications: [{ name: Paper }]
sections: [{ id: grants, title: Grants, items: [one] }, { id: clubs, title: Clubs, items: [two] }]
`;

const orderOf = (yaml: string, first: readonly string[]) =>
  toContent(profileOf(yaml), 'jane', first).sections.map(({ id }) => id);

test('places the sections that a template names first, and the others in default order', () => {
  const usual = ['summary', 'work', 'projects', 'grants', 'clubs', 'education', 'publications'];
  expect(orderOf(YAML, [])).toEqual(usual);
  const first = ['publications', 'talks', 'grants', 'education'];
  expect(orderOf(YAML, first)).toEqual(['publications', 'grants', 'education', 'summary', 'work', 'projects', 'clubs']);
});

test('gives the section order of a profile precedence over that of its template', () => {
  const meta = 'meta: { sections: [{ id: clubs }, { id: publications, hidden: true }] }\n';
  expect(orderOf(YAML + meta, ['publications', 'education'])).toEqual([
    'clubs',
    'education',
    'summary',
    'work',
    'projects',
    'grants',
  ]);
});

test('places publications below the summary in academic, then education and work', async () => {
  const { template } = await new TemplateStore([join(ROOT, 'templates')]).get('academic');
  expect(orderOf(YAML, template.options.sections).slice(0, 4)).toEqual([
    'summary',
    'publications',
    'education',
    'work',
  ]);
});

test.each([
  ['sections: [work, work]', 'list each section once'],
  ['sections: [Work History]', 'write the id of a section, such as publications'],
  ['sections: { work: 1 }', 'must be a list'],
])('rejects a template.yaml with %s, with the location', async (line, message) => {
  const folder = await temporaryFolder();
  await mkdir(join(folder, 'mine'));
  const yaml = `title: Mine\ndescription: Mine.\nmargin: { a4: 10mm, letter: 0.5in }\nfonts: []\n${line}\n`;
  await writeFile(join(folder, 'mine', 'template.yaml'), yaml);
  await writeFile(join(folder, 'mine', 'template.hbs'), '');
  await writeFile(join(folder, 'mine', 'style.css'), '');
  const error = (await loadTemplate(folder, 'mine').catch((thrown) => thrown)) as DossierError;
  expect(error).toMatchObject({ code: 'TEMPLATE_INVALID', problems: [{ where: { line: 5 } }] });
  const [problem] = error.problems;
  expect(`${problem?.message}; ${problem?.hint}`).toContain(message);
});
