import type { Launched } from './launch.js';

/** A browser and what it has to do. */
export interface Live {
  launched: Promise<Launched>;
  busy: number;
  /** Documents that it has printed, well or badly. */
  printed: number;
}

export async function closeBrowser({ launched }: Live): Promise<void> {
  const open = await launched.catch(() => undefined);
  await open?.browser.close().catch(() => undefined);
}
