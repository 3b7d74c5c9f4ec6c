import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { type Diagnosis, examineFonts, examineNode, monthsOld } from '../../src/cli/doctor-checks.js';
import type { Environment } from '../../src/cli/environment.js';
import { dossier, project } from '../support/cli.js';
import { ROOT, temporaryFolder } from '../support/paths.js';
import { writeBrokenTemplate } from '../support/templates.js';

async function found(cwd: string, args: string[] = [], env: Record<string, string> = {}) {
  const { status, out } = await dossier(cwd, ['doctor', '--json', ...args], env);
  const findings = JSON.parse(out) as Diagnosis[];
  return { status, of: (what: string) => findings.find((finding) => finding.what === what), findings };
}

describe('dossier doctor', () => {
  test('finds everything that a run needs, prints a line for each finding, and leaves no files behind', async () => {
    const cwd = await project();
    const { status, of, findings } = await found(cwd);
    expect(status).toBe(0);
    expect(findings.filter(({ state }) => state === 'bad')).toEqual([]);
    expect(of('browser')?.found).toMatch(/Chrome\/\d+/);
    expect(of('browser')?.found).toContain('months ago');
    expect(of('browser')?.fix).toContain('npx @puppeteer/browsers install');
    expect(of('profiles')).toEqual({ what: 'profiles', state: 'good', found: '4 in profiles' });
    expect(await readdir(cwd)).toEqual(['profiles']);
    const text = (await dossier(cwd, ['doctor'])).out;
    expect(text.match(/^(ok {2}|note|BAD ) {2}/gm)).toHaveLength(findings.length);
  });

  test('suggests a fix for each problem', async () => {
    const cwd = await temporaryFolder();
    await writeFile(join(cwd, 'out'), 'a file in the way');
    await mkdir(join(cwd, 'cache'));
    await writeFile(join(cwd, 'cache', 'dossier'), 'another');
    const { status, of } = await found(cwd, ['--browser', join(cwd, 'none')], { XDG_CACHE_HOME: join(cwd, 'cache') });
    expect(status).toBe(3);
    expect(of('browser')).toMatchObject({ state: 'bad', fix: expect.stringContaining('--browser') });
    expect(of('output')).toMatchObject({ state: 'bad', found: expect.stringContaining('out') });
    expect(of('cache')).toMatchObject({ state: 'bad' });
    expect(of('profiles')).toMatchObject({ state: 'note', fix: expect.stringContaining('dossier init') });
  });

  test('names an invalid template and still checks the fonts of the others', async () => {
    const cwd = await project();
    await writeBrokenTemplate(cwd, 'mine');
    const { status, of } = await found(cwd);
    expect(status).toBe(3);
    expect(of('template')).toMatchObject({
      state: 'bad',
      found: expect.stringMatching(/^mine cannot be read\n.*template\.yaml:3:8: /),
    });
    expect(of('fonts')).toMatchObject({ state: 'good' });
    expect((await dossier(cwd, ['doctor'])).out).toMatch(/^BAD {3}template {3}mine cannot be read$/m);
  });

  test('rejects a Node version that is too old', () => {
    expect(examineNode('v20.18.3')).toMatchObject({ state: 'bad', fix: 'install Node 20.19 or later' });
    expect(examineNode('v18.20.0').state).toBe('bad');
    for (const version of ['v20.19.0', 'v22.1.0', 'v24.0.0']) expect(examineNode(version).state).toBe('good');
  });

  test.each([
    ['HeadlessChrome/147.0.7727.0', '2026-04-08', 0],
    ['HeadlessChrome/147.0.7727.0', '2026-11-27', 7],
    ['Chrome/152.0.1.2', '2026-11-27', 3],
    ['Chrome/157.0.1.2', '2026-11-27', 0],
    ['Chrome/120.0.6099.109', '2026-04-07', 25],
    ['Firefox/140.0', '2026-04-07', undefined],
  ])('calculates the age of %s on %s: %s months', (version, day, months) => {
    expect(monthsOld(version, new Date(day))).toBe(months);
  });

  test('names the font packages to install', async () => {
    const packageFolder = (name: string): string => {
      if (name.endsWith('/inter')) throw new Error('not there');
      return join(ROOT, 'node_modules', name);
    };
    const environment = { cwd: ROOT, templates: join(ROOT, 'templates'), packageFolder } as unknown as Environment;
    expect(await examineFonts(environment)).toEqual({
      what: 'fonts',
      state: 'bad',
      found: '@fontsource/inter cannot be read',
      fix: 'npm install @fontsource/inter',
    });
  });
});
