import { isAbsolute, relative, resolve, sep } from 'node:path';
import { Output } from '../build/output.js';
import { DossierError } from '../errors.js';
import { publishSite } from '../site/publish.js';
import type { World } from './world.js';

/** `dossier publish`: the download page in a folder of its own, with no file that it does not name. */
export async function publish(folder: string, options: { out: string }, world: World): Promise<number> {
  const [from, to] = [resolve(world.cwd, options.out), resolve(world.cwd, folder)];
  const way = relative(from, to);
  const isOutside = way === '..' || way.startsWith(`..${sep}`) || isAbsolute(way);
  if (!isOutside)
    throw new DossierError('USAGE', `${folder} lies in ${options.out}, which it would be copied from`, {
      hint: 'name a folder beside it',
    });
  await using source = await Output.open(from, process.pid);
  await using target = await Output.open(to, process.pid);
  const { files, bytes } = await publishSite(source, target, world.signal);
  world.out(`${folder}: ${files} files, ${(bytes / 1e6).toFixed(1)} MB\n`);
  return 0;
}
