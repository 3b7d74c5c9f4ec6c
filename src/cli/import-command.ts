import { type Command, Option } from 'commander';
import { SOURCE_FORMAT_NAMES } from '../profile/foreign-formats.js';
import type { ImportCommandOptions } from './import.js';

const HELP = `
The content of a file determines its format, whatever its name: PDFs, Word files, OpenDocument and RTF (with LibreOffice), scans (with tesseract.js), HTML, Markdown, JSON Resume, FRESH, RenderCV, YAMLResume, Reactive Resume, LinkedIn's data export, Europass, and lists of publications.

A PDF made by Dossier gives back its profiles. The text of any other PDF is read by rules: nothing leaves this computer, and comments in the profile mark what is unsure. Values without a matching profile key are moved to a related key or a section.

A copy of each file and a record of its import are kept in profiles/originals/, which Git ignores. Run again, the command imports only what is new. A changed file is merged into its profile, and edits by hand stay. Files that are likely of one person are kept apart and listed; on a terminal, the command asks.

Examples:
  dossier import resume.json
  dossier import cv.pdf --report cv.html
  dossier import inbox --profiles candidates --packet backend-engineers.yaml
  dossier import cv.yaml --from rendercv --out profiles/ada.yaml
  dossier import refs.bib --add-to profiles/ada.yaml
  dossier import out/packets/backend-engineers.pdf --profiles from-packet
`;

/** Adds the command `import`. */
export function addImport(
  program: Command,
  run: (files: string[], options: ImportCommandOptions) => Promise<void>,
): void {
  program
    .command('import')
    .description('Convert résumés from other tools, or PDFs from any program, to profiles. No content is lost.')
    .argument('<files...>', 'résumés, or folders of résumés, which are searched at any depth')
    .addOption(
      new Option('--from <format>', 'read the files as this format instead of detecting it').choices(
        SOURCE_FORMAT_NAMES,
      ),
    )
    .option('--out <file>', 'profile to write, or - for standard output; no original and no record are kept')
    .option('--profiles <folder>', 'folder to write to, where each profile is named after its person', 'profiles')
    .option('--packet <file>', 'packet file in profiles/packets to create, or to add the candidates to')
    .option('--again', 'import files that have not changed since their last import, too')
    .option('--force', 'overwrite existing profiles, and edits by hand in them')
    .option('--public-contacts', 'keep phone, e-mail and street in the profile, not in the private overlay beside it')
    .option('--add-to <profile>', 'add a list of publications (BibTeX, RIS, CSL-JSON, ORCID) to a profile')
    .option('--strict', 'fail if a PDF, Word, HTML or Markdown file leaves the name or another value unsure')
    .option('--report <file>', 'write a page that shows the original beside its values, unsure ones first')
    .option('--browser <path>', 'path of the browser that draws the pages of a report')
    .option('--json', 'print the summary as JSON on standard output')
    .addHelpText('after', HELP)
    .action(run);
}
