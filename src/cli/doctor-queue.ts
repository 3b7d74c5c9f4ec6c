import { count } from '../counts.js';
import { DossierError } from '../errors.js';
import { findWorkers } from '../queue/builds.js';
import { answered, connect, disconnect, redactUrl } from '../queue/connect.js';
import { FLAWS, findFlaws } from '../queue/health.js';
import type { Diagnosis } from './doctor-checks.js';
import type { Environment } from './environment.js';
import { passwordOf } from './options.js';
import { buildOf } from './queue.js';

/** Checks that a queue answers, and that it has workers that would serve a run on this machine. */
export async function examineQueue(
  url: string,
  browser: string | undefined,
  environment: Environment,
): Promise<Diagnosis[]> {
  const what = 'queue';
  // A missing browser is reported by `examineBrowser`.
  const build = await buildOf(browser, environment).catch(() => undefined);
  if (!build) return [];
  try {
    const redis = await connect(url, passwordOf(environment));
    try {
      const at = redactUrl(url);
      const flaws = await answered(at, findFlaws(redis, url));
      const { own, others } = await answered(at, findWorkers(redis, build));
      const differing = others.map((parts) => `workers that differ in ${parts}`).join('; ');
      const workers: Diagnosis =
        own > 0
          ? { what: 'workers', state: 'good', found: count(own, 'worker') }
          : {
              what: 'workers',
              state: 'note',
              found: differing || 'none found',
              fix: 'start dossier worker with the same Dossier, Node, browser and fonts',
            };
      return [
        { what, state: 'good', found: `${at} answers` },
        ...flaws.map((flaw): Diagnosis => ({ what, state: 'note', found: FLAWS[flaw] })),
        workers,
      ];
    } finally {
      disconnect(redis);
    }
  } catch (error) {
    if (!(error instanceof DossierError)) throw error;
    return [{ what, state: 'bad', found: error.message, ...(error.hint ? { fix: error.hint } : {}) }];
  }
}
