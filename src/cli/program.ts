import { Argument, Command, CommanderError, Option } from 'commander';
import { DEFAULT_PORT } from '../dev/listen.js';
import { DEFAULT_FORMATS, FORMATS } from '../document/formats.js';
import { DossierError, formatError } from '../errors.js';
import { SOURCE_FORMAT_NAMES } from '../profile/foreign-formats.js';
import type { Environment } from './environment.js';
import * as shared from './options.js';
import type { SchemaKind } from './schema.js';

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
export async function run(argv: readonly string[], world: Environment): Promise<number> {
  let status = 0;
  const program = new Command('dossier')
    .description('Profiles in YAML become résumés and candidate packets.')
    .version(world.version)
    .exitOverride()
    .configureOutput({ writeOut: (text) => world.out(text), writeErr: (text) => world.err(text) })
    .showHelpAfterError('(--help lists the commands and options)')
    .hook('preAction', (_program, command) => refuseEmpty(command));
  shared
    .runOptions(program.command('render'))
    .description('Render profiles to résumés, and packets of them.')
    .argument('[profiles...]', 'profiles by name; all where none is named')
    .option(
      '--format <names>',
      `what to write: ${FORMATS.join(', ')}, joined by commas (${DEFAULT_FORMATS.join(',')})`,
      shared.parseFormats,
    )
    .option(
      '--variant <names>',
      'variants by name, joined by commas, or all of them beside the main résumé',
      shared.parseNames,
    )
    .option('--letter <names>', 'cover letters by name, joined by commas, or all of them', shared.parseNames)
    .option('--watch', 'go on, and make what changes, until it is stopped')
    .addHelpText(
      'after',
      '\nExamples:\n  dossier render\n  dossier render --watch\n  dossier render krish-arora --template compact --format pdf\n  dossier render krish-arora --variant all --pages 1\n  dossier render --letter all\n  dossier render --format docx,png\n  dossier render --queue redis://localhost:6379\n',
    )
    .action(async (named: string[], options) => {
      const { render } = await import('./render.js');
      status = await render(named, options, world);
    });
  shared
    .runOptions(program.command('packet'))
    .description('Bind packets alone: those of packet files, or one of the profiles named with --title.')
    .argument('[files...]', 'packet files by name (all where none is named); with --title, profiles by name')
    .option('--title <text>', 'bind the profiles named under this title')
    .option('--role <text>', 'the role they are proposed for')
    .option('--date <day>', 'the day of the packet, such as 2026-11-16', shared.parseDay)
    .addHelpText(
      'after',
      '\nExamples:\n  dossier packet backend-engineers\n  dossier packet krish-arora aryan-mishra --title "Two for the API team"\n',
    )
    .action(async (named: string[], options) => {
      const { packet } = await import('./packet.js');
      status = await packet(named, options, world);
    });
  program
    .command('dev')
    .description('Show a résumé in a local page, web page and PDF side by side, drawn anew with every save.')
    .argument('[profile]', 'the profile to begin with, by name; the first where none is named')
    .option('--profiles <folder>', 'the folder of profiles', 'profiles')
    .option('--template <name>', 'the template to begin with')
    .option('--variant <name>', 'the variant to begin with')
    .option('--private', 'merge the private details of profiles/private/ over the profiles')
    .option('--port <number>', `the port on this machine (${DEFAULT_PORT}, or the next free one)`, shared.parsePort)
    .option('--browser <path>', 'the browser to print with')
    .option('--require-sandbox', shared.REQUIRE_SANDBOX)
    .addHelpText('after', '\nExamples:\n  dossier dev\n  dossier dev krish-arora --template compact --port 8080\n')
    .action(async (named: string | undefined, options) => {
      const { dev } = await import('./dev.js');
      status = await dev(named, options, world);
    });
  program
    .command('preview')
    .description('Show the download page in the browser as a web server would; only this machine reaches it.')
    .option('--out <folder>', 'the folder that was rendered to', 'out')
    .option('--port <number>', `the port on this machine (${DEFAULT_PORT}, or the next free one)`, shared.parsePort)
    .addHelpText('after', '\nExamples:\n  dossier preview\n  dossier preview --out out/draft --port 8080\n')
    .action(async (options) => {
      const { preview } = await import('./preview.js');
      status = await preview(options, world);
    });
  program
    .command('publish')
    .description('Copy the download page and what it names to a folder of its own: what a web server may show.')
    .argument('<folder>', 'where to')
    .option('--out <folder>', 'the folder that was rendered to', 'out')
    .addHelpText('after', '\nExample:\n  dossier publish site\n')
    .action(async (folder: string, options) => {
      const { publish } = await import('./publish.js');
      status = await publish(folder, options, world);
    });
  program
    .command('changes')
    .description('Say as a Markdown table what a run has added, changed and removed since an earlier one.')
    .argument('[manifest]', 'manifest.json of the earlier run; without it, all is new')
    .option('--out <folder>', 'the folder that was rendered to', 'out')
    .addHelpText('after', '\nExample:\n  dossier changes earlier/manifest.json\n')
    .action(async (manifest: string | undefined, options) => {
      const { changes } = await import('./changes.js');
      status = await changes(manifest, options, world);
    });
  program
    .command('seal')
    .description('Seal a packet: one page that holds it encrypted and opens only with the link.')
    .argument('<file>', 'a PDF')
    .option('--out <file>', 'the page to write (FILE.html)')
    .addHelpText('after', '\nExample:\n  dossier seal out/packets/backend-engineers.pdf\n')
    .action(async (file: string, options) => {
      const { seal } = await import('./seal.js');
      status = await seal(file, options, world);
    });
  program
    .command('extract')
    .description('Write out the files that a PDF carries: the profile of a résumé, or of each résumé in a packet.')
    .argument('<file>', 'a PDF')
    .option('--out <folder>', 'where to', 'extracted')
    .addHelpText(
      'after',
      '\nExample:\n  dossier extract out/packets/backend-engineers.pdf --out profiles-from-packet\n',
    )
    .action(async (file: string, options) => {
      const { extract } = await import('./extract.js');
      status = await extract(file, options, world);
    });
  program
    .command('import')
    .description(
      'Make profiles from résumés of other tools, or from a PDF that was made here. Nothing they say is lost.',
    )
    .argument('<files...>', 'JSON Resume, FRESH, RenderCV or YAMLResume, told by what stands in them; or a PDF')
    .addOption(
      new Option('--from <format>', 'take it for this format, whatever it looks like').choices(SOURCE_FORMAT_NAMES),
    )
    .option('--out <file>', 'the profile to write, or - for standard output')
    .option('--profiles <folder>', 'the folder where profiles are named after their persons', 'profiles')
    .option('--force', 'write over a profile that is there')
    .addHelpText(
      'after',
      '\nWhat has no key in a profile is placed beside what it belongs to or in a section, and listed with both places.\n\nExamples:\n  dossier import resume.json\n  dossier import cv.yaml --from rendercv --out profiles/ada.yaml\n  dossier import out/packets/backend-engineers.pdf --profiles from-packet\n',
    )
    .action(async (files: string[], options) => {
      const { importFiles } = await import('./import.js');
      status = await importFiles(files, options, world);
    });
  shared.addCheck(program, async (named, options) => {
    const { check } = await import('./check.js');
    status = await check(named, options, world);
  });
  program
    .command('init')
    .description('Begin: a folder with a first profile that renders as it is. It asks, or takes what --yes says.')
    .argument('[folder]', 'where', '.')
    .option('--yes', 'ask nothing')
    .option('--name <text>', 'your name')
    .option('--label <text>', 'the role that you have or look for')
    .option('--template <name>', 'the template to begin with')
    .addOption(new Option('--paper <size>', 'the paper').choices(['a4', 'letter']))
    .addHelpText(
      'after',
      '\nPhone and e-mail go to profiles/private/, which Git ignores. Nothing that is there is written over.\n\nExamples:\n  dossier init\n  dossier init résumé --yes --name "Ada Lovelace" --template modern\n',
    )
    .action(async (folder: string, options) => {
      const { init } = await import('./init.js');
      status = await init(folder, options, world);
    });
  const templates = program
    .command('templates')
    .description('List the templates, each with its picture, or copy one to start your own.')
    .option('--json', 'report as JSON on standard output')
    .addHelpText('after', '\nExamples:\n  dossier templates\n  dossier templates copy classic --as mine\n')
    .action(async (options) => {
      const { templates } = await import('./templates.js');
      status = await templates(options, world);
    });
  templates
    .command('copy')
    .description('Copy a template to templates/, where your own ones are.')
    .argument('<name>', 'the template to copy')
    .option('--as <name>', 'what the copy is called (my-NAME)')
    .addHelpText('after', '\nExample:\n  dossier templates copy classic --as mine\n')
    .action(async (name: string, options) => {
      const { copyTemplate } = await import('./templates.js');
      status = await copyTemplate(name, options, world);
    });
  program
    .command('doctor')
    .description(
      'Check that a run would find what it needs (Node, browser, templates, fonts, folders), and say how to fix what it would not.',
    )
    .option('--profiles <folder>', 'the folder of profiles', 'profiles')
    .option('--out <folder>', 'the folder to write to', 'out')
    .option('--browser <path>', 'the browser to print with')
    .option('--queue <url>', 'look at this queue and its workers too (or set DOSSIER_QUEUE)')
    .option('--json', 'report as JSON on standard output')
    .addHelpText('after', '\nExamples:\n  dossier doctor\n  dossier doctor --queue redis://localhost:6379\n')
    .action(async (options) => {
      const { doctor } = await import('./doctor.js');
      status = await doctor(options, world);
    });
  program
    .command('schema')
    .description('Print the JSON Schema of a profile or a packet file, for editors.')
    .addArgument(new Argument('[kind]', 'of what').choices(['profile', 'packet']).default('profile'))
    .option('--write <folder>', 'write profile.schema.json, and packets/packet.schema.json, into a folder of profiles')
    .addHelpText('after', '\nExamples:\n  dossier schema > profile.schema.json\n  dossier schema --write profiles\n')
    .action(async (kind: SchemaKind, options) => {
      const { schema } = await import('./schema.js');
      status = await schema(kind, options, world);
    });
  shared.addWorker(program, async (options) => {
    const { worker } = await import('./worker.js');
    status = await worker(options, world);
  });
  try {
    await program.parseAsync([...argv], { from: 'user' });
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    if (!(error instanceof DossierError)) throw error;
    world.err(`${formatError(error)}\n`);
    return error.exit;
  }
  return status;
}
