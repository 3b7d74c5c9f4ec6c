import { expect, test } from 'vitest';
import type { Diagnosis } from '../../src/cli/doctor-checks.js';
import { startWorker } from '../queue/support.js';
import { dossier, project } from '../support/cli.js';
import { requireRedis, startRedis } from '../support/redis.js';

async function findings(cwd: string, url: string): Promise<{ status: number | null; queue: Diagnosis[] }> {
  const { status, out } = await dossier(cwd, ['doctor', '--json', '--queue', url]);
  const all = JSON.parse(out) as Diagnosis[];
  return { status, queue: all.filter(({ what }) => what === 'queue' || what === 'workers') };
}

test('doctor examines a queue and its workers if --queue is given', async (context) => {
  requireRedis(context);
  const cwd = await project();
  await using redis = await startRedis({ password: 'a secret' });
  const shown = `redis://:***@127.0.0.1:${redis.port}/0`;
  expect(await findings(cwd, redis.url)).toEqual({
    status: 0,
    queue: [
      { what: 'queue', state: 'good', found: `${shown} answers` },
      { what: 'workers', state: 'note', found: 'none found', fix: expect.stringContaining('dossier worker') },
    ],
  });
  await using worker = startWorker(redis.url);
  await worker.logged('worker.ready');
  expect((await findings(cwd, redis.url)).queue).toContainEqual({ what: 'workers', state: 'good', found: '1 worker' });
  await redis.stop();
  expect(await findings(cwd, redis.url)).toEqual({
    status: 3,
    queue: [
      {
        what: 'queue',
        state: 'bad',
        found: `the queue ${shown} cannot be used: ECONNREFUSED`,
        fix: 'start Redis or Valkey there, or check the host and port',
      },
    ],
  });
});
