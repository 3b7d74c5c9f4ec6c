import { type Command, InvalidArgumentError } from 'commander';
import type { AtsOptions } from './ats.js';
import { addLookOptions } from './look-options.js';
import { REQUIRE_SANDBOX } from './options.js';

/** The help text of `render --ats-gate`. */
export const ATS_GATE =
  'fail each résumé of whose fields pdf.js or the structure tree reads less than this share, such as 0.98';

export function parseShare(value: string): number {
  const share = Number(value);
  if (value !== '' && /^\d{0,3}(\.\d{1,9})?$/.test(value) && share <= 1) return share;
  throw new InvalidArgumentError('write a number from 0 to 1, such as 0.98');
}

/** Adds `dossier ats` to the program. */
export function addAts(program: Command, action: (file: string, options: AtsOptions) => Promise<void>): void {
  addLookOptions(program.command('ats'))
    .description(
      'Read the text of a résumé as applicant tracking systems do, and list the fields that are found and those that are lost.',
    )
    .argument('<file>', 'a profile by name or path, or a PDF')
    .option('--against <profile>', 'profile that the PDF was made from, by name or path')
    .option('--profiles <folder>', 'folder of profiles', 'profiles')
    .option('--template <name>', 'template to render the profile with')
    .option('--variant <name>', 'variant of the profile')
    .option('--private', 'merge the private details in profiles/private/ into the profile')
    .option('--gate <share>', 'exit with status 1 if an extractor finds less than this share, such as 0.98', parseShare)
    .option('--html <file>', 'also write the report as a page, with what is printed beside what is read')
    .option('--browser <path>', 'path of the browser to print with')
    .option('--require-sandbox', REQUIRE_SANDBOX)
    .option('--json', 'report as JSON on standard output')
    .addHelpText(
      'after',
      '\nThe text is read by pdf.js, from the structure tree and, if they are installed, by pdftotext and mutool.\n\nExamples:\n  dossier ats krish-arora\n  dossier ats krish-arora --template compact --gate 0.98 --html ats.html\n  dossier ats out/krish-arora/krish-arora.pdf --against krish-arora\n',
    )
    .action(action);
}
