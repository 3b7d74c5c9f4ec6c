import { createServer } from 'node:http';
import type { Services } from '../document/model.js';
import type { Problem } from '../errors.js';
import type { TemplateStore } from '../template/store.js';
import { closeServer, HOST, listen } from './listen.js';
import { Studio } from './preview-session.js';
import { createSite, EventStreams, type PreviewAssets } from './site.js';
import type { Project, ViewServices } from './view.js';
import { Burst, type FileChange, type Watch } from './watch.js';

interface DevRequest {
  project: Project;
  /** The folders of templates, for the watcher. */
  templates: readonly string[];
  /** The requested port. */
  port?: number | undefined;
}

/** The services that a live page needs. */
interface DevServices {
  services: Services;
  openTemplates(): TemplateStore;
  assets: PreviewAssets;
  watch: Watch;
  /** A monotonic clock, in milliseconds. */
  now(): number;
  report: ViewServices['report'];
  /** Receives the problems with the folder as a whole: at first, and after every change. */
  note(notes: readonly Problem[]): void;
  /** Called when folders can no longer be watched. */
  fail(error: Error): void;
}

/** A running server of a live page; disposing of it stops the server. */
export interface DevServer extends AsyncDisposable {
  /** The address of the page, without a query. */
  url: string;
}

/**
 * Serves the live page of a project on the loopback address.
 *
 * @throws DossierError PORT_TAKEN
 */
export async function serveDev(request: DevRequest, around: DevServices): Promise<DevServer> {
  const { services, openTemplates, now, report } = around;
  const studio = new Studio({ project: request.project, services, openTemplates, now, report });
  const streams = new EventStreams();
  let port = 0;
  const server = createServer(createSite(around.assets, studio, streams, () => port));
  port = await listen(server, request.port);
  const burst = new Burst<FileChange>((changes, since) => {
    studio.changed(changes, since);
    void studio.lists().then((lists) => {
      streams.send('lists', lists);
      around.note(lists.notes);
    });
  }, now);
  const folders = { ...request.project, templates: request.templates };
  const watcher = await around.watch(folders, (change) => burst.add(change), around.fail);
  around.note((await studio.lists()).notes);
  return {
    url: `http://${HOST}:${port}/`,
    [Symbol.asyncDispose]: async () => {
      burst.close();
      streams.close();
      await Promise.all([watcher[Symbol.asyncDispose](), closeServer(server), studio.close()]);
    },
  };
}
