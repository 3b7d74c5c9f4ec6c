import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { dossier } from '../support/cli.js';
import { matrixTest } from '../support/matrix.js';
import { temporaryFolder } from '../support/paths.js';
import { readPdf } from '../support/pdf.js';

/** A folder with a profile whose design has a foot, and a packet that binds it with another one. */
async function project(packet = ''): Promise<string> {
  const folder = await temporaryFolder();
  await mkdir(join(folder, 'profiles', 'packets'), { recursive: true });
  await writeFile(
    join(folder, 'profiles', 'ada.yaml'),
    'basics: { name: Ada Lovelace }\nwork: [{ name: Acme, position: Engineer, startDate: 2025-06, endDate: present }]\nmeta: { design: { footer: { text: Own foot }, dates: number } }\n',
  );
  await writeFile(
    join(folder, 'profiles', 'packets', 'team.yaml'),
    `title: Team\ncandidates: [ada]\nfront: { cover: false, contents: false, scorecards: false }\n${packet}`,
  );
  return folder;
}

const textOf = async (folder: string, path: string) =>
  (await readPdf(await readFile(join(folder, 'out', path)))).pages.map(({ text }) => text).join('\n');

const render = async (folder: string, ...args: string[]) => {
  const { status, err } = await dossier(folder, ['render', '--format', 'pdf', '--explain', ...args]);
  expect({ status, err: status === 0 ? '' : err }).toEqual({ status: 0, err: '' });
  return err;
};

test('a packet with a design renders its candidates with it, and leaves their own files as they are', async () => {
  const folder = await project('design: { footer: { text: Packet foot } }\n');
  await render(folder);
  expect(await textOf(folder, 'ada/ada.pdf')).toContain('Own foot');
  const bound = await textOf(folder, 'packets/team.pdf');
  expect(bound).toContain('Packet foot');
  expect(bound).not.toContain('Own foot');
  // Options that the packet does not set are those of the profile.
  expect(bound).toContain('06/2025 – Present');
  expect(await render(folder)).toContain('profiles/packets/team.yaml is up to date');
});

matrixTest('a packet without a design binds the files of its candidates', async () => {
  const folder = await project();
  await render(folder);
  expect(await textOf(folder, 'packets/team.pdf')).toContain('Own foot');
});

test('the command line overrides the design of a packet', async () => {
  const folder = await project('design: { footer: { text: Packet foot } }\n');
  await render(folder, '--set', 'design.footer.text=Set foot');
  expect(await textOf(folder, 'packets/team.pdf')).toContain('Set foot');
  expect(await textOf(folder, 'ada/ada.pdf')).toContain('Set foot');
});

test('a packet is stale once its design changes', async () => {
  const folder = await project('design: { footer: { text: Packet foot } }\n');
  await render(folder);
  const file = join(folder, 'profiles', 'packets', 'team.yaml');
  await writeFile(file, (await readFile(file, 'utf8')).replace('Packet foot', 'New foot'));
  const said = await render(folder);
  expect(said).toContain('profiles/packets/team.yaml is stale: its packet file changed');
  expect(said).toContain('profiles/ada.yaml is up to date');
  expect(await textOf(folder, 'packets/team.pdf')).toContain('New foot');
});

test('a mistake in the design of a packet is reported at its place', async () => {
  const folder = await project('design: { acent: "#7a1f3d" }\n');
  const { status, err } = await dossier(folder, ['render', '--format', 'pdf']);
  expect(status).toBe(1);
  expect(err).toContain('profiles/packets/team.yaml:4:11: error: unknown key "acent"');
  expect(err).toContain('did you mean accent?');
});

test('a blind packet hides the name in the foot of a page', async () => {
  const folder = await project('blind: true\ndesign: { footer: { text: "{name}, private" } }\n');
  await render(folder);
  const bound = await textOf(folder, 'packets/team.blind.pdf');
  expect(bound).toContain('Candidate A, private');
  expect(bound).not.toContain('Lovelace');
});

test('a blind packet hides a name that is written in a foot, and logos', async () => {
  const folder = await project('blind: true\ndesign: { footer: { text: "CV of Ada Lovelace" } }\n');
  await render(folder);
  expect(await textOf(folder, 'packets/team.blind.pdf')).not.toContain('Lovelace');
});
