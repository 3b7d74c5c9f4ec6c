import type { Command } from 'commander';

/** The options of `dossier templates`. */
export interface TemplatesOptions {
  json?: boolean;
  /** The file of a page that shows a profile in every template. */
  gallery?: string;
  profiles: string;
  profile?: string;
}

/** The actions of `dossier templates` and `dossier templates copy`. */
interface TemplateActions {
  list(options: TemplatesOptions): Promise<void>;
  copy(name: string, options: { as?: string }): Promise<void>;
}

/** Adds `dossier templates` to the program. */
export function addTemplates(program: Command, { list, copy }: TemplateActions): void {
  const templates = program
    .command('templates')
    .description('List the templates and the paths of their previews, or copy one to start your own.')
    .option('--gallery <file>', 'write a page that shows a profile in every template')
    .option('--profiles <folder>', 'folder of profiles', 'profiles')
    .option('--profile <name>', 'profile to show in the gallery (default: the only one)')
    .option('--json', 'report as JSON on standard output')
    .addHelpText(
      'after',
      '\nExamples:\n  dossier templates\n  dossier templates --gallery gallery.html --profile krish-arora\n  dossier templates copy classic --as mine\n',
    )
    .action(list);
  templates
    .command('copy')
    .description('Copy a template to templates/, the folder for your own templates.')
    .argument('<name>', 'template to copy')
    .option('--as <name>', 'name of the copy (default: my-NAME)')
    .addHelpText('after', '\nExample:\n  dossier templates copy classic --as mine\n')
    .action(copy);
}
