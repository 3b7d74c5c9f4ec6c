/** The formats that profiles are made from, as they are written behind --from; apart, so that the command starts without them. */
export const SOURCE_FORMAT_NAMES = ['rendercv', 'yamlresume', 'fresh', 'jsonresume'] as const;

export type SourceFormatName = (typeof SOURCE_FORMAT_NAMES)[number];
