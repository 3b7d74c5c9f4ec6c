import { basename, dirname, relative, resolve } from 'node:path';
import { makeResume } from '../document/resume.js';
import { DossierError } from '../errors.js';
import { BEGIN_HINT, choose, discover, type SourceFile } from '../pipeline/discover.js';
import { Output } from '../pipeline/output.js';
import { openSource } from '../pipeline/profiles.js';
import { resolveNames } from '../pipeline/selection.js';
import { escapeHtml } from '../template/html.js';
import { standalonePage } from '../template/standalone-page.js';
import type { Environment } from './environment.js';
import { readLook } from './look.js';
import { loadServices, openPrinter } from './services.js';

export interface GalleryOptions {
  /** The file to write. */
  gallery: string;
  profiles: string;
  /** The profile to show; may be absent in a folder with a single one. */
  profile?: string;
}

/** One profile in one template. */
interface Look {
  name: string;
  title: string;
  description: string;
  html: string;
}

/** The résumés in the frames inherit the policy, with their styles and fonts. */
const DIRECTIVES = ["style-src 'unsafe-inline'", 'font-src data:', 'img-src data:'];

const STYLE = `
:root { color-scheme: light dark; --line: #c9ced6; --soft: #555e6b; }
@media (prefers-color-scheme: dark) { :root { --line: #454c57; --soft: #aab2bf; } }
body { margin: 2rem auto; max-width: 110rem; padding: 0 1.5rem; font: 1rem/1.5 system-ui, sans-serif; }
h1 { font-size: 1.6rem; margin: 0 0 1.5rem; }
ul { list-style: none; margin: 0; padding: 0; display: grid; grid-template-columns: repeat(auto-fill, minmax(min(22rem, 100%), 1fr)); gap: 2rem 1.5rem; }
h2 { font-size: 1.1rem; margin: 0.7rem 0 0; }
p { margin: 0; color: var(--soft); font-size: 0.94rem; }
.page { aspect-ratio: 210 / 297; overflow: hidden; border: 1px solid var(--line); border-radius: 4px; container-type: inline-size; }
iframe { border: 0; width: 62rem; height: 87.7rem; transform: scale(calc(100cqi / 62rem)); transform-origin: 0 0; background: #fff; }
`;

/**
 * `dossier templates --gallery`: writes one page with a profile in every template. The page needs no browser to make, and
 * no network to read.
 */
export async function gallery(options: GalleryOptions, environment: Environment): Promise<number> {
  const source = await chooseProfile(options, environment);
  const note = (message: string) => environment.err(`${message}\n`);
  // Web pages are made without a browser, so that none is started.
  await using printer = openPrinter({ width: 1 }, environment, { note, downloading: () => undefined });
  const { design, defaults, brand } = await readLook({}, environment);
  const services = { ...(await loadServices(printer, environment)), brand };
  const { profile, pictures, places } = await openSource(source, undefined, await services.templates.names());
  const looks: Look[] = [];
  for (const name of await services.templates.names()) {
    const { title, description } = (await services.templates.get(name)).template.options;
    const request = { slug: source.slug, profile, pictures, places, design, defaults, template: name };
    const { artifacts, taken } = await makeResume({ ...request, formats: ['html'] }, services);
    taken?.();
    looks.push({ name, title, description, html: new TextDecoder().decode(artifacts[0]?.bytes) });
  }
  const path = resolve(environment.cwd, options.gallery);
  const page = galleryPage(profile.basics?.name ?? source.slug, looks);
  await new Output(dirname(path)).write(basename(path), new TextEncoder().encode(page));
  environment.out(`${options.gallery}  ${source.slug} in ${looks.length} templates\n`);
  return 0;
}

async function chooseProfile({ profiles, profile }: GalleryOptions, environment: Environment): Promise<SourceFile> {
  const folder = relative(environment.cwd, resolve(environment.cwd, profiles)) || '.';
  const { slugs, files } = await resolveNames(profile === undefined ? [] : [profile], { ...environment, profiles });
  const all = (await discover(folder, files)).profiles;
  const [named] = files.length > 0 ? files : profile === undefined ? [] : choose(all, slugs);
  const [first, second] = all;
  if (named) return named;
  if (!first) throw new DossierError('PROFILE_MISSING', `there is no profile in ${folder}`, { hint: BEGIN_HINT });
  if (!second) return first;
  throw new DossierError('USAGE', 'a gallery shows one profile, and the folder has several', {
    hint: `name it, for example --profile ${first.slug}`,
  });
}

/** Each résumé is a frame without scripts, so that its style does not affect the others. */
function galleryPage(name: string, looks: readonly Look[]): string {
  const items = looks.map(
    ({ name, title, description, html }) => `<li>
<div class="page"><iframe title="${escapeHtml(title)}" sandbox="" loading="lazy" srcdoc="${escapeHtml(html)}"></iframe></div>
<h2>${escapeHtml(title)}</h2>
<p>${escapeHtml(description)} <code>--template ${escapeHtml(name)}</code></p>
</li>`,
  );
  return `${standalonePage(`${name} in every template`, STYLE, DIRECTIVES)}
<h1>${escapeHtml(name)} in every template</h1>
<ul>
${items.join('\n')}
</ul>
</body>
</html>
`;
}
