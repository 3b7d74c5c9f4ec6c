import { DEFAULT_FORMATS, type Format } from '../resume/formats.js';
import { type RunOptions, runBuild } from './run.js';
import type { World } from './world.js';

/** `dossier render`: profiles -> résumés and packets in the output folder. */
export function render(
  named: readonly string[],
  options: RunOptions & { format?: Format[]; variant?: string[] },
  world: World,
): Promise<number> {
  const { format = [...DEFAULT_FORMATS], variant } = options;
  const variants = variant?.includes('all') ? 'all' : variant && { names: variant, only: named.length > 0 };
  return runBuild({ named, formats: format, variants }, options, world);
}
