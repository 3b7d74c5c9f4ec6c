import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { DossierError } from '../../src/errors.js';
import { createLog, type LogEvent, type LogFields, type LogLevel } from '../../src/queue/log.js';
import { ROOT } from '../support/paths.js';

const NOW = new Date('2026-03-01T12:00:00.500Z');

const DIGEST = 'a1b2c3d4e5f6'.padEnd(64, '0');

/** The line written for one event. */
function written(fields?: LogFields, level: LogLevel = 'info', event: LogEvent = 'job.done'): string {
  const lines: string[] = [];
  createLog(
    (line) => lines.push(line),
    () => NOW,
  )(level, event, fields);
  expect(lines).toHaveLength(1);
  return lines[0] ?? '';
}

/** The written fields, without those that every line has. */
function fieldsOf(fields: LogFields): Record<string, unknown> {
  const { time, level, event, ...rest } = JSON.parse(written(fields));
  expect([time, level, event]).toEqual([NOW.toISOString(), 'info', 'job.done']);
  return rest;
}

test('writes an event as one line of JSON, with the time and the name first', () => {
  expect(written(undefined, 'warn', 'queue.lost')).toBe(
    '{"time":"2026-03-01T12:00:00.500Z","level":"warn","event":"queue.lost"}\n',
  );
  expect(written({ job: DIGEST, code: 'PRINT_TIMEOUT', attempt: 2 }, 'error', 'job.retried')).toBe(
    '{"time":"2026-03-01T12:00:00.500Z","level":"error","event":"job.retried","job":"a1b2c3d4e5f6","code":"PRINT_TIMEOUT","attempt":2}\n',
  );
});

test('writes every valid field unchanged', () => {
  const numbers = { attempt: 3, milliseconds: 812, bytes: 40_000, pages: 2, workers: 4, active: 1, port: 9464 };
  expect(fieldsOf({ job: DIGEST, tenant: 'uni_north.2', code: 'BUG', build: '0.1.0', ...numbers })).toEqual({
    job: 'a1b2c3d4e5f6',
    tenant: 'uni_north.2',
    code: 'BUG',
    build: '0.1.0',
    ...numbers,
  });
  expect(fieldsOf({ milliseconds: 12.6, build: DIGEST })).toEqual({ milliseconds: 13, build: 'a1b2c3d4e5f6' });
  expect(fieldsOf({ job: undefined, code: undefined })).toEqual({});
});

test('masks the password in the address of a queue', () => {
  expect(fieldsOf({ queue: 'rediss://user:secret@host:6379/0' })).toEqual({ queue: 'rediss://user:***@host:6379/0' });
});

describe('a log line', () => {
  /** Field values as untyped code might pass them. */
  const anything = fc.dictionary(
    fc.constantFrom(
      ...['job', 'tenant', 'code', 'attempt', 'milliseconds', 'bytes', 'pages', 'workers', 'active', 'port', 'build'],
      ...['queue', 'error', 'name', 'message', 'time', 'level', 'event', '__proto__', 'toString'],
    ),
    fc.oneof(fc.constant('Jané Doe'), fc.constant('jane doe\n{"level":"info"}'), fc.anything()),
  );
  const SHAPES: Record<string, RegExp> = {
    time: /^2026-03-01T12:00:00\.500Z$/,
    level: /^info$/,
    event: /^job\.done$/,
    job: /^([0-9a-f]{12}|\?)$/,
    tenant: /^([\w.-]{1,64}|\?)$/,
    code: /^([A-Z_]+|\?)$/,
    build: /^([\w.+-]{1,30}|\?)$/,
    queue: /^([a-z]+:\/\/)?\*\*\*$|^\?$/,
    ...Object.fromEntries(
      ['attempt', 'milliseconds', 'bytes', 'pages', 'workers', 'active', 'port'].map((name) => [
        name,
        /^(\d+(\.\d+)?(e\+\d+)?|\?)$/,
      ]),
    ),
  };

  test('has only known fields of valid shapes, for any input', () => {
    fc.assert(
      fc.property(anything, (fields) => {
        const line = written(fields as LogFields);
        expect(line.indexOf('\n')).toBe(line.length - 1);
        expect(line).not.toMatch(/Jan|jane|Doe/);
        const { error, ...entry } = JSON.parse(line) as Record<string, unknown>;
        for (const [name, value] of Object.entries(entry))
          expect(String(value)).toMatch(SHAPES[name] ?? /^no such field$/);
        if (error !== undefined) expect(error).toMatchObject({ class: expect.stringMatching(/^[\w$?]+$/) });
      }),
      { numRuns: 2000 },
    );
  });

  test('shows a placeholder for invalid values', () => {
    const wrong = {
      job: 'jane-doe',
      tenant: 'Jane Doe',
      attempt: Number.NaN,
      bytes: -1,
      build: 'jane',
      code: 'toString',
    };
    expect(fieldsOf(wrong as unknown as LogFields)).toEqual({
      ...{ job: '?', tenant: '?', attempt: '?', bytes: '?', build: '?', code: '?' },
    });
  });
});

describe('a logged error', () => {
  const traced = (error: unknown) => fieldsOf({ error }).error as { class: string; frames: string[] };

  test('has its class and stack locations, without its message or folder names', () => {
    class StrangeError extends Error {}
    const trace = traced(new StrangeError('Jane Doe, +1 202-555-0123'));
    expect(trace.class).toBe('StrangeError');
    expect(trace.frames[0]).toMatch(/^(\S+ )?log\.test\.ts:\d+:\d+$/);
    expect(trace.frames.some((frame) => /(^| )node_modules\/\S+:\d+:\d+$/.test(frame))).toBe(true);
    expect(JSON.stringify(trace)).not.toMatch(/Jane|202-|file:| \//);
    expect(JSON.stringify(trace)).not.toContain(ROOT);
  });

  test('has the same frames for any message, and no text from it', () => {
    const make = (message: string) => new Error(message);
    const usual = traced(make('usual')).frames;
    expect(usual.length).toBeGreaterThan(2);
    const line = fc.oneof(
      fc.string(),
      fc.constantFrom('    at Jane (jane.js:1:1)', '    at doe.js:1:1', 'Error', ': ', ''),
    );
    fc.assert(
      fc.property(fc.array(line), (lines) => {
        const { frames } = traced(make(lines.join('\n')));
        // The two calls of `make` are in different places in this file.
        const places = (list: string[]) => list.map((frame) => frame.replace(/:\d+:\d+$/, ''));
        expect(frames[0]).toBe(usual[0]);
        expect(places(frames).filter((place) => /jane|doe/i.test(place))).toEqual([]);
      }),
    );
  });

  test('has no frames if its message was changed, because the end of the message in the stack is unknown', () => {
    const error = new Error('Jane\n    at Jane (jane.js:1:1)');
    expect(error.stack).toContain('at Jane');
    error.message = 'another';
    expect(traced(error)).toEqual({ class: 'Error', frames: [] });
  });

  test('has only locations as frames, for any stack', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: fc.constantFrom(...'Jé at():/.js1 \n\\') })), (lines) => {
        const error = new Error('');
        error.stack = lines.map((line) => `    at ${line}`).join('\n');
        const place = /^([\w$.<>#]+ )?(node:[\w/]+|[\w@./+-]+\.[cm]?[jt]s):\d+:\d+$/;
        for (const frame of traced(error).frames) expect(frame).toMatch(place);
      }),
      { numRuns: 1000 },
    );
  });

  test.each([
    ['    at read (/home/jane/dossier/dist/program.cjs:10:20)', 'read program.cjs:10:20'],
    ['    at async Worker.run (file:///home/jane/dist/program.cjs:1:2)', 'Worker.run program.cjs:1:2'],
    ['    at new Job (/opt/x/node_modules/bullmq/dist/job.js:3:4)', 'Job node_modules/bullmq/dist/job.js:3:4'],
    ['    at a (/x/node_modules/b/node_modules/@c/d/e.mjs:5:6)', 'a node_modules/@c/d/e.mjs:5:6'],
    ['    at C:\\Users\\jane\\dist\\program.cjs:7:8', 'program.cjs:7:8'],
    ['    at Object.method [as jane] (/home/jane/a.js:9:10)', 'Object.method a.js:9:10'],
    [
      '    at process.processTicksAndRejections (node:internal/process/task_queues:95:5)',
      'process.processTicksAndRejections node:internal/process/task_queues:95:5',
    ],
  ])('shortens the frame %s', (line, frame) => {
    const error = new Error('said');
    error.stack = `Error: said\n${line}`;
    expect(traced(error).frames).toEqual([frame]);
  });

  test.each([
    '    at Array.map (<anonymous>)',
    '    at eval (eval at Jane (x.js:1:1), <anonymous>:1:1)',
    '    at Jane Doe (x.js:1:1)',
    '    at /home/jane-doe:1:1',
  ])('excludes a frame that is not a location in a code file: %s', (line) => {
    const error = new Error('said');
    error.stack = `Error: said\n${line}`;
    expect(traced(error).frames).toEqual([]);
  });

  test('has the code of a Dossier or system error, and a limited chain of causes', () => {
    const cause = Object.assign(new TypeError('redis://:secret@host'), { code: 'ECONNREFUSED' });
    expect(traced(new DossierError('OUTPUT_WRITE', 'jane-doe.pdf cannot be written', { cause }))).toMatchObject({
      class: 'DossierError',
      code: 'OUTPUT_WRITE',
      cause: { class: 'TypeError', code: 'ECONNREFUSED' },
    });
    expect(traced(Object.assign(new Error('x'), { code: 'Jane Doe' }))).not.toHaveProperty('code');
    const round = new Error('round');
    round.cause = round;
    expect(JSON.stringify(traced(round)).match(/"class"/g)).toHaveLength(4);
  });

  test.each([
    ['Jane Doe', 'string'],
    [null, 'null'],
    [{ message: 'Jane' }, 'object'],
    [42, 'number'],
  ])('that is not an Error is logged as its type: %j', (thrown, type) => {
    expect(traced(thrown)).toEqual({ class: type, frames: [] });
  });

  test('does not end the worker if it cannot be inspected', () => {
    const hostile = new Error('x');
    Object.defineProperty(hostile, 'stack', {
      get() {
        throw new Error('Jane Doe');
      },
    });
    expect(traced(hostile)).toEqual({ class: '?', frames: [] });
    class Named extends Error {}
    Object.defineProperty(Named, 'name', { value: 'Jane Doe' });
    expect(traced(new Named('x')).class).toBe('Error');
  });
});
