import type { Operation } from './content.js';

/** A transformation of the plane (ISO 32000-1, 8.3.3). */
export type Matrix = readonly [number, number, number, number, number, number];

export const IDENTITY: Matrix = [1, 0, 0, 1, 0, 0];

/** The operands of `cm` or `Tm`. */
export function matrixOf(operation: Operation): Matrix {
  const number = (index: number) => operation.number(index) ?? 0;
  return [number(0), number(1), number(2), number(3), number(4), number(5)];
}

/** The transformation that applies `a` and then `b` (ISO 32000-1, 8.3.4). */
export function multiply(a: Matrix, b: Matrix): Matrix {
  return [
    a[0] * b[0] + a[1] * b[2],
    a[0] * b[1] + a[1] * b[3],
    a[2] * b[0] + a[3] * b[2],
    a[2] * b[1] + a[3] * b[3],
    a[4] * b[0] + a[5] * b[2] + b[4],
    a[4] * b[1] + a[5] * b[3] + b[5],
  ];
}
