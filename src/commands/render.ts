import { FORMATS, type Format } from '../resume/formats.js';
import { type RunOptions, runBuild } from './run.js';
import type { World } from './world.js';

/** `dossier render`: profiles -> résumés and packets in the output folder. */
export function render(
  named: readonly string[],
  options: RunOptions & { format?: Format[] },
  world: World,
): Promise<number> {
  return runBuild({ named, formats: options.format ?? [...FORMATS] }, options, world);
}
