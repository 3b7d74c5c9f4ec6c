import type { Written } from './build.js';

/** Where a run tells how far it is; what is done with it is up to whoever called. */
export interface Progress {
  /** @param total profiles and packets to be made */
  begin(total: number): void;
  /** One profile or packet is done, well or badly. */
  advance(name: string): void;
  wrote(artifact: Written): void;
  failed(source: string): void;
  end(): void;
}
