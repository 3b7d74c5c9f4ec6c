/** An e-mail address and the text to print for it. */
export interface Email {
  text: string;
  /** Undefined if the text is not an address. */
  address?: string;
}

/**
 * Reads an e-mail address in any usual form: `jane@example.com`, `mailto:jane@example.com`, `Name <jane@example.com>`,
 * `<jane@example.com>`.
 */
export function readEmail(field: string): Email {
  const trimmed = field.trim();
  const inner = /<([^<>\s]+)>$/.exec(trimmed)?.[1] ?? trimmed;
  const address = inner.replace(/^mailto:/i, '').replace(/\?.*$/s, '');
  return /^[^\s@<>(),;:"]+@[^\s@<>(),;:"]+$/.test(address) ? { text: address, address } : { text: trimmed };
}
