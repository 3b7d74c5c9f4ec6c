import { answerTasks } from './document/threads.js';
import { importer } from './import/importer.js';

// A thread that reads résumés of other tools while this process writes profiles.
answerTasks(importer);
