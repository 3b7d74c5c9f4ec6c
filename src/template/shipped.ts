import type { Shipped } from './load.js';

/**
 * The precompiled templates of the package. The bundle fills this object; when run from source, templates are compiled
 * at run time.
 */
export const shipped: Shipped = {};
