/**
 * Waits for something, and not for longer than that: the driver's own limits leave out much of what it asks of a page.
 *
 * @throws DOMException TimeoutError
 */
export async function within<T>(milliseconds: number, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    const error = () => reject(new DOMException(`not done within ${milliseconds} ms`, 'TimeoutError'));
    timer = setTimeout(error, milliseconds);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
