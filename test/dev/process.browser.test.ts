import { mkdir, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { copyProfiles, dossier, project } from '../support/cli.js';
import { readDoc } from '../support/docs.js';
import { sharedFolder, temporaryFolder } from '../support/paths.js';
import { descendantsOf, stillRunning } from '../support/processes.js';
import { ask, isOpen, openPage, openScreen, read, see, startDev, waitFor } from './support.js';

let folder: string;

beforeAll(async () => {
  folder = await sharedFolder();
  await copyProfiles(folder);
});

describe('dossier dev', () => {
  test('stops on Ctrl-C without output, and closes its port, browser and pages', async () => {
    const dev = await startDev(folder);
    const screen = await openScreen();
    onTestFinished(() => screen.close());
    const pages = await Promise.all([openPage(screen, dev.url), openPage(screen, dev.url)]);
    const processes = descendantsOf(dev.child.pid ?? 0);
    expect(processes.length).toBeGreaterThan(0);
    const before = dev.output();
    expect(await dev.stop()).toBe(130);
    expect(dev.output()).toBe(before);
    expect(await isOpen(dev.port)).toBe(false);
    await waitFor(() => stillRunning(processes).length === 0, 'a process was left behind');
    for (const page of pages)
      await waitFor(
        async () => (await read(page)).state.startsWith('The server has stopped'),
        'the page does not know',
      );
    // The page reconnects to a server that comes back on the same port.
    const again = await startDev(folder, ['--port', String(dev.port)]);
    const [page] = pages;
    await waitFor(
      async () => page !== undefined && /^\d pages? in/.test((await read(page)).state),
      'it is not found again',
    );
    expect(await again.stop()).toBe(130);
  });

  test('stops on Ctrl-C during a draw', async () => {
    const dev = await startDev(folder);
    const asked = ask(dev.port, '/events?profile=krish-arora').catch(() => undefined);
    await new Promise((resolve) => setTimeout(resolve, 30));
    expect(await dev.stop()).toBe(130);
    await asked;
    expect(await isOpen(dev.port)).toBe(false);
  });

  test('rejects a requested port that is in use', async () => {
    const other = createServer();
    await new Promise<void>((resolve) => void other.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => void other.close());
    const { port } = other.address() as { port: number };
    const { status, err } = await dossier(folder, ['dev', '--port', String(port)]);
    expect({ status, err }).toMatchObject({
      status: 3,
      err: expect.stringContaining(
        `error: port ${port} is taken\n    choose another one with --port, or omit it to use a free one\n`,
      ),
    });
  });

  test.each([
    [['krish-arara'], 1, 'did you mean krish-arora?'],
    [['--profiles', 'nowhere'], 1, 'there is no folder nowhere'],
    [['--template', 'clasic'], 2, 'did you mean classic?'],
    [['--port', '99999'], 2, 'write a whole number from 0 to 65535'],
    [['--prot', '1'], 2, 'unknown option'],
  ])('%j fails immediately and suggests a fix', async (args, status, words) => {
    const result = await dossier(folder, ['dev', ...args]);
    expect(result).toMatchObject({ status, out: '', err: expect.stringContaining(words) });
  });

  test('prints help with examples', async () => {
    const { status, out } = await dossier(folder, ['dev', '--help']);
    expect(status).toBe(0);
    for (const words of [
      'dossier dev krish-arora --template compact',
      '--port <number>',
      '--private',
      '--variant <name>',
    ])
      expect(out).toContain(words);
  });

  test('runs the command shown in docs/cli.md', async () => {
    const [, words = ''] = /^npx dossier dev (.*?) +#/m.exec(readDoc('docs/cli.md')) ?? [];
    expect(words).not.toBe('');
    const dev = await startDev(folder, [...words.split(' '), '--port', '0']);
    const query = new URL(dev.url).searchParams;
    expect(words).toBe(`${query.get('profile')} --template ${query.get('template')}`);
    expect((await ask(dev.port, '/')).status).toBe(200);
    expect(await dev.stop()).toBe(130);
  });

  test('reports problems with the folder in the terminal and on the page, and again when they change', async () => {
    const odd = await project();
    await writeFile(join(odd, 'profiles', 'Bad Name.yaml'), 'basics: { name: Jane }\n');
    await mkdir(join(odd, 'profiles', 'private'), { recursive: true });
    await writeFile(join(odd, 'profiles', 'private', 'krish-arara.yaml'), 'basics: {}\n');
    const dev = await startDev(odd, ['krish-arora', '--private', '--port', '0']);
    const bad = 'profiles/Bad Name.yaml: error: "Bad Name" cannot be used as a file name\n';
    const stray = 'profiles/private/krish-arara.yaml: warning: these private details belong to no profile\n';
    await dev.until(/Ctrl-C/);
    for (const words of [bad, stray, 'did you mean krish-arora?']) expect(dev.output()).toContain(words);
    const screen = await openScreen();
    onTestFinished(() => screen.close());
    const page = await openPage(screen, dev.url);
    const { warnings } = await see(page, (shown) => shown.warnings.length > 1, 'the two notes');
    expect(warnings.join('\n')).toMatch(/cannot be used as a file name[\s\S]*belong to no profile/);
    await writeFile(join(odd, 'profiles', 'letter.yaml'), 'basics: { name: Jane }\n');
    await dev.until(/profiles\/letter\.yaml: error: the name "letter" is reserved/);
    // Known problems are not repeated after every save.
    const before = dev.output();
    await writeFile(join(odd, 'profiles', 'krish-arora.yaml'), 'basics: { name: Krish }\n');
    await dev.until(/krish-arora\.yaml changed/);
    expect(dev.output().slice(before.length)).not.toContain('reserved');
    expect(await dev.stop()).toBe(130);
  });

  test('waits for the first profile of an empty folder', async () => {
    const empty = await temporaryFolder();
    await mkdir(join(empty, 'profiles'));
    const dev = await startDev(empty);
    const screen = await openScreen();
    onTestFinished(() => screen.close());
    const page = await screen.newPage();
    await page.goto(dev.url);
    await waitFor(
      async () => (await read(page)).problems.join().includes('there is no profile in profiles yet'),
      'the page shows no problem',
    );
    await writeFile(join(empty, 'profiles', 'ada.yaml'), 'basics: { name: Ada Lovelace }\n');
    const shown = await see(page, ({ web, search }) => web.includes('Ada') && search !== '', 'the first profile');
    expect(shown).toMatchObject({ problems: [], isOld: false, search: '?profile=ada' });
    expect(await dev.stop()).toBe(130);
  });
});
