import type { Services } from '../document/model.js';
import { count, DossierError } from '../errors.js';
import { digestOf, ofCode } from '../pipeline/inputs.js';
import { browserVersion, findBrowser } from '../print/find.js';
import { type Build, DEFAULT_TENANT, findWorkers } from '../queue/builds.js';
import { answered, connect, disconnect, redactUrl } from '../queue/connect.js';
import { FLAWS, findFlaws } from '../queue/health.js';
import { Producer } from '../queue/producer.js';
import { fontVersions } from '../template/font-packages.js';
import { allScriptPackages, EMOJI_FONT, FALLBACKS } from '../template/scripts.js';
import type { Diagnosis } from './doctor-checks.js';
import { type Environment, surroundings } from './environment.js';
import { JOB_LIMIT, MEGABYTE, passwordOf, QUEUE_MEMORY, QUEUE_WAIT, type QueueOptions } from './queue-options.js';

/**
 * Opens the queue that a run sends its documents to.
 *
 * @throws DossierError USAGE, QUEUE_UNREACHABLE, and the errors of finding the browser
 */
export async function openProducer(
  url: string,
  options: QueueOptions,
  services: Omit<Services, 'maker'>,
  environment: Environment,
  note: (message: string) => void,
): Promise<Producer> {
  const { queueMemory = QUEUE_MEMORY, queueWait = QUEUE_WAIT, jobLimit = JOB_LIMIT, tenant = DEFAULT_TENANT } = options;
  const build = await buildOf(options.browser, environment);
  const { signal } = environment;
  const redis = await connect(url, passwordOf(environment), signal);
  const at = redactUrl(url);
  try {
    for (const flaw of await answered(at, findFlaws(redis, url), signal)) note(FLAWS[flaw]);
    return await Producer.open(
      {
        redis,
        at,
        build,
        tenant,
        memory: queueMemory * MEGABYTE,
        jobLimit: jobLimit * MEGABYTE,
        patience: queueWait * 1000,
        fontVersions: fontVersions(environment.packageFolder),
        note,
        now: () => performance.now(),
      },
      services,
    );
  } catch (error) {
    disconnect(redis);
    throw error;
  }
}

/** Everything on this machine that the output depends on, apart from profiles and templates. */
export async function buildOf(browser: string | undefined, environment: Environment): Promise<Build> {
  const quiet = () => undefined;
  const found = await findBrowser(browser, surroundings(environment, quiet, quiet));
  const packages = [...[...FALLBACKS, EMOJI_FONT].map((font) => font.package), ...allScriptPackages()];
  return {
    dossier: environment.version,
    code: await ofCode(environment.programs),
    // A system may ship its own zlib, which compresses the streams of a PDF differently.
    node: `${environment.node} with zlib ${process.versions.zlib}`,
    system: `${environment.platform} ${environment.arch}`,
    browser: await browserVersion(found, environment.env),
    fonts: digestOf(JSON.stringify(await fontVersions(environment.packageFolder)(packages))),
  };
}

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
