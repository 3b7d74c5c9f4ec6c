import type { Project } from '../dev/draw.js';
import { Burst, watchFolders } from '../dev/watch.js';
import { CODES, DossierError, formatError } from '../errors.js';
import type { Environment } from './environment.js';
import { templateFolders } from './services.js';

/**
 * Repeats a run whenever profiles, packets or templates change, until stopped. An error is reported, and the next
 * change starts another run.
 *
 * @param run makes the stale targets
 */
export async function watchAndRepeat(
  folders: Project,
  run: () => Promise<number>,
  environment: Environment,
): Promise<number> {
  let running: Promise<void> | undefined;
  let again = false;
  const repeat = async (): Promise<void> => {
    do {
      again = false;
      try {
        await run();
      } catch (error) {
        if (environment.signal.aborted) return;
        if (!(error instanceof DossierError)) throw error;
        environment.err(`${formatError(error)}\n`);
      }
    } while (again && !environment.signal.aborted);
    running = undefined;
  };
  return new Promise<number>((resolve, reject) => {
    const burst = new Burst<unknown>(
      () => {
        // A change during a run is handled by the next run.
        if (running) again = true;
        else running = repeat().catch(reject);
      },
      () => performance.now(),
    );
    const watcher = watchFolders(
      { ...folders, templates: templateFolders(environment), packets: true },
      (change) => burst.add(change),
      reject,
    );
    const end = async () => {
      burst.close();
      await running;
      await (await watcher)[Symbol.asyncDispose]();
      resolve(CODES.ABORTED.exit);
    };
    watcher.then(
      () => environment.err(`watching ${watchedNames(folders)} and templates; press Ctrl-C to stop\n`),
      reject,
    );
    if (environment.signal.aborted) void end();
    else environment.signal.addEventListener('abort', () => void end(), { once: true });
  });
}

/** The folder and the files that are watched, for a message. */
export function watchedNames({ profiles, files = [] }: Project): string {
  return files.length > 0 ? files.map(({ path }) => path).join(', ') : profiles;
}
