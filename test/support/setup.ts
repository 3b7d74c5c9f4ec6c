import { afterAll } from 'vitest';
import { stopChildren } from './children.js';

// Runs for every test file; the modules that it and the tests import are loaded once for several files.
afterAll(stopChildren);
