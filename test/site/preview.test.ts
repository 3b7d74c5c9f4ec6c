import { mkdir, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { ask, followDev, isOpen } from '../dev/support.js';
import { dossier, startDossier } from '../support/cli.js';
import { sharedFolder } from '../support/paths.js';

let folder: string;

beforeAll(async () => {
  folder = await sharedFolder();
  await mkdir(join(folder, 'out'));
  await writeFile(join(folder, 'out', 'index.html'), '<p>the page</p>');
});

describe('dossier preview', () => {
  test('serves the page on localhost only until it is stopped', async () => {
    const running = await followDev(startDossier(folder, ['preview', '--port', '0']));
    expect((await ask(running.port, '/')).body).toBe('<p>the page</p>');
    expect((await ask(running.port, '/', { host: `localhost:${running.port}` })).status).toBe(200);
    for (const host of ['evil.example', `evil.example:${running.port}`, '127.0.0.1'])
      expect((await ask(running.port, '/', { host })).status).toBe(403);
    const missing = await ask(running.port, '/nothing.html');
    expect([missing.status, missing.body]).toEqual([404, expect.stringContaining('there is no such file')]);
    expect(running.output()).toContain('serving out; press Ctrl-C to stop');
    expect(await running.stop()).toBe(130);
    expect(await isOpen(running.port)).toBe(false);
  });

  test('explains how to create a missing page', async () => {
    const { status, err } = await dossier(folder, ['preview', '--out', 'elsewhere']);
    expect(status).toBe(2);
    expect(err).toContain('there is no download page in elsewhere');
    expect(err).toContain('run dossier render');
  });

  test('reports a port that is in use', async () => {
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => void other.close());
    const { port } = other.address() as AddressInfo;
    const { status, err } = await dossier(folder, ['preview', '--port', String(port)]);
    expect([status, err]).toEqual([3, expect.stringContaining(`port ${port} is taken`)]);
  });
});
