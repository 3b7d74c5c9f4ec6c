/** Sites on which people have accounts, by their domain. */
const NETWORKS: Readonly<Record<string, string>> = {
  'linkedin.com': 'LinkedIn',
  'github.com': 'GitHub',
  'gitlab.com': 'GitLab',
  'bitbucket.org': 'Bitbucket',
  'codeberg.org': 'Codeberg',
  'xing.com': 'XING',
  'twitter.com': 'Twitter',
  'x.com': 'X',
  'medium.com': 'Medium',
  'stackoverflow.com': 'Stack Overflow',
  'kaggle.com': 'Kaggle',
  'leetcode.com': 'LeetCode',
  'hackerrank.com': 'HackerRank',
  'orcid.org': 'ORCID',
  'scholar.google.com': 'Google Scholar',
  'researchgate.net': 'ResearchGate',
  'behance.net': 'Behance',
  'dribbble.com': 'Dribbble',
  'instagram.com': 'Instagram',
  'facebook.com': 'Facebook',
  'youtube.com': 'YouTube',
  'bsky.app': 'Bluesky',
  't.me': 'Telegram',
};

/** The names of the sites by their spelling in small letters. */
export const NETWORK_NAMES = new Map(Object.values(NETWORKS).map((name) => [name.toLowerCase(), name]));

/** The site on which an address is an account. */
export function networkOf(url: string): string | undefined {
  const host = /^https?:\/\/(?:www\.|[a-z]{2}\.)?([^/?#]+)/i.exec(url)?.[1]?.toLowerCase() ?? '';
  return NETWORKS[host];
}

/** The name of an account in its address. */
export function usernameOf(url: string): string | undefined {
  const [path = ''] = url.replace(/^https?:\/\/[^/]{1,255}\/?/, '').split(/[?#]/, 1);
  const name = path.split('/').findLast((part) => part !== '');
  return name === undefined ? undefined : decodeName(name).replace(/^@/, '');
}

function decodeName(name: string): string {
  try {
    return decodeURIComponent(name);
  } catch {
    return name;
  }
}
