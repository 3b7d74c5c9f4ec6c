import { z } from 'zod';

const failure = z.object({
  message: z.string(),
  /** Of Node's errors; empty where there is none. */
  code: z.string(),
  /** The permission that was missing, as Node names it, such as `FileSystemRead`. */
  permission: z.string().optional(),
  /** The path that the permission was missing for, where Node names it. */
  resource: z.string().optional(),
  /** The call that failed, where it was one of Node's: its name, and the path, program or script that it was for. */
  call: z.object({ name: z.string(), target: z.string() }).optional(),
});

/** What a theme's process sends back; a theme that finds the pipe may send anything through it. */
export const themeAnswer = z.union([
  z.object({ html: z.string(), options: z.unknown().optional() }),
  z.object({ error: failure }),
]);

/** Why a theme's process has no page. */
export type ThemeFailure = z.output<typeof failure>;

/** A theme's page with its wishes for paper, or why there is none. */
export type ThemeAnswer = z.output<typeof themeAnswer>;
