import type {} from '../data.js';
import { bindPacket } from './bind.js';

// A separate script, which is loaded for the first packet.
globalThis.dossier.binder(bindPacket);
