import { describe, expect, test } from 'vitest';
import { coverView } from '../../src/packet/cover.js';
import { initialsOf } from '../../src/packet/people.js';

const people = (count: number, name = 'Maya Lindqvist', label: string | null = 'Backend Engineer') =>
  Array.from({ length: count }, () => ({ name, label }));

const formOf = (count: number, title = 'Backend Engineers', role?: string) =>
  coverView(people(count), { title, role }).form;

describe('the cover', () => {
  test('lists up to eight candidates with portraits, large ones for up to four', () => {
    expect([1, 2, 8].map((count) => formOf(count))).toEqual(['portraits', 'portraits', 'portraits']);
    const few = [4, 5].map((count) => coverView(people(count), { title: 'X' }).few);
    expect(few).toEqual([true, false]);
  });

  test('becomes more compact with the number of candidates', () => {
    expect([9, 20, 25, 50, 66, 70, 1000].map((count) => formOf(count))).toEqual([
      'columns',
      'columns',
      'names',
      'names',
      'names',
      'count',
      'count',
    ]);
    expect([20, 50].map((count) => coverView(people(count), { title: 'X' }).labels)).toEqual([true, false]);
  });

  test('leaves out headlines that would need a second page', () => {
    const long =
      'Principal engineer for payments, settlement and reconciliation across four regions and two currencies';
    expect(coverView(people(20, 'Maya Lindqvist', long), { title: 'X' }).form).toBe('names');
    expect(formOf(20, 'A title that takes several lines '.repeat(4).trim(), 'A role '.repeat(20))).toBe('names');
  });

  test('keeps headlines in three columns before it leaves them out', () => {
    const title = 'A title that takes several lines '.repeat(3).trim();
    expect([8, 12].map((count) => formOf(count, title, 'A role '.repeat(20)))).toEqual(['columns', 'triples']);
    expect(coverView(people(12), { title, role: 'A role '.repeat(20) }).labels).toBe(true);
  });

  test('counts letters of East Asian scripts as two', () => {
    const wide = '支付平台与分布式系统首席工程师，负责多地区结算与对账';
    expect(coverView(people(20, '林晓雯', wide), { title: '候选人' }).form).toBe('names');
  });
});

describe('the initials of a name', () => {
  test.each([
    ['Maya Lindqvist', 'ML'],
    ['Ludwig van Beethoven', 'LB'],
    ['émile zola', 'ÉZ'],
    ['Ada', 'A'],
    ['Иван Петров', 'ИП'],
    ['林晓雯', '林'],
    ['فاطمة حداد', 'ف'],
    ['(Max) Frisch', 'MF'],
    ['', ''],
  ])('of %s are %s', (name, initials) => {
    expect(initialsOf(name)).toBe(initials);
  });
});
