import type { Shipped } from './compile.js';

/** The package's own templates compiled, which the bundle puts here; a run from the modules compiles them itself. */
export const shipped: Shipped = {};
