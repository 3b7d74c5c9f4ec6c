import { digestOf } from '../build/cache.js';
import { identityOf, ofCode } from '../build/inputs.js';
import type { Identity } from '../build/plan.js';
import { findBrowser } from '../print/find.js';
import { surroundings, type World } from './world.js';

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
