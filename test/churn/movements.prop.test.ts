import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { eachMovements } from '../../src/churn/each-movements.js';
import type { Levels } from '../../src/churn/levels.js';
import { listsOf, type Movements } from '../../src/churn/movements.js';
import { smallMovements, smallWalk } from '../../src/churn/small-movements.js';

const RULES = { movements: 'net', within: null } as const;
const LARGEST = 2 ** 26 - 1;

/** Levels of a few units, and the rows at which periods end. */
const walks = fc
  .array(
    fc.record({
      unit: fc.nat(5),
      level: fc.oneof(fc.constant(0), fc.nat(3), fc.nat(LARGEST), fc.constant(LARGEST)),
      ends: fc.boolean(),
    }),
    { maxLength: 40 },
  )
  .map((rows) => ({
    levels: {
      length: rows.length,
      time: Float64Array.from(rows, (_, i) => i),
      unit: Int32Array.from(rows, ({ unit }) => unit),
      level: Float64Array.from(rows, ({ level }) => level),
      units: 7, // one has no row
    },
    edges: [0, ...rows.flatMap(({ ends }, i) => (ends && i > 0 ? [i] : [])), rows.length],
  }));

describe('movements of levels', () => {
  it('are those of every unit compared at the edges, whether many or few units move in a stretch', () => {
    fc.assert(
      fc.property(walks, fc.constantFrom(7, 50, 1_000), ({ levels, edges }, units) => {
        const walk = smallWalk({ ...levels, units }, LARGEST);
        const own = naive(levels);
        for (const [from, to] of stretches(edges)) {
          expect(summaryOf(smallMovements(walk, from, to))).toEqual(own(from, to));
        }
      }),
    );
  });

  it('do not depend on the size of levels', () => {
    fc.assert(
      fc.property(walks, ({ levels, edges }) => {
        const found: Summary[] = [];
        const level = levels.level.map((value) => 2 ** 10 * value); // above 30 bits where it is large
        eachMovements({ ...levels, level }, Float64Array.from(edges), RULES, (_, movements) => {
          found.push(summaryOf(movements));
        });
        const own = naive({ ...levels, level });
        expect(found).toEqual(stretches(edges).map(([from, to]) => own(from, to)));
      }),
    );
  });
});

/** The rows from edge to edge. */
function stretches(edges: readonly number[]): readonly (readonly [number, number])[] {
  return edges.slice(1).flatMap((end, i) => (end > edges[i]! ? [[edges[i]!, end] as const] : []));
}

interface Summary {
  readonly revenue: readonly number[];
  readonly customers: readonly number[];
  readonly squares: readonly bigint[];
}

function summaryOf(movements: Movements): Summary {
  const { expansion, contraction, churned, reactivation } = movements;
  const { newCustomers, expanded, contracted, churnedCustomers, reactivated } = movements;
  return {
    revenue: [movements.new, expansion, contraction, churned, reactivation],
    customers: [newCustomers, expanded, contracted, churnedCustomers, reactivated],
    squares: listsOf(movements.squares).map((partials) => partials.reduce((sum, part) => sum + BigInt(part), 0n)),
  };
}

/** Every unit compared at the edges, in whole numbers of any size. */
function naive({ unit, level, units }: Levels): (from: number, to: number) => Summary {
  const now = new Array<number>(units).fill(0);
  const hasPaid = new Array<boolean>(units).fill(false);
  return (from, to) => {
    const before = [...now];
    for (let row = from; row < to; row += 1) now[unit[row] as number] = level[row] as number;
    const [revenue, customers, squares] = [
      [0, 0, 0, 0, 0],
      [0, 0, 0, 0, 0],
      [0n, 0n, 0n, 0n, 0n, 0n],
    ];
    for (const [code, end] of now.entries()) {
      const start = before[code] as number;
      if (start === end) continue;
      const kind = start === 0 ? (hasPaid[code] ? 4 : 0) : end === 0 ? 3 : end > start ? 1 : 2;
      revenue[kind]! += Math.abs(end - start);
      customers[kind]! += 1;
      const [s, e] = [BigInt(start), BigInt(end)];
      const places = start === 0 ? [] : end < start ? [0, 2] : [2];
      for (const place of places) {
        squares[place]! += s * (e - s);
        squares[place + 1]! += e * e - s * s;
      }
      if (start === 0) squares[hasPaid[code] ? 5 : 4]! += e * e;
      hasPaid[code] = true;
    }
    return { revenue, customers, squares };
  };
}
