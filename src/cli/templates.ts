import { existsSync } from 'node:fs';
import { lstat, readdir, readFile } from 'node:fs/promises';
import { join, relative, resolve } from 'node:path';
import { DossierError, formatError } from '../errors.js';
import { Output } from '../pipeline/output.js';
import { SLUG } from '../profile/names.js';
import { TemplateStore } from '../template/store.js';
import type { Environment } from './environment.js';
import { templateFolders } from './services.js';

/** The preview shows the original template, so copies do not get it. */
const PREVIEW = 'preview.png';

/** `dossier templates`: lists the templates with their previews. The status is 1 if one of them cannot be read. */
export async function templates(options: { json?: boolean }, environment: Environment): Promise<number> {
  const folders = templateFolders(environment);
  const store = new TemplateStore(folders);
  const read = await store.all();
  const errors = read.flatMap((each) => ('error' in each ? [each.error] : []));
  for (const error of errors) environment.err(`${formatError(error)}\n`);
  const status = errors.length > 0 ? 1 : 0;
  const all = read.flatMap((each) => {
    if ('error' in each) return [];
    const { name } = each;
    const { title, description, paper } = each.loaded.template.options;
    const folder = folderOf(name, folders);
    const picture = join(folder, PREVIEW);
    const isOwn = !folder.startsWith(environment.templates);
    return [{ name, title, description, paper, isOwn, folder, ...(existsSync(picture) ? { picture } : {}) }];
  });
  if (options.json) {
    environment.out(`${JSON.stringify(all, null, 2)}\n`);
    return status;
  }
  const width = Math.max(...all.map(({ name }) => name.length));
  const indent = ' '.repeat(width + 2);
  for (const { name, description, isOwn, picture } of all) {
    environment.out(`${name.padEnd(width)}  ${description}${isOwn ? ' (yours)' : ''}\n`);
    if (picture) environment.out(`${indent}${near(picture, environment)}\n`);
  }
  return status;
}

/** `dossier templates copy`: copies a template to start a new one. */
export async function copyTemplate(name: string, options: { as?: string }, environment: Environment): Promise<number> {
  const folders = templateFolders(environment);
  await new TemplateStore(folders).check(name);
  const as = options.as ?? `my-${name}`;
  if (!SLUG.test(as) || /^(packet|page-)|^partials$/.test(as))
    throw new DossierError('USAGE', `"${as}" cannot be the name of a template`, {
      hint: 'use lowercase letters, digits and hyphens; packet…, page-… and partials are reserved',
    });
  const target = join('templates', as);
  const isThere = await lstat(resolve(environment.cwd, target)).then(
    () => true,
    () => false,
  );
  if (isThere)
    throw new DossierError('USAGE', `${target} already exists`, {
      hint: 'choose another name with --as',
    });
  const source = folderOf(name, folders);
  const output = new Output(resolve(environment.cwd, target));
  const entries = await readdir(source, { withFileTypes: true });
  for (const entry of entries.filter((each) => each.isFile() && each.name !== PREVIEW)) {
    const bytes = await readFile(join(source, entry.name));
    await output.write(entry.name, entry.name === 'template.yaml' ? retitled(bytes, as) : bytes);
    environment.out(`${join(target, entry.name)}\n`);
  }
  environment.err(`next: dossier dev --template ${as} for a live preview\n`);
  return 0;
}

/** Changes the title of a copy, since templates with the same title could not be distinguished in a list. */
function retitled(yaml: Buffer, as: string): Buffer {
  const words = as.replaceAll('-', ' ');
  return Buffer.from(yaml.toString('utf8').replace(/^title:.*$/m, `title: ${JSON.stringify(words)}`));
}

function folderOf(name: string, folders: readonly string[]): string {
  const parent = folders.find((folder) => existsSync(join(folder, name))) ?? '';
  return join(parent, name);
}

/** The shortest way to write a path. */
function near(path: string, environment: Environment): string {
  const short = relative(environment.cwd, path);
  return short.startsWith('..') ? path : short;
}
