/** `1 page`, `2 pages`. */
export function count(amount: number, noun: string, space = ' '): string {
  return `${amount}${space}${noun}${amount === 1 ? '' : 's'}`;
}
