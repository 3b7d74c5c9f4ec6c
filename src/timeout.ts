/**
 * Waits for a promise, but no longer than the given time. The work itself goes on; its later failure is ignored.
 *
 * @param explain makes the error to throw once the time is over; by default a DOMException named TimeoutError
 * @throws the error of the work, or of `explain`
 */
export async function withTimeout<T>(
  milliseconds: number,
  work: Promise<T>,
  explain: () => Error = () => new DOMException(`timed out after ${milliseconds} ms`, 'TimeoutError'),
): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(explain()), milliseconds);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
