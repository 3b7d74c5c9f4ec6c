import { digestOf } from '../pipeline/cache.js';
import { identityOf, ofCode } from '../pipeline/inputs.js';
import type { Identity } from '../pipeline/plan.js';
import { findBrowser } from '../print/find.js';
import { surroundings, type World } from './environment.js';

/** What earlier runs are compared by: this very program, and the browser that it would print with. */
export async function identify(options: { browser?: string; force?: boolean }, world: World): Promise<Identity> {
  return {
    // A version may be under development: its code tells.
    program: digestOf(world.version, await ofCode(world.programs), world.env.SOURCE_DATE_EPOCH ?? ''),
    browser: async () => {
      const quiet = () => undefined;
      const { executable } = await findBrowser(options.browser, surroundings(world, quiet, quiet));
      return identityOf(executable);
    },
    force: options.force === true,
  };
}
