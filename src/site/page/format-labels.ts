import { REGISTRY } from '../../document/formats.js';

/** The display names of formats, by kind. The build inlines them, so that the page loads no format code. */
export const FORMAT_LABELS: Readonly<Record<string, string>> = Object.fromEntries(
  REGISTRY.map(({ kind, label }) => [kind, label]),
);
