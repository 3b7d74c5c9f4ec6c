import type { Design } from '../profile/design.js';

/** The package of a font family: `@fontsource/eb-garamond` for `EB Garamond`. */
export function packageOf(family: string): string {
  return `@fontsource/${family.trim().toLowerCase().replace(/[ -]+/g, '-')}`;
}

/** The packages of the fonts that a design names. */
export function fontPackages({ fonts }: Design): string[] {
  return [fonts?.body, fonts?.headings].flatMap((family) => (family ? [packageOf(family)] : []));
}

/** Returns the available faces that are closest to the wanted ones; italics have no upright substitute. */
export function closestFaces(available: readonly string[], wanted: readonly string[]): string[] {
  const found = wanted.flatMap((face) => {
    const alike = available.filter((other) => other.endsWith(' italic') === face.endsWith(' italic'));
    const far = (other: string) => Math.abs(Number.parseInt(other, 10) - Number.parseInt(face, 10));
    return alike.toSorted((one, other) => far(one) - far(other) || other.localeCompare(one))[0] ?? [];
  });
  // A family without an upright face is set in its italics.
  return found.length > 0 ? [...new Set(found)] : available.slice(0, 1);
}
