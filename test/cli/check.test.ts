import { chmod, mkdir, readFile, stat, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { RULE_NAMES } from '../../src/check/finding.js';
import { dossier } from '../support/cli.js';
import { readDoc } from '../support/docs.js';
import { ROOT, temporaryFolder } from '../support/paths.js';

const FIXTURES = join(ROOT, 'test', 'fixtures', 'check');

interface Report {
  findings: {
    rule: string;
    message: string;
    where: { file: string; line: number; column: number };
    end: { line: number; column: number };
  }[];
  fixed: { rule: string; replacement: string }[];
  warnings: { message: string }[];
  failures: { source: string; code: string; problems: { message: string }[] }[];
  job?: { profile: string; terms: { term: string; asked: object; places: { line: number; column: number }[] }[] }[];
}

/** A folder with profiles, given by name and text. */
async function folderOf(profiles: Record<string, string>): Promise<string> {
  const folder = await temporaryFolder();
  await mkdir(join(folder, 'profiles'));
  for (const [name, text] of Object.entries(profiles)) await writeFile(join(folder, 'profiles', name), text);
  return folder;
}

async function reportOf(folder: string, ...args: string[]): Promise<Report> {
  const { out } = await dossier(folder, ['check', '--json', ...args]);
  return JSON.parse(out) as Report;
}

test('finds every kind of defect at its place, and nothing else', async () => {
  const { findings, job } = await reportOf(FIXTURES, '--job', 'job.md');
  expect(findings.map(({ rule, where }) => [rule, where.line, where.column])).toEqual([
    ['private-detail', 5, 10],
    ['first-person', 8, 5],
    ['garbled-text', 8, 38],
    ['private-detail', 9, 60],
    ['unlinked-url', 11, 18],
    ['job-terms', 13, 1],
    ['overlapping-dates', 16, 16],
    ['no-figures', 18, 5],
    ['gap', 25, 16],
    ['mixed-tense', 29, 9],
    ['mixed-punctuation', 30, 28],
    ['long-bullet', 32, 9],
    ['unlinked-url', 42, 33],
    ['repeated-bullet', 43, 9],
    ['missing-dates', 46, 18],
    ['private-detail', 51, 23],
    ['future-date', 54, 42],
  ]);
  expect(new Set(findings.map(({ rule }) => rule))).toEqual(new Set(RULE_NAMES));
  expect(job?.map(({ terms }) => terms.map(({ term, places }) => [term, places.length]))).toEqual([[['Terraform', 0]]]);
});

test('finds only reviewed findings in the shipped profiles, each with a reason', async () => {
  const { findings, warnings, failures } = await reportOf(ROOT);
  const found = await Promise.all(
    findings.map(async ({ rule, message, where, end }) => {
      const line = (await readFile(join(ROOT, where.file), 'utf8')).split('\n')[where.line - 1] ?? '';
      const marked = line.slice(where.column - 1, end.line === where.line ? end.column - 1 : undefined);
      return { profile: where.file.replace(/^profiles\/|\.yaml$/g, ''), rule, marked, message };
    }),
  );
  const reviewed = JSON.parse(await readFile(join(FIXTURES, 'reviewed.json'), 'utf8')) as { reason: string }[];
  expect(found).toEqual(reviewed.map(({ reason: _, ...finding }) => finding));
  expect(reviewed.filter(({ reason }) => reason.length < 30)).toEqual([]);
  expect([warnings, failures]).toEqual([[], []]);
});

test('prints what docs/authors.md shows', async () => {
  const [, section = ''] = /^## Check a profile$(.*?)^## /ms.exec(readDoc('docs/authors.md')) ?? [];
  const [, yaml = ''] = /```yaml\n(.*?)```/s.exec(section) ?? [];
  const [, shown = ''] = /```text\n(.*?)\n```/s.exec(section) ?? [];
  const expected = shown.split('\n');
  const { status, out, err } = await dossier(await folderOf({ 'zoe.yaml': yaml }), ['check']);
  expect(expected).toHaveLength(8);
  expect(out.trimEnd().split('\n')).toEqual(expected);
  expect([status, err]).toEqual([0, '2 findings\n']);
});

describe('the exit status', () => {
  const flawed = 'basics: { summary: I built it }\n';

  test.each([
    [['check'], 0],
    [['check', '--strict'], 1],
    [['check', '--strict', '--off', 'first-person'], 0],
    [['check', 'jane', '--strict', '--json'], 1],
    [['check', '--strict', '--sarif'], 1],
  ])('of %j is %i', async (args, status) => {
    expect((await dossier(await folderOf({ 'jane.yaml': flawed }), args)).status).toBe(status);
  });

  test.each([
    [['--off', 'first-persons'], 2, 'there is no rule "first-persons"\n    did you mean first-person?'],
    [['--json', '--sarif'], 2, "option '--json' cannot be used with option '--sarif'"],
    [['--job', 'nowhere.md'], 2, 'nowhere.md cannot be read'],
    [['jame'], 1, 'there is no profile "jame"\n    did you mean jane?'],
    [['--profiles', 'nowhere'], 1, 'there is no folder nowhere'],
    [['--strickt'], 2, 'Did you mean --strict?'],
  ])('with %j is %i', async (args, status, message) => {
    const { status: ended, err, out } = await dossier(await folderOf({ 'jane.yaml': flawed }), ['check', ...args]);
    expect([ended, out]).toEqual([status, '']);
    expect(err).toContain(message);
  });
});

test('reports an invalid profile with its own errors and checks the others', async () => {
  const folder = await folderOf({
    'a.yaml': 'basics: { summary: I built it }\n',
    'b.yaml': 'work:\n  - { name: A, startDate: late 1842 }\n',
    'c.yaml': '',
    'Bad Name.yaml': 'basics: { name: Jane }\n',
  });
  const { status, out, err } = await dossier(folder, ['check']);
  expect(status).toBe(1);
  expect(out).toContain('profiles/a.yaml:1:20: warning: "I": a first person [first-person]\n');
  expect(err).toContain('profiles/b.yaml:2:27: error: "late 1842" is not a date\n');
  expect(err).toContain('profiles/c.yaml: error: the file is empty\n');
  expect(err).toContain('profiles/Bad Name.yaml: error: "Bad Name" cannot be used as a file name\n');
  expect(err).toMatch(/1 finding; 3 profiles not checked\n$/);
  const { failures } = await reportOf(folder);
  expect(failures.map(({ source, code }) => [source, code])).toEqual([
    ['profiles/Bad Name.yaml', 'PROFILE_SLUG'],
    ['profiles/b.yaml', 'PROFILE_INVALID'],
    ['profiles/c.yaml', 'PROFILE_EMPTY'],
  ]);
  const { out: sarif } = await dossier(folder, ['check', '--sarif']);
  const [run] = (JSON.parse(sarif) as { runs: { invocations: object[]; results: object[] }[] }).runs;
  expect(run?.results).toHaveLength(1);
  expect(run?.invocations).toMatchObject([{ executionSuccessful: false }]);
});

test('warns about an unknown key and an unknown rule in a comment', async () => {
  const folder = await folderOf({ 'a.yaml': 'basics: { name: Jane, nam: x } # dossier-check-off: gaps\n' });
  const { status, err } = await dossier(folder, ['check', '--strict']);
  expect(status).toBe(0);
  expect(err).toContain('profiles/a.yaml:1:23: warning: unknown key "nam": it is not used');
  expect(err).toContain('warning: there is no rule "gaps"');
  expect(err).toMatch(/nothing found\n$/);
});

describe('--fix', () => {
  test('fixes only garbled text, and reports the other findings at their new places', async () => {
    const before = "\uFEFF# note\r\nbasics:   { name: 'Zo√´', summary: cafÃ© I built } # end\r\n";
    const folder = await folderOf({ 'zoe.yaml': before });
    const file = join(folder, 'profiles', 'zoe.yaml');
    await chmod(file, 0o600);
    const { status, out, err } = await dossier(folder, ['check', '--fix']);
    expect(await readFile(file, 'utf8')).toBe(before.replace('√´', 'ë').replace('Ã©', 'é'));
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    expect(status).toBe(0);
    expect(out).toContain('profiles/zoe.yaml:2:22: fixed: "√´" is garbled: it was "ë" [garbled-text]\n');
    expect(out).toContain('profiles/zoe.yaml:2:40: warning: "I": a first person');
    expect(err).toBe('1 finding; 2 fixed\n');
    expect(await reportOf(folder, '--fix')).toMatchObject({ fixed: [], findings: [{ rule: 'first-person' }] });
  });

  test('keeps a symbolic link and fixes its target', async () => {
    const folder = await folderOf({});
    const real = join(folder, 'profiles', 'kept', 'real.yaml');
    await mkdir(join(folder, 'profiles', 'kept'));
    await writeFile(real, 'basics: { name: cafÃ© }\n');
    await symlink('kept/real.yaml', join(folder, 'profiles', 'linked.yaml'));
    await dossier(folder, ['check', '--fix']);
    expect(await readFile(real, 'utf8')).toBe('basics: { name: café }\n');
    expect(await readFile(join(folder, 'profiles', 'linked.yaml'), 'utf8')).toBe('basics: { name: café }\n');
  });

  test('neither reads nor writes through a link that leaves the folder', async () => {
    const folder = await folderOf({});
    await writeFile(join(folder, 'real.yaml'), 'basics: { name: cafÃ© }\n');
    await symlink('../real.yaml', join(folder, 'profiles', 'linked.yaml'));
    const { status, err } = await dossier(folder, ['check', '--fix']);
    expect(status).toBe(1);
    expect(err).toContain('a link to a file outside its folder');
    expect(await readFile(join(folder, 'real.yaml'), 'utf8')).toBe('basics: { name: cafÃ© }\n');
  });

  test('is required: no file changes without it, or if the rule is off', async () => {
    const text = 'basics: { name: cafÃ© }\n';
    const folder = await folderOf({ 'zoe.yaml': text });
    await dossier(folder, ['check']);
    await dossier(folder, ['check', '--fix', '--off', 'garbled-text']);
    expect(await readFile(join(folder, 'profiles', 'zoe.yaml'), 'utf8')).toBe(text);
  });
});

test('--job lists the terms that a profile has, each with its place, and those that it lacks', async () => {
  const folder = await folderOf({
    'jane.yaml': 'basics: { name: Jane }\nskills: [{ name: Tools, keywords: [k8s] }]\n',
  });
  await writeFile(join(folder, 'job.md'), '- Kubernetes\n- Terraform\n');
  const { out, err } = await dossier(folder, ['check', '--job', 'job.md']);
  expect(out).toBe(
    [
      'profiles/jane.yaml has 1 of 2 terms of job.md',
      '    has    Kubernetes (2:36)',
      '    lacks  Terraform (job.md:2:3)',
      '',
    ].join('\n'),
  );
  expect(err).toBe('nothing found\n');
});

test('missing job terms do not fail a strict run, but other findings do', async () => {
  const folder = await folderOf({ 'jane.yaml': 'basics: { name: Jane }\n' });
  await writeFile(join(folder, 'job.md'), '- Terraform\n');
  const strictly = ['check', '--strict', '--job', 'job.md'];
  expect(await dossier(folder, strictly)).toMatchObject({
    status: 0,
    out: expect.stringContaining('lacks  Terraform'),
  });
  const sarif = await dossier(folder, [...strictly, '--sarif']);
  expect(sarif.status).toBe(0);
  const [run] = (JSON.parse(sarif.out) as { runs: { results: { ruleId: string; level: string }[] }[] }).runs;
  expect(run?.results.map(({ ruleId, level }) => [ruleId, level])).toEqual([['job-terms', 'note']]);
  await writeFile(join(folder, 'profiles', 'jane.yaml'), 'basics: { name: Jane, summary: I built it }\n');
  const both = await dossier(folder, strictly);
  expect([both.status, both.err]).toEqual([1, '1 finding\n']);
});

test('--help explains the options, names the rules and gives examples', async () => {
  const { status, out } = await dossier(ROOT, ['check', '--help']);
  expect(status).toBe(0);
  for (const option of ['--profiles', '--off', '--job', '--fix', '--strict', '--json', '--sarif'])
    expect(out).toContain(option);
  for (const rule of RULE_NAMES) expect(out).toContain(rule);
  expect(out).toContain('dossier check --strict --off gap,no-figures');
});
