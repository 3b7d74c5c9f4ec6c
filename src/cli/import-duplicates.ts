import { select } from '@clack/prompts';
import { DossierError } from '../errors.js';
import type { DuplicateAnswer, DuplicateQuestion } from '../import/intake/model.js';
import type { Environment } from './environment.js';

/**
 * Asks on a terminal about a file that is likely of a person whose profile exists.
 *
 * @throws DossierError ABORTED if the user cancels
 */
export async function askAboutDuplicate(
  { file, name, slug, why }: DuplicateQuestion,
  { input, output }: NonNullable<Environment['terminal']>,
): Promise<DuplicateAnswer> {
  const options: { value: DuplicateAnswer; label: string; hint: string }[] = [
    { value: 'apart', label: 'Keep apart', hint: 'a profile of its own' },
    { value: 'same', label: `Update ${slug}`, hint: 'the same person; edits by hand stay' },
    { value: 'skip', label: 'Skip this file', hint: 'nothing is imported' },
  ];
  const message = `${file} (${name}) is likely the person of ${slug}: ${why}`;
  const answer = await select<DuplicateAnswer>({ message, options, initialValue: 'apart', input, output });
  if (typeof answer !== 'symbol') return answer;
  throw new DossierError('ABORTED', 'the import was cancelled; the files before this one were imported');
}
