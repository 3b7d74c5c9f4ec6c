import { expect, test } from 'vitest';
import { GROUP_NAMES } from '../ats/fixtures.js';
import { readDoc } from '../support/docs.js';
import { TEMPLATES } from '../support/paths.js';
import { READERS } from '../support/readers.js';

const FIGURE = /^(?:NOT RUN|100 %|\d{1,2}\.\d %)$/;

/** The tables of figures by the headings above them, each a map of programs to the figures of its columns. */
function readTables(text: string): Map<string, Map<string, Map<string, string>>> {
  const tables = new Map<string, Map<string, Map<string, string>>>();
  for (const part of text.split(/^### /m).slice(1)) {
    const [title = '', ...lines] = part.split('\n');
    const rows = lines
      .filter((line) => line.startsWith('| '))
      .map((line) =>
        line
          .slice(2, -2)
          .split(' | ')
          .map((cell) => cell.trim()),
      );
    const [head = [], , ...body] = rows;
    const named = body.map(([program = '', ...cells]) => {
      const figures = cells.map((cell, at) => [head[at + 1] ?? '', cell] as const);
      return [program, new Map(figures)] as const;
    });
    tables.set(title, new Map(named));
  }
  return tables;
}

const tables = readTables(await readDoc('docs/ats.md'));
const programs = READERS.map(({ name }) => name);
const OWN = ['dossier ats, pdf.js', 'dossier ats, structure tree'];

test.each([
  ['Fields of the text, by template', programs, TEMPLATES],
  ['Fields of the text, by group of profiles', programs, GROUP_NAMES],
  ['Fields that `dossier ats` finds, by template', OWN, TEMPLATES],
  ['Fields that `dossier ats` finds, by group of profiles', OWN, GROUP_NAMES],
])('states every figure of the table "%s"', (title, rows, columns) => {
  const table = tables.get(title);
  expect([...(table?.keys() ?? [])].sort()).toEqual([...rows].sort());
  for (const [program, figures] of table ?? []) {
    expect([program, ...figures.keys()]).toEqual([program, ...columns, 'all']);
    for (const figure of figures.values()) expect([program, figure]).toEqual([program, expect.stringMatching(FIGURE)]);
  }
});

test('states that no field of a shipped profile is lost by a program that follows the order of the page', () => {
  const table = tables.get('Fields of the text, by group of profiles');
  for (const { name } of READERS.filter(({ keepsOrder }) => keepsOrder))
    expect(['100 %', 'NOT RUN']).toContain(table?.get(name)?.get('shipped'));
});
