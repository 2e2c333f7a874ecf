import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { suppressSmall } from '../../src/core/suppress.js';

const minimum = fc.integer({ min: 2, max: 12 });
const count = fc.oneof(fc.integer({ min: 0, max: 8 }), fc.integer({ min: 0, max: 200 }));
const table = fc
  .tuple(fc.integer({ min: 1, max: 5 }), fc.integer({ min: 1, max: 5 }))
  .chain(([rows, columns]) =>
    fc
      .array(count, { minLength: rows * columns, maxLength: rows * columns })
      .map((counts) => counts.map((n, i) => ({ row: i % rows, column: Math.floor(i / rows), n, value: n }))),
  );

describe('suppression', () => {
  test('shows no cell below the minimum, and of no line so little that its total would tell it', () => {
    fc.assert(
      fc.property(table, minimum, (cells, least) => {
        const result = suppressSmall(cells, { minimum: least, by: ['row', 'column'] });
        for (const { n, value, suppressed } of result) {
          expect(suppressed ? [n, value] : n !== null && n >= least).toEqual(suppressed ? [null, null] : true);
        }
        for (const key of ['row', 'column'] as const) {
          for (const at of new Set(cells.map((cell) => cell[key]))) {
            const line = cells.flatMap((cell, i) => (cell[key] === at ? [i] : []));
            const hidden = line.filter((i) => result[i]?.suppressed);
            const people = hidden.reduce((total, i) => total + (cells[i]?.n ?? 0), 0);
            const isSafe = hidden.length === 0 || (hidden.length > 1 && people >= least);
            expect(isSafe || hidden.length === line.length).toBe(true);
          }
        }
      }),
    );
  });

  test('hides nothing where nothing is small', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 12, max: 99 })), minimum, (counts, least) => {
        const rows = counts.map((n, group) => ({ group, n }));
        expect(suppressSmall(rows, { minimum: least }).every(({ suppressed }) => !suppressed)).toBe(true);
      }),
    );
  });

  test('keeps the rows, their order and their keys', () => {
    fc.assert(
      fc.property(table, minimum, (cells, least) => {
        const result = suppressSmall(cells, { minimum: least, by: ['row', 'column'] });
        expect(result.map(({ row, column }) => [row, column])).toEqual(cells.map(({ row, column }) => [row, column]));
      }),
    );
  });
});
