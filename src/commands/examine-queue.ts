import { DossierError } from '../errors.js';
import { connect, disconnect } from '../queue/connect.js';
import { findWorkers } from '../queue/reach.js';
import { redactUrl } from '../queue/redact.js';
import { FLAWS, findFlaws } from '../queue/server.js';
import type { Finding } from './examine.js';
import { buildOf } from './queue.js';
import { passwordOf } from './queue-options.js';
import { count } from './report.js';
import type { World } from './world.js';

/** Looks whether a queue answers, and whether workers are there that would serve a run from here. */
export async function examineQueue(url: string, browser: string | undefined, world: World): Promise<Finding[]> {
  const what = 'queue';
  try {
    const redis = await connect(url, passwordOf(world));
    try {
      const flaws = await findFlaws(redis, url);
      const { own, others } = await findWorkers(redis, await buildOf(browser, world));
      const differing = others.map((parts) => `workers that differ in ${parts}`).join('; ');
      const workers: Finding =
        own > 0
          ? { what: 'workers', state: 'good', found: count(own, 'worker') }
          : {
              what: 'workers',
              state: 'note',
              found: differing || 'none is there',
              mend: 'start dossier worker with the same Dossier, Node, browser and fonts',
            };
      return [
        { what, state: 'good', found: `${redactUrl(url)} answers` },
        ...flaws.map((flaw): Finding => ({ what, state: 'note', found: FLAWS[flaw] })),
        workers,
      ];
    } finally {
      disconnect(redis);
    }
  } catch (error) {
    if (!(error instanceof DossierError)) throw error;
    return [{ what, state: 'bad', found: error.message, ...(error.hint ? { mend: error.hint } : {}) }];
  }
}
