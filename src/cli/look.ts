import { readFile } from 'node:fs/promises';
import { relative, resolve } from 'node:path';
import type { Format } from '../document/formats.js';
import { DossierError, type Problem } from '../errors.js';
import type { Brand } from '../profile/brand.js';
import type { Design, Look } from '../profile/design.js';
import { findProject } from '../project/find.js';
import type { ProjectDefaults } from '../project/project.js';
import type { Environment } from './environment.js';
import type { LookOptions } from './look-options.js';
import { templateFolders } from './services.js';

/** The look of a run: its design options, and the defaults and the house style of its project. */
export interface RunLook {
  /** The options of the command, over those that a house style enforces. */
  design?: Design;
  defaults?: Look;
  formats?: Format[];
  brand?: Brand;
  /** The paths of the pictures of the house style. */
  pictures?: string[];
  warnings: Problem[];
}

/**
 * Reads the design options of a command and the defaults of its project. Without either, it only looks for the project's
 * file.
 *
 * @throws DossierError USAGE for a wrong option; PROFILE_INVALID for wrong content of a file
 */
export async function readLook(options: LookOptions, environment: Environment): Promise<RunLook> {
  const file = findProject(environment.cwd);
  const { enforced, ...project } = file ? await readProjectFile(file, environment) : NO_PROJECT;
  if (options.design === undefined && options.set === undefined)
    return { ...project, ...(enforced ? { design: enforced } : {}) };
  const [{ parseSetting, readDesign }, { mergeGroups }] = await Promise.all([
    import('../profile/read-design.js'),
    import('../profile/values.js'),
  ]);
  const warnings = [...project.warnings];
  let design: unknown = enforced;
  if (options.design !== undefined) {
    const bytes = await readFile(resolve(environment.cwd, options.design)).catch((cause: unknown) => {
      const hint = 'give the path of a YAML file with design options';
      throw new DossierError('USAGE', `--design ${options.design} cannot be read`, { hint, cause });
    });
    const read = readDesign(bytes, options.design);
    warnings.push(...read.warnings);
    design = mergeGroups(design, read.value);
  }
  for (const setting of options.set ?? []) design = mergeGroups(design, parseSetting(setting));
  return { ...project, design: design as Design, warnings };
}

const NO_PROJECT: ProjectDefaults = { warnings: [] };

/** The files that hold the look of a project: its file, and the pictures of its house style. */
export async function lookFiles(environment: Environment): Promise<string[]> {
  const file = findProject(environment.cwd);
  return file ? [file, ...((await readLook({}, environment)).pictures ?? [])] : [];
}

async function readProjectFile(file: string, environment: Environment): Promise<ProjectDefaults> {
  const { readProject } = await import('../project/project.js');
  return readProject(file, relative(environment.cwd, file), async () => {
    const { TemplateStore } = await import('../template/store.js');
    return new TemplateStore(templateFolders(environment)).names();
  });
}
