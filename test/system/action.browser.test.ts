import { execFile, spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { beforeAll, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { copyProfiles } from '../support/cli.js';
import { ROOT, sharedFolder } from '../support/paths.js';

interface Step {
  name?: string;
  uses?: string;
  run?: string;
  shell?: string;
}

const FOLDER = join(ROOT, '.github', 'actions', 'render');
const text = readFileSync(join(FOLDER, 'action.yml'), 'utf8');
const action = parse(text) as { inputs: Record<string, { default: string }>; runs: { steps: Step[] } };
const scripts = action.runs.steps.filter(({ run }) => run !== undefined);

test('pins other actions to exact commits, and passes inputs through the environment', () => {
  const uses = text.match(/uses: .*/g) ?? [];
  expect(uses.length).toBeGreaterThan(2);
  expect(uses.filter((line) => !/@[0-9a-f]{40} # v\d+\.\d+\.\d+$/.test(line))).toEqual([]);
  // An expression in a script would be executed as part of it.
  for (const { run } of scripts) expect(run).not.toContain('${{');
});

test.each(scripts)('has a valid bash script in the step $name', ({ run = '', shell }) => {
  expect(shell).toBe('bash');
  expect(spawnSync('bash', ['-n'], { input: run, encoding: 'utf8' })).toMatchObject({ status: 0, stderr: '' });
});

test('installs locked dependencies and builds in the action’s own folder', async () => {
  const bin = await sharedFolder();
  const log = join(bin, 'log');
  await writeFile(join(bin, 'npm'), `#!/bin/sh\necho "$PWD $*" >> '${log}'\n`, { mode: 0o755 });
  const script = scripts.find(({ name }) => name === 'Build')?.run ?? '';
  const env = { ...process.env, PATH: `${bin}:${process.env.PATH}`, GITHUB_ACTION_PATH: FOLDER };
  await promisify(execFile)('bash', ['--noprofile', '--norc', '-eo', 'pipefail', '-c', script], { cwd: bin, env });
  const root = ROOT.replace(/\/$/, '');
  expect(await readFile(log, 'utf8')).toBe(`${root} ci --no-audit --no-fund\n${root} run --silent build\n`);
});

describe('the render step in another project', () => {
  let home: string;
  const script = scripts.find(({ name }) => name === 'Render')?.run ?? '';

  /** Runs the step as GitHub does, and returns its exit status and summary. */
  async function render(options = ''): Promise<{ status: number; summary: string; err: string }> {
    const summary = join(home, 'summary.md');
    await writeFile(summary, '');
    const env = {
      ...process.env,
      GITHUB_ACTION_PATH: FOLDER,
      GITHUB_STEP_SUMMARY: summary,
      RUNNER_TEMP: home,
      PROFILES: 'people',
      OUT: 'made',
      SITE: 'shown',
      OPTIONS: options,
    };
    const ran = promisify(execFile)('bash', ['--noprofile', '--norc', '-eo', 'pipefail', '-c', script], {
      cwd: home,
      env,
    });
    const { status, err } = await ran.then(
      () => ({ status: 0, err: '' }),
      (error: { code: number; stderr: string }) => ({ status: error.code, err: error.stderr }),
    );
    return { status, err, summary: await readFile(summary, 'utf8') };
  }

  beforeAll(async () => {
    home = await sharedFolder();
    await copyProfiles(home);
    await promisify(execFile)('mv', ['profiles', 'people'], { cwd: home });
  });

  test('writes files, summary and page, and reports no changes on the next run', async () => {
    const first = await render();
    expect({ ...first, summary: '' }).toEqual({ status: 0, summary: '', err: '' });
    expect(first.summary).toMatch(/^21 added, 0 changed, 0 removed, 0 unchanged\.$/m);
    expect(first.summary).toMatch(/^\| packets\/backend-engineers\.pdf \| added \| 18 \| \d+ kB \|$/m);
    expect(existsSync(join(home, 'shown', 'index.html'))).toBe(true);
    expect(existsSync(join(home, 'shown', 'packets', 'backend-engineers.pdf'))).toBe(true);
    const second = await render();
    expect(second.status).toBe(0);
    expect(second.summary).toContain('0 added, 0 changed, 0 removed, 21 unchanged.');
    expect(second.summary).not.toContain('What changed');
  });

  test('accepts additional options', async () => {
    const { status, summary } = await render('krish-arora --format txt --template compact');
    expect(status).toBe(0);
    expect(summary).toContain('0 added, 0 changed, 0 removed, 21 unchanged.');
  });

  test('fails for an invalid profile, and still renders the others', async () => {
    const file = join(home, 'people', 'bad.yaml');
    await writeFile(file, 'basics: [');
    const { status, err, summary } = await render();
    await rm(file);
    expect(status).toBe(1);
    expect(err).toContain('people/bad.yaml:1');
    expect(summary).toContain('21 unchanged.');
    expect(existsSync(join(home, 'shown', 'index.html'))).toBe(true);
  });
});
