import { execFile, spawn } from 'node:child_process';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { beforeAll, describe, expect, test } from 'vitest';
import { ask, followDev } from '../dev/support.js';
import { copyProfiles } from '../support/cli.js';
import { readDoc } from '../support/docs.js';
import { matrixTest } from '../support/matrix.js';
import { ROOT, sharedFolder } from '../support/paths.js';
import { readPdf } from '../support/pdf.js';

const run = promisify(execFile);
const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';

let folder: string;

/** Installs the package as packed by npm into an unrelated project. */
beforeAll(async () => {
  folder = await sharedFolder();
  const { stdout } = await run(npm, ['pack', '--json', '--pack-destination', folder], { cwd: ROOT });
  const start =
    stdout.indexOf('[') >= 0 && stdout.indexOf('[') < stdout.indexOf('{') ? stdout.indexOf('[') : stdout.indexOf('{');
  const packed = JSON.parse(stdout.slice(start)) as
    | { filename: string; files: { path: string }[] }[]
    | Record<string, { filename: string; files: { path: string }[] }>;
  const [tarball] = Array.isArray(packed) ? packed : Object.values(packed);
  const paths = tarball?.files.map((file) => file.path) ?? [];
  expect(paths).toContain('dist/cli.js');
  expect(paths).toContain('templates/classic/template.hbs');
  expect(paths).toContain('templates/page-dev/index.html');
  expect(paths.filter((path) => /^(test|profiles|out|src)\//.test(path))).toEqual([]);
  await writeFile(join(folder, 'package.json'), '{ "name": "foreign", "private": true }');
  await run(npm, ['install', '--no-audit', '--no-fund', join(folder, tarball?.filename ?? '')], { cwd: folder });
}, 300_000);

describe('the packed package in another project', () => {
  test('renders a profile with its own templates and browser', async () => {
    await mkdir(join(folder, 'one', 'profiles'), { recursive: true });
    await writeFile(
      join(folder, 'one', 'profiles', 'ada.yaml'),
      'basics: { name: Ada Lovelace, label: Analyst }\nwork: [{ name: Engine, position: Programmer, startDate: 1842 }]\n',
    );
    await run(join(folder, 'node_modules', '.bin', 'dossier'), ['render'], { cwd: join(folder, 'one') });
    const pdf = await readPdf(await readFile(join(folder, 'one', 'out', 'ada', 'ada.pdf')));
    expect(pdf).toMatchObject({ tagged: true, title: 'Ada Lovelace – Analyst' });
    expect(pdf.pages[0]?.text).toContain('1842 – Present');
  });

  test('runs every example of the API guide, as ES modules and CommonJS', async () => {
    const home = join(folder, 'api');
    await mkdir(home);
    await copyProfiles(home);
    const examples = [...readDoc('docs/api.md').matchAll(/```js\n([\s\S]*?)```/g)].map(([, code = '']) => code);
    const outputs: string[] = [];
    for (const [index, code] of examples.entries()) {
      const file = join(home, `example-${index}.${/\brequire\(/.test(code) ? 'cjs' : 'mjs'}`);
      await writeFile(file, code);
      const { stdout, stderr } = await run(process.execPath, [file], { cwd: home });
      expect(stderr).toBe('');
      outputs.push(stdout);
    }
    expect(outputs).toEqual([
      '',
      expect.stringMatching(/^\d+ pages\n$/),
      expect.stringMatching(/^RenderCV ada-lovelace\n[\s\S]*PROFILE_SYNTAX \{ file: 'broken\.yaml', line: 1/),
    ]);
    const files = ['profile.pdf', 'profile.docx', 'backend-engineers.pdf'];
    for (const name of files) expect((await readFile(join(home, name))).length).toBeGreaterThan(1_000);
  });

  test('has types that need no types of other packages', async () => {
    const source = `
      import { bindPacket, checkProfile, createRenderer, importResume, renderProfile } from 'dossier';
      import type { BoundPacketFile, CheckedProfile, Imported, RenderedProfile, Renderer } from 'dossier';
      const renderer: Renderer = await createRenderer({ concurrency: 1 });
      const rendered: RenderedProfile = await renderProfile({ profile: {} }, { renderer, formats: ['pdf'] });
      const pdf: Uint8Array | undefined = rendered.artifacts[0]?.bytes;
      const packet: BoundPacketFile = await bindPacket([{ pdf: pdf ?? new Uint8Array(), name: 'Ada' }], { title: 'X' });
      const checked: CheckedProfile = await checkProfile('a.yaml', { off: ['gap'] });
      const imported: Imported[] = await importResume('a.json');
      export const all = [packet, checked, imported];
      // @ts-expect-error There is no such format.
      await renderProfile('a.yaml', { formats: ['pfd'] });
    `;
    const home = join(folder, 'types');
    await mkdir(home);
    await writeFile(join(home, 'use.mts'), source);
    const tsc = join(ROOT, 'node_modules', 'typescript', 'bin', 'tsc');
    const options = ['--strict', '--noEmit', '--module', 'nodenext', '--target', 'es2024', '--types', 'node'];
    const roots = ['--typeRoots', join(ROOT, 'node_modules', '@types')];
    const { stdout } = await run(process.execPath, [tsc, ...options, ...roots, '--listFiles', 'use.mts'], {
      cwd: home,
    });
    expect(stdout.match(/node_modules\/(pdf-lib|puppeteer|puppeteer-core|@cantoo)\//g)).toBeNull();
  });

  test('finds its live page and all files that the page loads', async () => {
    const home = join(folder, 'live');
    await mkdir(join(home, 'profiles'), { recursive: true });
    await writeFile(join(home, 'profiles', 'ada.yaml'), 'basics: { name: Ada Lovelace }\n');
    const cli = join(folder, 'node_modules', 'dossier', 'dist', 'cli.js');
    const dev = await followDev(spawn(process.execPath, [cli, 'dev', '--port', '0'], { cwd: home }));
    const page = await ask(dev.port, '/');
    expect(page).toMatchObject({ status: 200, body: expect.stringContaining('<title>Dossier</title>') });
    const loaded = [...page.body.matchAll(/(?:href|src)="(\/[^"]+)"/g)].map(([, path]) => path ?? '');
    expect(loaded).toContain('/style.css');
    const answers = await Promise.all(loaded.map(async (path) => [path, (await ask(dev.port, path)).status]));
    expect(answers).toEqual(loaded.map((path) => [path, 200]));
    expect(await dev.stop()).toBe(130);
  });

  // CI runs the other tests with every supported version of Node.
  matrixTest('runs on Node 24', async () => {
    const other = join(folder, 'other');
    await mkdir(other, { recursive: true });
    await writeFile(join(other, 'package.json'), '{ "name": "other", "private": true }');
    await run(npm, ['install', '--no-audit', '--no-fund', 'node@24'], { cwd: other });
    const node = join(other, 'node_modules', 'node', 'bin', 'node');
    expect((await run(node, ['--version'])).stdout).toMatch(/^v24\./);
    await copyProfiles(other);
    await run(node, [join(folder, 'node_modules', 'dossier', 'dist', 'cli.js'), 'render', '--out', 'there'], {
      cwd: other,
    });
    await run(
      process.execPath,
      [join(folder, 'node_modules', 'dossier', 'dist', 'cli.js'), 'render', '--out', 'here'],
      { cwd: other },
    );
    const manifests = await Promise.all(
      ['there', 'here'].map((out) => readFile(join(other, out, 'manifest.json'), 'utf8')),
    );
    expect(manifests[0]).toContain('packets/backend-engineers.pdf');
    expect(manifests[0]).toBe(manifests[1]);
  });
});
