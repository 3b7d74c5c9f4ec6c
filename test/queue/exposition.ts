/** A metric family in Prometheus’ text format. */
export interface Family {
  name: string;
  type: string;
  help: string;
  samples: Sample[];
}

export interface Sample {
  name: string;
  labels: Record<string, string>;
  value: number;
}

const NAME = '[a-zA-Z_:][a-zA-Z0-9_:]*';
const HELP = new RegExp(`^# HELP (${NAME}) (.+)$`);
const TYPE = new RegExp(`^# TYPE (${NAME}) (counter|gauge|histogram|summary|untyped)$`);
const SAMPLE = new RegExp(`^(${NAME})(?:\\{(.*)\\})? (\\S+)$`);
const LABEL = /^([a-zA-Z_][a-zA-Z0-9_]*)="((?:[^"\\\n]|\\["\\n])*)"(?:,|$)/;

/**
 * Parses Prometheus’ text format 0.0.4 strictly: rejects unknown lines, repeated or split families, duplicate samples
 * and histograms whose buckets do not add up.
 */
export function parseExposition(text: string): Map<string, Family> {
  if (!text.endsWith('\n')) throw new Error('the last line does not end');
  const families = new Map<string, Family>();
  let help: { name: string; text: string } | undefined;
  let family: Family | undefined;
  for (const line of text.split('\n').filter((line) => line !== '')) {
    const [, helped, said = ''] = HELP.exec(line) ?? [];
    const [, typed, type = ''] = TYPE.exec(line) ?? [];
    if (helped) help = { name: helped, text: said };
    else if (typed) {
      if (help?.name !== typed) throw new Error(`${typed} has no help of its own`);
      if (families.has(typed)) throw new Error(`${typed} stands twice`);
      family = { name: typed, type, help: help.text, samples: [] };
      families.set(typed, family);
    } else {
      const sample = parseSample(line);
      if (!family || !belongs(sample.name, family)) throw new Error(`${sample.name} stands in no family`);
      if (family.samples.some((other) => keyOf(other) === keyOf(sample))) throw new Error(`${line} stands twice`);
      family.samples.push(sample);
    }
  }
  for (const { type, name, samples } of families.values()) if (type === 'histogram') checkHistogram(name, samples);
  return families;
}

/** The value of one metric; throws if it is missing. */
export function figureOf(text: string, name: string, labels: Record<string, string> = {}): number {
  const samples = [...parseExposition(text).values()].flatMap((family) => family.samples);
  const wanted = keyOf({ name, labels });
  const sample = samples.find((sample) => keyOf(sample) === wanted);
  if (!sample) throw new Error(`there is no ${wanted}`);
  return sample.value;
}

function keyOf({ name, labels }: Omit<Sample, 'value'>): string {
  return `${name} ${JSON.stringify(Object.entries(labels).sort(([a], [b]) => (a < b ? -1 : 1)))}`;
}

function belongs(sample: string, { name, type }: Family): boolean {
  return type === 'histogram'
    ? ['_bucket', '_sum', '_count'].some((end) => sample === `${name}${end}`)
    : sample === name;
}

function parseSample(line: string): Sample {
  const [, name, labels = '', value = ''] = SAMPLE.exec(line) ?? [];
  if (!name) throw new Error(`not a line of the format: ${line}`);
  return { name, labels: parseLabels(labels), value: parseNumber(value) };
}

function parseLabels(text: string): Record<string, string> {
  const labels: Record<string, string> = {};
  for (let rest = text; rest !== ''; ) {
    const [whole, name, value = ''] = LABEL.exec(rest) ?? [];
    if (!whole || !name || name in labels) throw new Error(`not labels: ${text}`);
    labels[name] = value.replace(/\\(.)/g, (_, escaped) => (escaped === 'n' ? '\n' : escaped));
    rest = rest.slice(whole.length);
  }
  return labels;
}

function parseNumber(text: string): number {
  if (/^[+-]Inf$/.test(text)) return text.startsWith('-') ? -Infinity : Infinity;
  if (!/^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text)) throw new Error(`not a number: ${text}`);
  return Number(text);
}

function checkHistogram(name: string, samples: readonly Sample[]): void {
  const buckets = samples.filter((sample) => sample.name === `${name}_bucket`);
  const bounds = buckets.map(({ labels }) => parseNumber(labels.le ?? ''));
  const counts = buckets.map(({ value }) => value);
  const count = samples.find((sample) => sample.name === `${name}_count`)?.value;
  if (bounds.at(-1) !== Infinity || counts.at(-1) !== count) throw new Error(`${name} does not add up`);
  for (const series of [bounds, counts])
    if (series.some((value, i) => value < (series[i - 1] ?? -Infinity))) throw new Error(`${name} goes down`);
}
