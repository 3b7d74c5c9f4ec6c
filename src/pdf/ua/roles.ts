import { dictAt } from '../metadata.js';
import { resolveRole, STANDARD } from '../structure/roles.js';
import { type Finding, fault } from './conditions.js';
import type { Whole } from './subject.js';

/** Role mapping (ISO 14289-1, 7.1): checkpoint 02. */
export function* checkRoles({ structure, uses }: Whole): Generator<Finding> {
  const map = dictAt(structure, 'RoleMap');
  const mapped = map?.keys().map((key) => key.decodeText()) ?? [];
  const used = uses.flatMap((use) => [...use.types]);
  for (const type of new Set([...used, ...mapped])) {
    const role = resolveRole(map, type);
    if (role.standard !== undefined) continue;
    if (role.circular) yield fault('02-003', type);
    else yield fault('02-001', type);
  }
  for (const type of mapped) if (STANDARD.has(type)) yield fault('02-004', type);
}
