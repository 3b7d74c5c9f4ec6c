import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { directionOf, languageOf } from '../../src/content/locale.js';
import { WORDS } from '../../src/content/words.js';
import { packetJsonSchema, profileJsonSchema, projectJsonSchema } from '../../src/index.js';
import { DESIGN_OPTIONS, designJsonSchema } from '../../src/profile/design-options.js';
import { dossier } from '../support/cli.js';
import { ROOT } from '../support/paths.js';
import { schemaTables } from './schema-table.js';

const NOTE = 'This page is generated from the code: `npm run docs` writes it, and a test fails if it is out of date.';

const expectPage = (name: string, title: string, body: string) =>
  expect(`# ${title}\n\n${NOTE}\n\n${body}\n`).toMatchFileSnapshot(join(ROOT, 'docs', 'reference', `${name}.md`));

async function helpOf(...command: string[]): Promise<string> {
  const { status, out } = await dossier(ROOT, [...command, '--help']);
  expect(status).toBe(0);
  return out.trim();
}

test('the command reference contains the help of every command', async () => {
  const help = await helpOf();
  const verbs = [...help.slice(help.indexOf('Commands:')).matchAll(/^ {2}([a-z]+) /gm)].map(([, verb = '']) => verb);
  const commands = verbs.flatMap((verb) =>
    verb === 'help' ? [] : verb === 'templates' ? [[verb], [verb, 'copy']] : [[verb]],
  );
  const sections = await Promise.all(
    commands.map(
      async (command) => `## \`dossier ${command.join(' ')}\`\n\n\`\`\`text\n${await helpOf(...command)}\n\`\`\``,
    ),
  );
  await expectPage('commands', 'Command reference', [`\`\`\`text\n${help}\n\`\`\``, ...sections].join('\n\n'));
});

test.each([
  ['profile', profileJsonSchema()],
  ['packet', packetJsonSchema()],
  ['project', projectJsonSchema()],
  ['design', designJsonSchema()],
])('every field of a %s has a description', (_, schema) => {
  expect(schemaTables(schema).match(/^.*\| {2}\|$/gm)).toBeNull();
});

test('the profile reference contains every field of the schema', async () => {
  const lead =
    'Every field of a profile. `[]` stands for each element of a list, `*` for any key. The guide is [profile.md](../profile.md).';
  await expectPage('profile', 'Profile fields', `${lead}\n\n${schemaTables(profileJsonSchema())}`);
});

test('the packet reference contains every field of the schema', async () => {
  const lead = 'Every field of a packet file. The guide is [packets.md](../packets.md).';
  await expectPage('packet', 'Packet fields', `${lead}\n\n${schemaTables(packetJsonSchema())}`);
});

test('the project reference contains every field of the schema', async () => {
  const lead =
    'Every field of `dossier.yaml`, the defaults of a project. The guides are [design.md](../design.md#defaults-of-a-project) and [house-style.md](../house-style.md).';
  await expectPage('project', 'Project fields', `${lead}\n\n${schemaTables(projectJsonSchema())}`);
});

test('the design reference contains every option of the schema', async () => {
  const lead =
    'Every design option, with its values and its default. The guide is [design.md](../design.md). An option that a template does not support has no effect there, and gives a warning.';
  // The order of reading cannot be seen.
  const pictures = DESIGN_OPTIONS.filter(({ path }) => path !== 'sideOrder').map(({ path }) => {
    const file = `docs/pictures/${path}.webp`;
    expect(existsSync(join(ROOT, file)), `npm run pictures draws ${file}`).toBe(true);
    return `### \`${path}\`\n\n![The values of ${path} side by side](../pictures/${path}.webp)`;
  });
  const page = [lead, schemaTables(designJsonSchema()), '## Pictures', ...pictures].join('\n\n');
  await expectPage('design', 'Design options', page);
});

test('the language reference contains every language with built-in words', async () => {
  const rows = Object.entries(WORDS).map(([tag, words]) => {
    const name = new Intl.DisplayNames(['en'], { type: 'language' }).of(tag);
    const direction = directionOf(languageOf(tag)) === 'rtl' ? 'right to left' : 'left to right';
    return `| \`${tag}\` | ${name} | ${direction} | ${words.sections.work}, ${words.sections.education}, ${words.present} |`;
  });
  const lead =
    'The languages in which section titles, dates and other fixed words are built in. Any other language works too: its titles are in English unless `meta.sections` gives them.';
  const table = ['| `meta.locale` | language | direction | examples |', '| --- | --- | --- | --- |', ...rows].join(
    '\n',
  );
  await expectPage('languages', 'Languages', `${lead}\n\n${table}`);
});
