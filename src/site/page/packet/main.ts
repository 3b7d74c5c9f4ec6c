import type {} from '../data.js';
import { bindPacket } from './bind.js';

// A script of its own, which is loaded when the first packet is put together.
globalThis.dossier.binder(bindPacket);
