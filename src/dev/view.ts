import type { Services } from '../document/model.js';
import type { DocumentOptions } from '../document/options.js';
import { makeResume } from '../document/resume.js';
import { DossierError, type Problem, problemsOf } from '../errors.js';
import { choose, discover, type SourceFile } from '../pipeline/discover.js';
import { openSource, placedIn } from '../pipeline/profiles.js';
import { letterDocument } from '../profile/documents.js';
import type { PictureFacts, PreviewChoice, VariantName, ViewNews } from './protocol.js';

/** A drawing with an id, by which pages fetch it. */
export interface PreviewPicture extends Drawing {
  id: number;
}

/** The cause of a redraw. */
interface Cause {
  /** The time at which the change was detected. */
  since: number;
  /** The files that changed. */
  changed: readonly string[];
}

/** The services that a view needs. */
export interface ViewServices {
  draw(choice: PreviewChoice): Promise<Drawing>;
  nextId(): number;
  now(): number;
  /** Called after every redraw, with the error if it failed. */
  report(news: ViewNews, error?: unknown): void;
}

/** The number of pictures to keep: the newest, and the previous one, which a page may still be fetching. */
const KEPT = 2;

/**
 * The view of one choice of profile, template and variant. Redraws run one after the other, and each reads the files
 * again, so an older state never follows a newer one. Changes during a redraw are combined into one further redraw.
 */
export class PreviewView {
  readonly choice: PreviewChoice;
  readonly #services: ViewServices;
  readonly #followers = new Set<(news: ViewNews) => void>();
  #pictures: PreviewPicture[] = [];
  #news: ViewNews | undefined;
  #next: Cause | undefined;
  #running: Promise<void> | undefined;
  #stale = true;

  constructor(choice: PreviewChoice, services: ViewServices) {
    this.choice = choice;
    this.#services = services;
  }

  get isFollowed(): boolean {
    return this.#followers.size > 0;
  }

  /** Calls the follower with the current state, then after every redraw, until the returned function is called. */
  follow(follower: (news: ViewNews) => void): () => void {
    this.#followers.add(follower);
    if (this.#news) follower(this.#news);
    if (this.#stale) this.redraw({ since: this.#services.now(), changed: [] });
    return () => void this.#followers.delete(follower);
  }

  /** Redraws the view; if no page follows it, waits until one does. */
  redraw(cause: Cause): void {
    this.#stale = true;
    if (!this.isFollowed) return;
    this.#next = this.#next
      ? { since: this.#next.since, changed: [...this.#next.changed, ...cause.changed] }
      : { ...cause };
    this.#running ??= this.#run().finally(() => {
      this.#running = undefined;
    });
  }

  picture(id: number): PreviewPicture | undefined {
    return this.#pictures.find((picture) => picture.id === id);
  }

  /** Stops redrawing; resolves when the current redraw is done. */
  async close(): Promise<void> {
    this.#followers.clear();
    this.#next = undefined;
    await this.#running;
  }

  async #run(): Promise<void> {
    for (let cause = this.#next; cause; cause = this.#next) {
      this.#next = undefined;
      this.#stale = false;
      const drawn = await this.#services.draw(this.choice).catch((error: unknown) => ({ error }));
      const failed = 'error' in drawn;
      if (!failed) this.#pictures = [...this.#pictures, { ...drawn, id: this.#services.nextId() }].slice(-KEPT);
      const news: ViewNews = {
        choice: this.choice,
        ...this.#shown(),
        problems: failed ? explain(drawn.error) : [],
        changed: [...new Set(cause.changed)],
        ms: Math.round(this.#services.now() - cause.since),
      };
      this.#news = { ...news, changed: [] };
      for (const follower of this.#followers) follower(news);
      this.#services.report(news, failed ? drawn.error : undefined);
    }
  }

  /** The last good picture, without its bytes. */
  #shown(): Pick<ViewNews, 'picture' | 'variants'> {
    const last = this.#pictures.at(-1);
    if (!last) return { variants: [] };
    const { html: _html, pdf: _pdf, variants, ...picture } = last;
    return { picture, variants };
  }
}

/** The problems that a page shows for an error. A bug has no location in a file; the terminal shows its stack trace. */
function explain(error: unknown): Problem[] {
  if (error instanceof DossierError) return problemsOf(error);
  return [
    {
      severity: 'error',
      message: `unexpected error: ${(error as Error).message}`,
      hint: 'see the stack trace in the terminal',
    },
  ];
}

/** The folders that a page shows. */
export interface Project {
  profiles: string;
  /** Profiles given by path, outside the folder of profiles. */
  files?: readonly SourceFile[];
  /** The folder with overlays; private details are merged only if it is set. */
  overlays?: string | undefined;
  /** The files with the look of the project, which are watched, too. */
  settings?: readonly string[] | undefined;
  /** Reads the design options of the command, and the defaults and the house style of the project. */
  look?(): Promise<Pick<DocumentOptions, 'design' | 'defaults'> & Pick<Services, 'brand'>>;
}

/** A résumé in the formats of both views. */
export interface Drawing extends Omit<PictureFacts, 'id'> {
  html: Uint8Array;
  pdf: Uint8Array;
  variants: VariantName[];
}

/**
 * Draws the résumé of a choice from the current files; uses the first profile if the choice names none.
 *
 * @throws DossierError PROFILE_MISSING, TEMPLATE_UNKNOWN and everything that reading and printing throw
 */
export async function drawResume(project: Project, choice: PreviewChoice, services: Services): Promise<Drawing> {
  const { profiles } = await discover(project.profiles, project.files);
  if (profiles.length === 0)
    throw new DossierError('PROFILE_MISSING', `there is no profile in ${project.profiles} yet`, {
      hint: 'create one, such as ada.yaml; it is shown as soon as it is saved',
    });
  const [source] = choice.profile === '' ? profiles : choose(profiles, [choice.profile]);
  if (!source) throw new Error(`${choice.profile} was chosen but does not exist`);
  const { profile, pictures, places, warnings, redact } = await openSource(
    source,
    project.overlays,
    await services.templates.names(),
  );
  const at = placedIn(source);
  const { design, defaults, brand } = (await project.look?.()) ?? {};
  const resume = await makeResume(
    {
      design,
      defaults,
      slug: source.slug,
      profile,
      pictures,
      places,
      redact,
      formats: ['html', 'pdf'],
      template: choice.template || undefined,
      variant: choice.variant || undefined,
    },
    { ...services, brand },
  ).catch((error: unknown) => {
    // An error about the profile as a whole gets the path of its file, as on the command line.
    if (!(error instanceof DossierError) || error.where || error.problems.length > 0) throw error;
    const { code, message, hint } = error;
    throw new DossierError(code, message, { hint, where: { file: source.path }, cause: error });
  });
  const find = (format: 'html' | 'pdf') => resume.artifacts.find((artifact) => artifact.format === format);
  const [html, pdf] = [find('html'), find('pdf')];
  if (!html || !pdf) throw new Error(`${source.slug} was made without a page or a PDF`);
  return {
    html: html.bytes,
    pdf: pdf.bytes,
    pages: pdf.pages ?? 0,
    ...(resume.fit ? { size: resume.fit.type.size } : {}),
    title: resume.title,
    template: resume.template,
    variants: [
      ...Object.entries(profile.variants ?? {}).map(([name, { label }]) => ({ name, label: label ?? name })),
      ...Object.entries(profile.letters ?? {}).map(([key, { subject }]) => {
        const name = letterDocument(key);
        return { name, label: subject || name };
      }),
    ],
    warnings: [...warnings, ...resume.warnings.map(at)],
  };
}
