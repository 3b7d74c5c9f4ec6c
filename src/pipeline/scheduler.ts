/** A target that a run makes. */
export interface Target<K extends string = string> {
  /** Unique in a run: `ada`, `packets/backend`, `site`. */
  id: string;
  kind: K;
  /** The ids of targets that must finish, successfully or not, before this one is made. */
  dependsOn: readonly string[];
  /** Makes the target and commits the result; rejects only with an error that ends the whole run. */
  make(): Promise<void>;
}

/**
 * Makes targets in the order of their dependencies, and otherwise in the given order. Dependencies on targets that are
 * not in the list count as fulfilled.
 *
 * @param widths the maximum number of concurrent targets of each kind
 * @throws the first rejection, after running targets have finished; no further target is started
 */
export async function runTargets<K extends string>(
  targets: readonly Target<K>[],
  widths: Readonly<Record<K, number>>,
): Promise<void> {
  const ids = new Set(targets.map(({ id }) => id));
  const waiting = new Map(targets.map((target) => [target, new Set(target.dependsOn.filter((id) => ids.has(id)))]));
  const dependents = new Map<string, Target<K>[]>();
  for (const [target, dependencies] of waiting)
    for (const id of dependencies) dependents.set(id, [...(dependents.get(id) ?? []), target]);
  const ready = new Map<K, Target<K>[]>();
  const free = new Map<K, number>();
  const running = new Set<Promise<void>>();
  let failed: { reason: unknown } | undefined;

  const enqueue = (target: Target<K>) => {
    waiting.delete(target);
    const lane = ready.get(target.kind);
    if (lane) lane.push(target);
    else ready.set(target.kind, [target]);
  };
  const make = async (target: Target<K>) => {
    try {
      if (!failed) await target.make();
    } catch (reason) {
      failed ??= { reason };
    }
    free.set(target.kind, (free.get(target.kind) ?? 0) + 1);
    for (const next of dependents.get(target.id) ?? []) {
      const missing = waiting.get(next);
      if (missing?.delete(target.id) && missing.size === 0) enqueue(next);
    }
  };
  const start = () => {
    for (const [kind, lane] of ready)
      while (lane.length > 0 && (free.get(kind) ?? widths[kind]) > 0 && !failed) {
        const target = lane.shift() as Target<K>;
        free.set(kind, (free.get(kind) ?? widths[kind]) - 1);
        const made: Promise<void> = make(target).then(() => void running.delete(made));
        running.add(made);
      }
  };
  for (const [target, missing] of [...waiting]) if (missing.size === 0) enqueue(target);
  for (start(); running.size > 0; start()) await Promise.race(running);
  if (failed) throw failed.reason;
}
