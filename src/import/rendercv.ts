import { entryOf } from '../profile/values.js';
import { headOf, placeOf } from './basics.js';
import { Draft, type Fields, isAddress } from './draft.js';
import { furtherDetails } from './generic.js';
import { takeSection } from './rendercv-sections.js';
import type { Source } from './source.js';

/** The profile addresses of networks, to which the username is appended. */
const NETWORKS: Readonly<Record<string, string>> = {
  linkedin: 'https://www.linkedin.com/in/',
  github: 'https://github.com/',
  gitlab: 'https://gitlab.com/',
  imdb: 'https://www.imdb.com/name/',
  instagram: 'https://www.instagram.com/',
  orcid: 'https://orcid.org/',
  stackoverflow: 'https://stackoverflow.com/users/',
  researchgate: 'https://www.researchgate.net/profile/',
  youtube: 'https://www.youtube.com/@',
  'google scholar': 'https://scholar.google.com/citations?user=',
  telegram: 'https://t.me/',
  leetcode: 'https://leetcode.com/u/',
  whatsapp: 'https://wa.me/',
  reddit: 'https://www.reddit.com/user/',
  bluesky: 'https://bsky.app/profile/',
  x: 'https://x.com/',
};

/** The languages of RenderCV, by the names that its `locale` uses. */
const LANGUAGES: Readonly<Record<string, string>> = {
  arabic: 'ar',
  danish: 'da',
  dutch: 'nl',
  english: 'en',
  french: 'fr',
  german: 'de',
  hebrew: 'he',
  hindi: 'hi',
  hungarian: 'hu',
  indonesian: 'id',
  italian: 'it',
  japanese: 'ja',
  korean: 'ko',
  mandarin_chinese: 'zh',
  norwegian_bokmål: 'nb',
  norwegian_nynorsk: 'nn',
  persian: 'fa',
  polish: 'pl',
  portuguese: 'pt',
  russian: 'ru',
  spanish: 'es',
  swedish: 'sv',
  turkish: 'tr',
  vietnamese: 'vi',
};

/** Imports RenderCV: `cv` with its sections; `design`, `locale` and `settings` are settings of the tool. */
export function fromRenderCv(root: Source): Draft {
  const draft = new Draft({ markdown: true });
  const cv = root.get('cv');
  const head = headOf(cv, draft).text('name').text('label', 'headline', 'label').picture('photo');
  const place = cv.get('location').take();
  if (place !== undefined) head.put('location', placeOf(place, draft));
  // Each may have several values; only the first has a field in the header.
  const firsts: [string, string, (text: string) => string][] = [
    ['email', 'email', (text) => `mailto:${text}`],
    ['phone', 'phone', (text) => `tel:${text.replace(/[^+\d]/g, '')}`],
    ['url', 'website', (text) => text],
  ];
  const profiles: Fields[] = [];
  for (const [key, name, toUrl] of firsts) {
    for (const item of cv.get(name).items()) {
      const text = (item.text ?? '').replace(/^tel:/, '');
      if (text === '' || (key === 'url' && !isAddress(text))) continue;
      item.take();
      if (head.fields[key] === undefined) head.put(key, text);
      else profiles.push(linked({ network: WORDS[key], username: text }, toUrl(text)));
    }
  }
  for (const item of cv.get('social_networks').items()) {
    const [network, username] = [item.get('network').take(), item.get('username').take()];
    if (network || username) profiles.push(linked({ network, username }, accountUrl(network ?? '', username ?? '')));
  }
  for (const item of cv.get('custom_connections').items()) {
    const [username, url] = [item.get('placeholder').take(), item.get('url')];
    draft.leave(item.get('fontawesome_icon'));
    const isUrl = isAddress(url.text);
    if (username || isUrl) profiles.push(linked({ username }, isUrl ? url.take() : undefined));
  }
  if (profiles.length > 0) head.put('profiles', profiles);
  draft.profile.basics = head.fields;
  const sections = cv.get('sections');
  for (const key of sections.keys()) draft.order.push(...takeSection(sections.get(key), head.fields, draft));
  if (Object.keys(head.fields).length === 0) delete draft.profile.basics;
  const language = entryOf(LANGUAGES, root.get('locale').get('language').text?.toLowerCase() ?? '');
  if (language !== undefined) {
    draft.profile.meta = { locale: language };
    root.get('locale').get('language').take();
  }
  for (const key of ['design', 'locale', 'settings', 'rendercv_settings', 'locale_catalog', '$schema'])
    draft.leave(root.get(key));
  const further = furtherDetails(
    [
      [cv, 1],
      [root, 0],
    ],
    draft,
  );
  if (further) draft.order.push({ id: further });
  return draft;
}

const WORDS: Readonly<Record<string, string>> = { email: 'E-mail', phone: 'Phone', url: 'Website' };

function linked(fields: Fields, url: string | undefined): Fields {
  const known = Object.fromEntries(Object.entries(fields).filter(([, value]) => value));
  return url !== undefined && isAddress(url) ? { ...known, url } : known;
}

function accountUrl(network: string, username: string): string | undefined {
  const [, user, host] = /^@([^@]+)@([^@]+)$/.exec(username) ?? [];
  if (user && host) return `https://${host}/@${user}`;
  const base = entryOf(NETWORKS, network.toLowerCase());
  return base === undefined ? undefined : base + encodeURI(username);
}
