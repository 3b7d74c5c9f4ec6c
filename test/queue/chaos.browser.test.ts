import { existsSync } from 'node:fs';
import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { contents, finished, runProcess, startDossier } from '../support/cli.js';
import { repetitions } from '../support/matrix.js';
import { temporaryFolder } from '../support/paths.js';
import { requireRedis, startRedis } from '../support/redis.js';
import { addProfiles, keysOf, type LogLine, type RunningWorker, startWorker } from './support.js';

const PROFILES = repetitions(500, 24);
const PACKETS = 5;
const MEMBERS = repetitions(12, 4);

/** The number of documents between two kills of workers; by time, a busy machine would kill every job again and again. */
const KILL_EVERY = PROFILES / repetitions(10, 4);

const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

/** The number of profile folders that contain their PDF. */
async function madeIn(out: string): Promise<number> {
  if (!existsSync(out)) return 0;
  const names = await readdir(out);
  return names.filter((name) => existsSync(join(out, name, `${name}.pdf`))).length;
}

async function until(holds: () => Promise<boolean>): Promise<void> {
  while (!(await holds())) await pause(100);
}

test('produces the files of a local run although workers, Redis and the run itself are killed', {
  timeout: 1_200_000,
}, async (context) => {
  requireRedis(context);
  const folder = await temporaryFolder();
  await mkdir(join(folder, 'profiles', 'packets'), { recursive: true });
  const slugs = await addProfiles(folder, PROFILES);
  for (let packet = 0; packet < PACKETS; packet++) {
    const members = slugs.filter((_, index) => index % ((PROFILES / MEMBERS) | 0) === packet).slice(0, MEMBERS);
    const lines = [
      `title: Packet ${packet}`,
      'date: 2026-11-01',
      'candidates:',
      ...members.map((slug) => `  - ${slug}`),
    ];
    await writeFile(join(folder, 'profiles', 'packets', `packet-${packet}.yaml`), `${lines.join('\n')}\n`);
  }
  const local = await runProcess(folder, ['render', '--out', 'out-local', '--quiet']);
  expect(local).toMatchObject({ status: 0 });

  await using redis = await startRedis();
  const workers: RunningWorker[] = [];
  const start = () => workers.push(startWorker(redis.url, ['--concurrency', '1']));
  start();
  start();
  const dead: LogLine[] = [];
  let isOver = false;
  let killed = 0;
  const killing = (async () => {
    for (let next = KILL_EVERY; !isOver; next += KILL_EVERY) {
      await until(async () => isOver || (await madeIn(join(folder, 'out'))) >= next);
      if (isOver) break;
      const [victim] = workers.splice(0, 1);
      await victim?.end('SIGKILL');
      killed += 1;
      dead.push(...(victim?.lines ?? []));
      start();
    }
  })();
  try {
    const out = join(folder, 'out');
    const args = ['render', '--queue', redis.url, '--json'];
    const first = startDossier(folder, args);
    const firstEnd = finished(first);
    await until(async () => (await madeIn(out)) >= PROFILES / 4);
    first.kill('SIGKILL');
    await firstEnd;
    const before = await madeIn(out);
    expect(before).toBeLessThan(PROFILES);

    const second = finished(startDossier(folder, args));
    await until(async () => (await madeIn(out)) >= PROFILES / 2);
    await redis.restart('kill');
    const { status, out: said, err } = await second;
    expect({ status, err }).toEqual({ status: 0, err: '' });
    const report = JSON.parse(said) as { written: { path: string }[]; unchanged: string[]; failures: unknown[] };
    expect(report.failures).toEqual([]);
    // The second run writes no file that the first one recorded, and no file twice.
    const paths = report.written.map(({ path }) => path);
    expect(new Set(paths).size).toBe(paths.length);
    expect(report.unchanged.length).toBeGreaterThan(PROFILES / 8);
  } finally {
    isOver = true;
    await killing;
    for (const worker of workers) await worker.end('SIGKILL');
  }
  expect(killed).toBeGreaterThan(repetitions(5, 1));
  const logged = [...dead, ...workers.flatMap(({ lines }) => lines)];
  expect(logged.filter(({ event }) => event === 'job.stalled').length).toBeGreaterThan(0);

  const [asked, made] = [await contents(join(folder, 'out-local')), await contents(join(folder, 'out'))];
  expect([...made.keys()]).toEqual([...asked.keys()]);
  const differing = [...asked].filter(([path, bytes]) => !made.get(path)?.equals(bytes)).map(([path]) => path);
  expect(differing).toEqual([]);
  expect((await keysOf(redis.url)).filter(({ ttl }) => ttl < 0)).toEqual([]);
});
