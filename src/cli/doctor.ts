import { styleText } from 'node:util';
import {
  type Diagnosis,
  type ExamineOptions,
  examineBrowser,
  examineFolders,
  examineFonts,
  examineNode,
  examineProfiles,
  examineTemplates,
} from './doctor-checks.js';
import type { Environment } from './environment.js';
import { queueOf } from './queue-options.js';

const MARKS = { good: ['green', 'ok  '], note: ['yellow', 'note'], bad: ['red', 'BAD '] } as const;

/** `dossier doctor`: checks that a run would find everything it needs, and suggests fixes. */
export async function doctor(
  options: ExamineOptions & { queue?: string; json?: boolean },
  environment: Environment,
): Promise<number> {
  const queue = queueOf(options, environment);
  const findings: Diagnosis[] = [
    examineNode(environment.node),
    ...(await examineBrowser(options, environment)),
    ...(await examineTemplates(environment)),
    await examineFonts(environment),
    ...(await examineFolders(options, environment)),
    await examineProfiles(options, environment),
    ...(queue ? await (await import('./queue.js')).examineQueue(queue, options.browser, environment) : []),
  ];
  if (options.json) environment.out(`${JSON.stringify(findings, null, 2)}\n`);
  else for (const finding of findings) environment.out(line(finding, environment));
  return findings.some(({ state }) => state === 'bad') ? 3 : 0;
}

function line({ what, state, found, fix }: Diagnosis, environment: Environment): string {
  const [colour, mark] = MARKS[state];
  const painted = environment.isTerminal ? styleText(colour, mark) : mark;
  const text = found.split('\n').join('\n                 ');
  return `${painted}  ${what.padEnd(9)}  ${text}\n${fix ? `                 ${fix}\n` : ''}`;
}
