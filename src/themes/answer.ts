import { z } from 'zod';

const failure = z.object({
  message: z.string(),
  /** The code of a Node error; empty if there is none. */
  code: z.string(),
  /** The denied permission as Node names it, such as `FileSystemRead`. */
  permission: z.string().optional(),
  /** The path for which the permission was denied, if Node names it. */
  resource: z.string().optional(),
  /** The Node call that failed, if any: its name, and the path, program or script passed to it. */
  call: z.object({ name: z.string(), target: z.string() }).optional(),
});

/**
 * The answer of a theme's process. It is validated because a theme that finds the pipe may send anything through it.
 */
export const themeAnswer = z.union([
  z.object({ html: z.string(), options: z.unknown().optional() }),
  z.object({ error: failure }),
]);

/** The reason why a theme's process produced no page. */
export type ThemeFailure = z.output<typeof failure>;

/** A theme's page with its paper settings, or the reason why there is none. */
export type ThemeAnswer = z.output<typeof themeAnswer>;
