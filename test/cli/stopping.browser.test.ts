import { execFile } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';
import { CLI, contents, finished, project, readManifest, startDossier } from '../support/cli.js';
import { descendantsOf, stillRunning } from '../support/processes.js';

describe('a stopped run', () => {
  test.each(['SIGINT', 'SIGTERM'] as const)(
    'ends on %s with complete files only and leaves no browser behind',
    async (signal) => {
      const folder = await project();
      const slugs = Array.from({ length: 30 }, (_, index) => `copy-${index}`);
      const text = await readFile(join(folder, 'profiles', 'chaitanya-prabhu.yaml'));
      await Promise.all(slugs.map((slug) => writeFile(join(folder, 'profiles', `${slug}.yaml`), text)));
      const child = startDossier(folder, ['render', '--format', 'pdf']);
      const done = finished(child);
      await new Promise<void>((resolve) => {
        child.stderr?.on('data', (chunk) => String(chunk).includes('[3/') && resolve());
      });
      const browsers = descendantsOf(child.pid ?? 0);
      expect(browsers.length).toBeGreaterThan(0);
      child.kill(signal);
      const { status, err } = await done;
      expect(status).toBe(signal === 'SIGINT' ? 130 : 143);
      expect(err).toContain('the run was stopped; all files that were written are complete');
      await expect.poll(() => stillRunning(browsers), { timeout: 5000 }).toEqual([]);
      const files = await contents(join(folder, 'out'));
      expect([...files.keys()].filter((file) => file.endsWith('.tmp'))).toEqual([]);
      const manifest = await readManifest(join(folder, 'out'));
      expect(manifest.length).toBeGreaterThan(0);
      expect(manifest.length).toBeLessThan(34);
      expect(new Set([...files.keys()].map((file) => file.slice(1)))).toEqual(
        new Set([...manifest.map((entry) => entry.path), 'manifest.json']),
      );
    },
  );

  test('ends without an error if the reader of its output stops, as head does', async () => {
    const { stderr } = await promisify(execFile)('sh', ['-c', `"${process.execPath}" "${CLI}" schema | head -n 1`]);
    expect(stderr).toBe('');
  });
});
