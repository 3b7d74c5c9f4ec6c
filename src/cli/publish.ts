import { resolve } from 'node:path';
import { DossierError } from '../errors.js';
import { isBelow } from '../pipeline/contained-path.js';
import { Output } from '../pipeline/output.js';
import { publishSite } from '../site/publish.js';
import type { Environment } from './environment.js';

/** `dossier publish`: copies the download page, with only the files that it refers to, to a folder of its own. */
export async function publish(folder: string, options: { out: string }, environment: Environment): Promise<number> {
  const [from, to] = [resolve(environment.cwd, options.out), resolve(environment.cwd, folder)];
  if (isBelow(to, from))
    throw new DossierError('USAGE', `cannot publish to ${folder}: it is inside ${options.out}, the folder to copy`, {
      hint: 'choose a folder outside it',
    });
  await using source = await Output.open(from, process.pid);
  await using target = await Output.open(to, process.pid);
  const { files, bytes } = await publishSite(source, target, environment.signal);
  environment.out(`${folder}: ${files} files, ${(bytes / 1e6).toFixed(1)} MB\n`);
  return 0;
}
