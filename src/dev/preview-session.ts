import { basename, dirname, extname, normalize } from 'node:path';
import type { Services } from '../document/model.js';
import { problemsOf } from '../errors.js';
import { discover, strayOverlays } from '../pipeline/discover.js';
import { PROFILE_ENDINGS } from '../profile/names.js';
import type { TemplateStore } from '../template/store.js';
import { type Lists, type PreviewChoice, queryOf } from './protocol.js';
import { drawResume, type PreviewPicture, PreviewView, type Project, type ViewServices } from './view.js';
import type { FileChange } from './watch.js';

/** The number of choices that are kept with their last good picture, besides those that a page follows. */
const REMEMBERED = 12;

interface StudioOptions {
  project: Project;
  services: Services;
  /** Opens the templates anew, because a store caches the templates that it has read and compiled. */
  openTemplates(): TemplateStore;
  now: ViewServices['now'];
  report: ViewServices['report'];
}

/** The views of a project that pages follow, redrawn when files change. */
export class Studio {
  readonly #options: StudioOptions;
  #services: Services;
  #views = new Map<string, PreviewView>();
  #lastId = 0;

  constructor(options: StudioOptions) {
    this.#options = options;
    this.#services = options.services;
  }

  /** Returns the profiles and templates that can be chosen now. */
  async lists(): Promise<Lists> {
    const { profiles: folder, files, overlays } = this.#options.project;
    const templates = await this.#services.templates.names();
    const found = await discover(folder, files).catch(() => undefined);
    return {
      profiles: found?.profiles.map((source) => source.slug) ?? [],
      templates,
      // The views report that the folder is missing.
      notes: found ? [...found.errors.flatMap(problemsOf), ...(await strayOverlays(overlays, found))] : [],
      private: overlays !== undefined,
    };
  }

  /** Returns the view of a choice; uses the first profile if the choice names none. */
  async view(wanted: PreviewChoice): Promise<PreviewView> {
    const choice = wanted.profile ? wanted : { ...wanted, profile: (await this.lists()).profiles[0] ?? '' };
    const key = queryOf(choice);
    const view = this.#views.get(key) ?? new PreviewView(choice, this.#viewServices());
    // Moved to the end: the least recently requested views are dropped first.
    this.#views.delete(key);
    for (const [other, { isFollowed }] of this.#views)
      if (!isFollowed && this.#views.size >= REMEMBERED) this.#views.delete(other);
    this.#views.set(key, view);
    return view;
  }

  /** Redraws the views that the changes affect. */
  changed(changes: readonly FileChange[], since: number): void {
    if (changes.some((change) => change.kind === 'template'))
      this.#services = { ...this.#services, templates: this.#options.openTemplates() };
    for (const view of this.#views.values()) {
      const concerning = changes.filter((change) => this.#concerns(change, view.choice));
      if (concerning.length > 0) view.redraw({ since, changed: concerning.map(({ path }) => path) });
    }
  }

  picture(id: number): PreviewPicture | undefined {
    for (const view of this.#views.values()) {
      const picture = view.picture(id);
      if (picture) return picture;
    }
    return undefined;
  }

  async close(): Promise<void> {
    await Promise.all([...this.#views.values()].map((view) => view.close()));
  }

  /**
   * `true` if a change affects a profile: its own file and its private details affect only this profile; pictures and
   * templates may affect all.
   */
  #concerns({ kind, path }: FileChange, { profile }: PreviewChoice): boolean {
    const { profiles, files = [], overlays } = this.#options.project;
    const file = files.find((one) => normalize(one.path) === normalize(path));
    if (file) return profile === '' || file.slug === profile;
    const ending = extname(path);
    const isOfOne =
      kind === 'profile' &&
      PROFILE_ENDINGS.includes(ending) &&
      [profiles, overlays].some((folder) => folder !== undefined && normalize(folder) === dirname(path));
    return !isOfOne || profile === '' || basename(path, ending) === profile;
  }

  #viewServices(): ViewServices {
    const { project, now, report } = this.#options;
    return {
      draw: (choice) => drawResume(project, choice, this.#services),
      nextId: () => ++this.#lastId,
      now,
      report,
    };
  }
}
