/** What a theme's process sends back: its page with its wishes for paper, or why there is none. */
export type ThemeAnswer = { html: string; options?: unknown } | { error: { message: string; code: string } };
