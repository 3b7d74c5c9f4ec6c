import type { Rule } from './lint-context.js';
import { at, isWritten } from './texts.js';

/**
 * A typed address: with a scheme, with www, or a host with a path. A host alone is often a name (Node.js, crates.io),
 * and so is a host whose top-level domain rarely holds documents (Socket.io/Redis, net/tls).
 */
const ADDRESS =
  /\bhttps?:\/\/[^\s<>()[\]"'`]+|\bwww\.[\w-]+\.[^\s<>()[\]"'`]+|(?<![\w@/.-])(?:[a-z0-9-]+\.)+(?:com|org|dev|app|edu|me|page|github\.io)\/[^\s<>()[\]"'`]*[^\s<>()[\]"'`.,;:!?]/g;

/** Addresses that a reader cannot click. */
export const unlinkedUrl: Rule = {
  name: 'unlinked-url',
  severity: 'warning',
  title: 'An address that is not a link',
  help: 'An address in a text, outside Markdown links and code, or a network profile without an address. A host without a path counts as a name (crates.io, Node.js) unless it begins with www.',
  find: ({ texts, profile, document }) => [
    ...texts.filter(isWritten).flatMap((text) =>
      [...withoutLinks(text.value).matchAll(ADDRESS)].map((match) => {
        const address = withoutPunctuation(match[0]);
        return at(text, match.index, match.index + address.length, {
          message: `${address} is not a link`,
          hint: `write [a few words](${/^https?:/.test(address) ? address : `https://${address}`}), or move it to links or url`,
        });
      }),
    ),
    ...(profile.basics?.profiles ?? []).flatMap((account, index) => {
      if (account.url || !account.network) return [];
      const path = ['basics', 'profiles', index];
      const range = document.rangeOf([...path, 'network'], 'value') ?? [0, 0];
      return {
        range,
        message: `${account.network} has no address: a reader cannot follow it`,
        hint: 'add url: https://…, or remove the entry',
      };
    }),
  ],
};

/** Blanks out links and code; every other character keeps its offset. */
function withoutLinks(value: string): string {
  return value.replace(/\[[^[\]]{0,500}\]\([^)]{0,500}\)|`[^`]*`/g, (part) => ' '.repeat(part.length));
}

/** Strips sentence punctuation from the end of an address; a pattern for this would take quadratic time. */
function withoutPunctuation(address: string): string {
  let end = address.length;
  while (end > 0 && '.,;:!?'.includes(address[end - 1] as string)) end -= 1;
  return address.slice(0, end);
}
