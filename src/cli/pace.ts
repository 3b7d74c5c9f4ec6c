/** Steps that the rate is taken from: enough to be steady, few enough to follow what changes. */
const REMEMBERED = 100;

/** Steps and milliseconds without which an estimate would be a guess. */
const [FEWEST, SHORTEST] = [5, 1000];

/** How far a run is, how fast it goes and how long it has still to go. */
export class Pace {
  readonly total: number;
  readonly #now: () => number;
  /** When the last steps were done. The time before the first says nothing: a browser starts in it. */
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

  /** `412 of 1,000 · 38/s · 15 s left`; the rate and the rest only where there is enough to tell them from. */
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
