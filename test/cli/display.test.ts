import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { barDisplay, lineDisplay } from '../../src/cli/display.js';

const bars: { max: number | undefined; said: unknown[][] }[] = [];

vi.mock('@clack/prompts', () => ({
  progress: ({ max }: { max?: number }) => {
    const bar = { max, said: [] as unknown[][] };
    bars.push(bar);
    const say =
      (what: string) =>
      (...values: unknown[]) =>
        void bar.said.push([what, ...values]);
    return { start: say('start'), advance: say('advance'), stop: say('stop') };
  },
}));

/** The lines of a display, and the clock that it uses. */
function watched(make: typeof lineDisplay) {
  const clock = { now: 0 };
  const lines: string[] = [];
  const display = make({ err: (text) => void lines.push(text) }, () => clock.now);
  const advance = (steps: number, milliseconds: number) => {
    for (let step = 0; step < steps; step++) {
      clock.now += milliseconds;
      display.advance(`p${step + 1}`);
    }
  };
  return { lines, display, advance };
}

describe('without a terminal', () => {
  test('prints one line with a name for each step of a short run', () => {
    const { lines, display, advance } = watched(lineDisplay);
    display.begin(3);
    advance(3, 1000);
    display.end();
    expect(lines).toEqual(['[1/3] p1\n', '[2/3] p2\n', '[3/3] p3\n']);
  });

  test('prints a line every five seconds and one at the end of a long run', () => {
    const { lines, display, advance } = watched(lineDisplay);
    display.begin(1300);
    advance(1300, 10);
    display.end();
    expect(lines).toEqual([
      '500 of 1,300 · 100/s · 8 s left\n',
      '1,000 of 1,300 · 100/s · 3 s left\n',
      '1,300 of 1,300 · 100/s\n',
    ]);
  });

  test('prints a line for each tenth of a download', () => {
    const { lines, display } = watched(lineDisplay);
    for (let bytes = 0; bytes <= 1000; bytes += 10) display.downloading(bytes, 1000);
    expect(lines).toEqual(Array.from({ length: 11 }, (_, tenth) => `downloading: ${tenth * 10} %\n`));
  });
});

describe('on a terminal', () => {
  const opened = async () => {
    await vi.dynamicImportSettled();
    return bars.at(-1);
  };

  test('shows the pace beside the bar, and a bar for each run of a watched folder', async () => {
    onTestFinished(() => void bars.splice(0));
    const { display, advance } = watched(barDisplay);
    for (const [total, text] of [
      [1000, '8 of 1,000 · 4.0/s · 4 min 8 s left'],
      [20, '8 of 20 · 4.0/s · 3 s left'],
    ] as const) {
      display.begin(total);
      advance(2, 250);
      const bar = await opened();
      advance(6, 250);
      display.end();
      expect(bar?.max).toBe(total);
      // Steps that finish before the bar is shown are added to it afterwards.
      expect(bar?.said.slice(0, 3)).toEqual([
        ['start', 'rendering'],
        ['advance', 2],
        ['advance', 1, expect.anything()],
      ]);
      expect(bar?.said.slice(-2)).toEqual([
        ['advance', 1, text],
        ['stop', 'rendered'],
      ]);
    }
    expect(bars).toHaveLength(2);
  });

  test('shows no bar if the run ends before it can appear', async () => {
    const { display, advance } = watched(barDisplay);
    display.begin(1);
    advance(1, 10);
    display.end();
    expect(await opened()).toBeUndefined();
  });
});
