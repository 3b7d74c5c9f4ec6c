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
import { queueOf } from './options.js';

const MARKS = { good: ['green', 'ok  '], note: ['yellow', 'note'], bad: ['red', 'BAD '] } as const;

/** `dossier doctor`: checks that a run would find everything it needs, and suggests fixes. */
export async function doctor(
  options: ExamineOptions & { queue?: string; json?: boolean },
  world: Environment,
): Promise<number> {
  const queue = queueOf(options, world);
  const findings: Diagnosis[] = [
    examineNode(world.node),
    ...(await examineBrowser(options, world)),
    ...(await examineTemplates(world)),
    await examineFonts(world),
    ...(await examineFolders(options, world)),
    await examineProfiles(options, world),
    ...(queue ? await (await import('./doctor-queue.js')).examineQueue(queue, options.browser, world) : []),
  ];
  if (options.json) world.out(`${JSON.stringify(findings, null, 2)}\n`);
  else for (const finding of findings) world.out(line(finding, world));
  return findings.some(({ state }) => state === 'bad') ? 3 : 0;
}

function line({ what, state, found, fix }: Diagnosis, world: Environment): string {
  const [colour, mark] = MARKS[state];
  const painted = world.isTerminal ? styleText(colour, mark) : mark;
  const text = found.split('\n').join('\n                 ');
  return `${painted}  ${what.padEnd(9)}  ${text}\n${fix ? `                 ${fix}\n` : ''}`;
}
