import { REGISTRY } from '../../document/formats.js';

/** The names of formats for people, by kind. The build writes them out, so that the page loads no format. */
export const FORMAT_LABELS: Readonly<Record<string, string>> = Object.fromEntries(
  REGISTRY.map(({ kind, label }) => [kind, label]),
);
