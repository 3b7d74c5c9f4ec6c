import { CONDITIONS as ARCHIVE_3, CONDITIONS_4 as ARCHIVE_4 } from './archive/conditions.js';
import type { SingleStandard } from './standards.js';
import { CONDITIONS as UA_1 } from './ua/conditions.js';
import { CONDITIONS_2 as UA_2 } from './ua/conditions-2.js';
import type { ConditionTable, Fault } from './verdict.js';

/** The standards, each with the conditions that it was the first to have. */
const TABLES: readonly (readonly [SingleStandard, ConditionTable])[] = [
  ['ua-1', UA_1],
  ['a-3a', ARCHIVE_3],
  ['ua-2', UA_2],
  ['a-4f', ARCHIVE_4],
];

/** The number of a condition in a standard; undefined if the standard does not have it. */
export function clauseOf(condition: string, standard: SingleStandard): string | undefined {
  for (const [first, table] of TABLES) {
    const row = table[condition];
    if (!row) continue;
    const isLater = standard === 'ua-2' || standard === 'a-4f';
    return (isLater ? row[standard] : undefined) ?? (first === standard ? condition : undefined);
  }
  return undefined;
}

/** The faults that a standard knows, with their numbers in it. */
export function faultsAgainst(faults: readonly Fault[], standard: SingleStandard): { source: Fault; fault: Fault }[] {
  return faults.flatMap((source) => {
    const condition = clauseOf(source.condition, standard);
    return condition === undefined ? [] : [{ source, fault: { ...source, condition } }];
  });
}
