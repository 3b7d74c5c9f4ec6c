import { finisher } from './document/finisher.js';
import { answerTasks } from './document/threads.js';
// Loaded while the browser starts, instead of with the first print.
import './pdf/layout-metrics.js';
import './pdf/finish.js';

// A thread that post-processes the PDFs that the browser printed.
answerTasks(finisher);
