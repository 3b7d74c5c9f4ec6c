import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { cp, mkdir, rename, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { CLI, dossier, finished, project, startDossier } from '../support/cli.js';
import { docPaths, readDoc } from '../support/docs.js';
import { requireProgram } from '../support/outside.js';
import { ROOT, temporaryFolder } from '../support/paths.js';
import { requireRedis, startRedis } from '../support/redis.js';
import { makeIdentity, PASSWORD } from '../support/signing.js';

const TEXT = docPaths().map(readDoc).join('\n');

/** The unique commands in the README and in docs/, split into words; a quoted text is one word. */
const COMMANDS = [...new Set([...TEXT.matchAll(/^npx dossier (.*?)(?: +#.*)?$/gm)].map(([, line]) => line ?? ''))].map(
  (line) => [...line.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, bare]) => quoted ?? bare ?? ''),
);

/** The import example and its documented report. */
const IMPORTED = /```yml\n(cv:[\s\S]*?)```/.exec(TEXT)?.[1] ?? '';
const REPORTED = /```text\n(cv\.yaml \(RenderCV\)[\s\S]*?)\n```/.exec(TEXT)?.[1];

/** The themes that the documentation tells readers to install. */
const THEMES = [...TEXT.matchAll(/^npm install (jsonresume-theme-\S+)$/gm)].map(([, theme]) => theme ?? '');

/** Commands that run until they are stopped; they have their own tests. */
const ENDLESS = new Set(['dev', 'preview', 'worker']);

/** The Redis address in the examples. */
const QUEUE = 'redis://localhost:6379';

describe('the documentation', () => {
  test('has an example of every command', () => {
    const help = execFileSync(process.execPath, [CLI, '--help'], { encoding: 'utf8' });
    const list = help.slice(help.indexOf('Commands:'));
    const verbs = [...list.matchAll(/^ {2}([a-z]+) /gm)].map(([, verb]) => verb).filter((verb) => verb !== 'help');
    expect(verbs.length).toBeGreaterThan(6);
    expect(verbs.filter((verb) => !COMMANDS.some(([shown]) => shown === verb))).toEqual([]);
  });

  test('is not required to use --help: each command explains every option and gives examples', () => {
    const help = (...args: string[]) => execFileSync(process.execPath, [CLI, ...args, '--help'], { encoding: 'utf8' });
    for (const verb of new Set(COMMANDS.map(([shown]) => shown ?? ''))) {
      const text = help(verb);
      expect(text).toMatch(new RegExp(`\\nExamples?:\\n  dossier ${verb}\\b`));
      const options = text.slice(text.indexOf('Options:'), text.indexOf('Example')).match(/^ {2}-\S.*/gm) ?? [];
      expect(options.filter((line) => !/ {2}\S+/.test(line.slice(2)))).toEqual([]);
    }
  });

  test('shows commands that run in sequence on the shipped profiles', { timeout: 900_000 }, async (context) => {
    requireProgram(context, 'openssl');
    const folder = await project();
    const { authority } = makeIdentity(folder, 'recruiter');
    await rename(authority, join(folder, 'company.pem'));
    await writeFile(join(folder, 'cv.yaml'), IMPORTED);
    // The files of a recruiter.
    const pdfs = join(ROOT, 'test', 'fixtures', 'import', 'pdfs');
    await cp(join(pdfs, 'weasyprint-cairo-minimal.pdf'), join(folder, 'cv.pdf'));
    for (const name of ['single-word-name-mononym.pdf', 'label-rail-grid-fragmented.pdf'])
      await cp(join(pdfs, name), join(folder, 'inbox', name));
    await mkdir(join(folder, 'node_modules'));
    for (const theme of THEMES) await symlink(join(ROOT, 'node_modules', theme), join(folder, 'node_modules', theme));
    await writeFile(join(folder, 'job.txt'), 'We look for a backend engineer who knows Rust and Redis.\n');
    for (const args of COMMANDS) {
      if (ENDLESS.has(args[0] ?? '') || args.includes(QUEUE)) continue;
      const { status, err } = await dossier(folder, args, { DOSSIER_P12_PASSWORD: PASSWORD });
      expect({ args, status, err: status === 0 ? '' : err }).toEqual({ args, status: 0, err: '' });
    }
    const made = ['krish-arora/krish-arora.pdf', 'krish-arora/krish-arora.one-page.pdf', 'packets/api.pdf'];
    expect(made.filter((path) => !existsSync(join(folder, 'out', path)))).toEqual([]);
  });

  test('shows commands for a worker and a run that connect', async (context) => {
    requireRedis(context);
    await using redis = await startRedis();
    const folder = await project();
    const [worker, ...runs] = COMMANDS.filter((args) => args.includes(QUEUE)).map((args) =>
      args.map((word) => (word === QUEUE ? redis.url : word)),
    );
    expect(worker?.[0]).toBe('worker');
    expect(runs.length).toBeGreaterThan(0);
    const working = startDossier(await temporaryFolder(), [...(worker ?? []), '--port', '0']);
    const ended = finished(working);
    try {
      for (const args of runs) expect(await dossier(folder, args)).toMatchObject({ status: 0 });
    } finally {
      working.kill('SIGTERM');
    }
    const { status, err } = await ended;
    expect(status).toBe(0);
    expect(err.match(/"job\.done"/g)).toHaveLength(4);
  });

  test('shows valid defaults of a project', async () => {
    const blocks = [...TEXT.matchAll(/```yaml\n(# dossier\.yaml\n[\s\S]*?)```/g)].map(([, yaml = '']) => yaml);
    expect(blocks.length).toBeGreaterThan(0);
    for (const block of blocks) {
      const folder = await project();
      await cp(join(ROOT, 'docs', 'demo-brand'), folder, { recursive: true });
      await writeFile(join(folder, 'dossier.yaml'), block);
      const { status, err } = await dossier(folder, ['render', 'krish-arora']);
      expect({ status, err: err.match(/error:.*|warning:.*/g) }).toEqual({ status: 0, err: null });
    }
  });

  test('shows the exact report of an import', async () => {
    const folder = await temporaryFolder();
    await writeFile(join(folder, 'cv.yaml'), IMPORTED);
    const { status, err } = await dossier(folder, ['import', 'cv.yaml']);
    expect({ status, err }).toEqual({ status: 0, err: `${REPORTED}\n` });
  });

  test('shows valid profiles', async () => {
    const folder = await project();
    const blocks = [...TEXT.matchAll(/```yaml\n([\s\S]*?)```/g)].map(([, yaml]) => parse(yaml ?? '') as object);
    // The other blocks are packet files, workflows and defaults of a project.
    const profiles = blocks.filter(
      (block) => !('title' in block) && !('jobs' in block) && !('design' in block) && !('brand' in block),
    );
    expect(profiles.length).toBeGreaterThan(1);
    for (const [index, profile] of profiles.entries()) {
      // An example may be only a part of a profile.
      const whole = { basics: { name: 'Ada Lovelace' }, ...profile };
      await writeFile(join(folder, 'profiles', `example-${index}.json`), JSON.stringify(whole));
      const { status, err } = await dossier(folder, [
        'render',
        `example-${index}`,
        '--variant',
        'all',
        '--format',
        'txt',
      ]);
      expect({ status, err: err.match(/error:.*|warning:.*/g) }).toEqual({ status: 0, err: null });
    }
  });
});
