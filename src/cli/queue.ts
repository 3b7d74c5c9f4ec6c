import type { Services } from '../document/model.js';
import { digestOf } from '../pipeline/digest.js';
import { ofCode } from '../pipeline/inputs.js';
import { browserVersion, findBrowser } from '../print/find.js';
import type { Build } from '../queue/builds.js';
import { answered, connect, disconnect, redactUrl } from '../queue/connect.js';
import { FLAWS, findFlaws } from '../queue/health.js';
import { DEFAULT_TENANT } from '../queue/keys.js';
import { Producer } from '../queue/producer.js';
import { fontVersions } from '../template/font-packages.js';
import { allScriptPackages, EMOJI_FONT, FALLBACKS } from '../template/scripts.js';
import { type Environment, surroundings } from './environment.js';
import { JOB_LIMIT, MEGABYTE, passwordOf, QUEUE_MEMORY, QUEUE_WAIT, type QueueOptions } from './options.js';

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
