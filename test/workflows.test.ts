import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
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

describe.each(workflows)('$name', ({ text, permissions, jobs }) => {
  test('runs actions of exact commits only, and says which version each is', () => {
    const uses = text.match(/uses: .*/g) ?? [];
    expect(uses.length).toBeGreaterThan(1);
    expect(uses.filter((line) => !/^uses: [\w-]+\/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/.test(line))).toEqual([]);
  });

  test('may read and nothing else, but for the job that publishes', () => {
    expect(permissions).toEqual({ contents: 'read' });
    const more = Object.entries(jobs).filter(([, job]) => job.permissions !== undefined);
    for (const [name, job] of more) {
      expect(name).toBe('publish');
      expect(job.permissions).toEqual({ contents: 'read', 'id-token': 'write' });
    }
  });

  test('fails for a known hole of high severity in a dependency', () => {
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
