import type { Progress } from '../pipeline/report.js';
import type { Environment } from './environment.js';

/** Displays the progress of a run. */
export interface Display extends Pick<Progress, 'begin' | 'advance' | 'end'> {
  note(message: string): void;
  /** Displays the progress of a download, in bytes. */
  downloading(done: number, total: number): void;
}

export const SILENT: Display = {
  begin: () => undefined,
  advance: () => undefined,
  end: () => undefined,
  note: () => undefined,
  downloading: () => undefined,
};

/** The largest number of steps for which each step gets its own line. */
const LISTED = 100;

/** The minimum interval in milliseconds between two lines of a longer run. */
const PAUSE = 5000;

/** Prints lines of text, for logs: one for each step, or an occasional summary if there are many steps. */
export function lineDisplay(environment: Pick<Environment, 'err'>, now: () => number): Display {
  let pace = new Pace(0, now);
  let said = 0;
  let tenth = -1;
  return {
    begin: (total) => {
      pace = new Pace(total, now);
      said = now();
    },
    advance: (name) => {
      pace.step();
      if (pace.total <= LISTED) environment.err(`[${pace.done}/${pace.total}] ${name}\n`);
      else if (pace.done === pace.total || now() - said >= PAUSE) {
        said = now();
        environment.err(`${pace}\n`);
      }
    },
    end: () => undefined,
    note: (message) => environment.err(`${message}\n`),
    downloading: (bytes, size) => {
      const reached = Math.floor((bytes / size) * 10);
      if (reached > tenth) environment.err(`downloading: ${reached * 10} %\n`);
      tenth = reached;
    },
  };
}

/** Shows a progress bar on a terminal. The bar is loaded on first use; until it is loaded, steps are only counted. */
export function barDisplay(environment: Pick<Environment, 'err'>, now: () => number): Display {
  type Bar = {
    start(message?: string): void;
    advance(step?: number, message?: string): void;
    stop(message?: string): void;
  };
  let bar: Bar | undefined;
  let isOpen = false;
  let behind = 0;
  let percent = 0;
  let pace = new Pace(0, now);
  const open = (max: number, message: string) => {
    isOpen = true;
    behind = 0;
    void import('@clack/prompts').then(({ progress }) => {
      if (!isOpen) return;
      bar = progress({ max, style: 'block', output: process.stderr });
      bar.start(message);
      if (behind > 0) bar.advance(behind);
    });
  };
  const advance = (steps: number, message?: string) => {
    if (bar) bar.advance(steps, message);
    else behind += steps;
  };
  const close = (message: string) => {
    isOpen = false;
    bar?.stop(message);
    bar = undefined;
  };
  return {
    begin: (total) => {
      pace = new Pace(total, now);
      open(Math.max(1, total), 'rendering');
    },
    advance: () => {
      pace.step();
      advance(1, String(pace));
    },
    end: () => close('rendered'),
    note: (message) => environment.err(`${message}\n`),
    downloading: (bytes, size) => {
      if (!isOpen) open(100, `of ${Math.round(size / 1e6)} MB`);
      const reached = Math.floor((bytes / size) * 100);
      if (reached > percent) advance(reached - percent);
      percent = Math.max(percent, reached);
      if (bytes >= size) close('downloaded');
    },
  };
}

/** The number of recent steps that the rate is computed from: enough to be steady, few enough to follow changes. */
const REMEMBERED = 100;

/** The minimum number of steps and of milliseconds for a useful estimate. */
const [FEWEST, SHORTEST] = [5, 1000];

/** The progress, rate and remaining time of a run. */
export class Pace {
  readonly total: number;
  readonly #now: () => number;
  /** The times of the last steps. The time before the first step does not count, because the browser starts in it. */
  readonly #times: number[] = [];
  #done = 0;

  /** @param now a clock, in milliseconds */
  constructor(total: number, now: () => number) {
    this.total = total;
    this.#now = now;
  }

  step(): void {
    this.#done += 1;
    this.#times.push(this.#now());
    if (this.#times.length > REMEMBERED + 1) this.#times.shift();
  }

  get done(): number {
    return this.#done;
  }

  /**
   * `412 of 1,000 · 38/s · 15 s left`; the rate and the remaining time appear once there is enough data for an
   * estimate.
   */
  toString(): string {
    const parts = [`${this.#done.toLocaleString('en')} of ${this.total.toLocaleString('en')}`];
    const steps = this.#times.length - 1;
    const took = (this.#times.at(-1) ?? 0) - (this.#times[0] ?? 0);
    if (steps >= FEWEST && took >= SHORTEST) {
      const rate = steps / (took / 1000);
      parts.push(`${rate < 10 ? rate.toFixed(1) : Math.round(rate)}/s`);
      if (this.#done < this.total) parts.push(`${duration(Math.ceil((this.total - this.#done) / rate))} left`);
    }
    return parts.join(' · ');
  }
}

function duration(seconds: number): string {
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  return minutes < 60 ? `${minutes} min ${seconds % 60} s` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}
