/** Whether two texts name the same: `ACME, Inc.` and `Acme Inc`. False where one of them has no letter or digit. */
export function isSameName(one: string | undefined, other: string | undefined): boolean {
  return fold(one) !== '' && fold(one) === fold(other);
}

function fold(name = ''): string {
  return name
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, '');
}
