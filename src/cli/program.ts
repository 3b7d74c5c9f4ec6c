import { Argument, Command, CommanderError, Option } from 'commander';
import { DEFAULT_FORMATS, FORMATS } from '../document/formats.js';
import { DossierError, formatError } from '../errors.js';
import { ATS_GATE, addAts, parseShare } from './ats-command.js';
import type { Environment } from './environment.js';
import { addImport } from './import-command.js';
import { addLookOptions } from './look-options.js';
import * as shared from './options.js';
import { addPdfCommands } from './pdf-commands.js';
import { addWorker } from './queue-options.js';
import type { SchemaKind } from './schema.js';
import { addTemplates } from './templates-command.js';

/**
 * Refuses an option or argument with an empty value, such as an unset variable of a script: an empty folder name would
 * mean the current folder.
 *
 * @throws DossierError USAGE
 */
function refuseEmpty(command: Command): void {
  // An empty password has its own message.
  const option = command.options.find(
    (one) => one.attributeName() !== 'password' && command.getOptionValue(one.attributeName()) === '',
  );
  const name = option?.long ?? (command.args.includes('') ? 'an argument' : undefined);
  if (name === undefined) return;
  throw new DossierError('USAGE', `${name} is empty`, { hint: 'give it a value, or leave it out' });
}

/**
 * Runs the command line.
 *
 * @param argv the arguments without the Node executable and the script
 * @returns the exit status; user errors are printed to standard error, bugs are thrown
 */
export async function run(argv: readonly string[], environment: Environment): Promise<number> {
  let status = 0;
  const program = new Command('dossier')
    .description('Render YAML profiles as résumés, and bind them into candidate packets.')
    .version(environment.version)
    .exitOverride()
    .configureOutput({ writeOut: (text) => environment.out(text), writeErr: (text) => environment.err(text) })
    .showHelpAfterError('(--help lists the commands and options)')
    .hook('preAction', (_program, command) => refuseEmpty(command));
  shared
    .runOptions(program.command('render'))
    .description('Render profiles as résumés, and bind packets.')
    .argument('[profiles...]', 'profiles by name or path (default: all)')
    .option(
      '--format <names>',
      `any of ${FORMATS.join(', ')}, separated by commas (default: ${DEFAULT_FORMATS.join(',')})`,
      shared.parseFormats,
    )
    .option(
      '--variant <names>',
      'variants by name, separated by commas, or "all" for the main résumé and every variant',
      shared.parseNames,
    )
    .option('--letter <names>', 'cover letters by name, separated by commas, or "all"', shared.parseNames)
    .option('--ats-gate <share>', ATS_GATE, parseShare)
    .option('--watch', 'keep running and render changes until stopped')
    .addHelpText(
      'after',
      '\nExamples:\n  dossier render\n  dossier render --watch\n  dossier render krish-arora --template compact --format pdf\n  dossier render krish-arora --variant all --pages 1\n  dossier render --letter all\n  dossier render --format docx,png\n  dossier render --queue redis://localhost:6379\n',
    )
    .action(async (named: string[], options) => {
      const { render } = await import('./render.js');
      status = await render(named, options, environment);
    });
  shared
    .runOptions(program.command('packet'))
    .description(
      'Bind packets only: those that packet files describe or, with --title, one packet of the given profiles.',
    )
    .argument('[files...]', 'packet files by name or path (default: all); with --title, profiles')
    .option('--title <text>', 'bind the given profiles into a packet with this title')
    .option('--role <text>', 'role that the candidates are proposed for')
    .option('--date <day>', 'date of the packet, such as 2026-11-16', shared.parseDay)
    .addHelpText(
      'after',
      '\nExamples:\n  dossier packet backend-engineers\n  dossier packet krish-arora aryan-mishra --title "Two for the API team"\n',
    )
    .action(async (named: string[], options) => {
      const { packet } = await import('./render.js');
      status = await packet(named, options, environment);
    });
  addLookOptions(program.command('dev'))
    .description('Serve a live preview of a résumé on this machine: HTML and PDF side by side, redrawn on every save.')
    .argument('[profile]', 'profile to start with, by name or path (default: the first)')
    .option('--profiles <folder>', 'folder of profiles', 'profiles')
    .option('--template <name>', 'template to start with')
    .option('--variant <name>', 'variant to start with')
    .option('--private', 'merge the private details in profiles/private/ into the profiles')
    .option('--port <number>', shared.LOCAL_PORT, shared.parsePort)
    .option('--browser <path>', 'path of the browser to print with')
    .option('--require-sandbox', shared.REQUIRE_SANDBOX)
    .addHelpText('after', '\nExamples:\n  dossier dev\n  dossier dev krish-arora --template compact --port 8080\n')
    .action(async (named: string | undefined, options) => {
      const { dev } = await import('./dev.js');
      status = await dev(named, options, environment);
    });
  program
    .command('preview')
    .description('Serve the download page as a web server would, on this machine only.')
    .option('--out <folder>', 'output folder of the run', 'out')
    .option('--port <number>', shared.LOCAL_PORT, shared.parsePort)
    .addHelpText('after', '\nExamples:\n  dossier preview\n  dossier preview --out out/draft --port 8080\n')
    .action(async (options) => {
      const { preview } = await import('./site.js');
      status = await preview(options, environment);
    });
  program
    .command('publish')
    .description('Copy the download page and its linked files into a folder for a web server.')
    .argument('<folder>', 'folder to copy to')
    .option('--out <folder>', 'output folder of the run', 'out')
    .addHelpText('after', '\nExample:\n  dossier publish site\n')
    .action(async (folder: string, options) => {
      const { publish } = await import('./site.js');
      status = await publish(folder, options, environment);
    });
  program
    .command('changes')
    .description('Print a Markdown table of the files that were added, changed or removed since an earlier run.')
    .argument('[manifest]', 'manifest.json of the earlier run; without it, all files count as added')
    .option('--out <folder>', 'output folder of the run', 'out')
    .addHelpText('after', '\nExample:\n  dossier changes earlier/manifest.json\n')
    .action(async (manifest: string | undefined, options) => {
      const { changes } = await import('./changes.js');
      status = await changes(manifest, options, environment);
    });
  addPdfCommands(program, environment, (exit) => {
    status = exit;
  });
  addImport(program, async (files, options) => {
    const { importFiles } = await import('./import.js');
    status = await importFiles(files, options, environment);
  });
  shared.addCheck(program, async (named, options) => {
    const { check } = await import('./check.js');
    status = await check(named, options, environment);
  });
  addAts(program, async (file, options) => {
    const { ats } = await import('./ats.js');
    status = await ats(file, options, environment);
  });
  program
    .command('init')
    .description('Create a folder with a first profile that is ready to render. Asks questions unless --yes is given.')
    .argument('[folder]', 'folder to create', '.')
    .option('--yes', 'ask no questions')
    .option('--name <text>', 'your name')
    .option('--label <text>', 'your current or desired role')
    .option('--template <name>', 'template to start with')
    .addOption(new Option('--paper <size>', 'paper size').choices(['a4', 'letter']))
    .addHelpText(
      'after',
      '\nPhone and e-mail are written to profiles/private/, which Git ignores. Existing files are kept.\n\nExamples:\n  dossier init\n  dossier init résumé --yes --name "Ada Lovelace" --template modern\n',
    )
    .action(async (folder: string, options) => {
      const { init } = await import('./init.js');
      status = await init(folder, options, environment);
    });
  addTemplates(program, {
    list: async (options) => {
      const { gallery } = options;
      if (gallery !== undefined)
        status = await (await import('./gallery.js')).gallery({ ...options, gallery }, environment);
      else status = await (await import('./templates.js')).templates(options, environment);
    },
    copy: async (name, options) => {
      const { copyTemplate } = await import('./templates.js');
      status = await copyTemplate(name, options, environment);
    },
  });
  program
    .command('doctor')
    .description(
      'Check what a run needs (Node, browser, templates, fonts, folders), and suggest a fix for each problem.',
    )
    .option('--profiles <folder>', 'folder of profiles', 'profiles')
    .option('--out <folder>', 'output folder', 'out')
    .option('--browser <path>', 'path of the browser to print with')
    .option('--queue <url>', 'also check this queue and its workers (or set DOSSIER_QUEUE)')
    .option('--json', 'report as JSON on standard output')
    .addHelpText('after', '\nExamples:\n  dossier doctor\n  dossier doctor --queue redis://localhost:6379\n')
    .action(async (options) => {
      const { doctor } = await import('./doctor.js');
      status = await doctor(options, environment);
    });
  program
    .command('schema')
    .description('Print the JSON Schema of profiles, packet files or dossier.yaml, for use in an editor.')
    .addArgument(new Argument('[kind]', 'schema to print').choices(['profile', 'packet', 'project']).default('profile'))
    .option(
      '--write <folder>',
      'write profile.schema.json, packets/packet.schema.json and dossier.schema.json to a folder of profiles',
    )
    .addHelpText('after', '\nExamples:\n  dossier schema > profile.schema.json\n  dossier schema --write profiles\n')
    .action(async (kind: SchemaKind, options) => {
      const { schema } = await import('./schema.js');
      status = await schema(kind, options, environment);
    });
  addWorker(program, async (options) => {
    const { worker } = await import('./worker.js');
    status = await worker(options, environment);
  });
  try {
    await program.parseAsync([...argv], { from: 'user' });
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    if (!(error instanceof DossierError)) throw error;
    environment.err(`${formatError(error)}\n`);
    return error.exit;
  }
  return status;
}
