import fc from 'fast-check';
import { expect, test } from 'vitest';
import { rake, rakeMetric } from '../../src/survey/rake.js';

interface Row {
  readonly a: string;
  readonly b: string;
}

const row = fc.record({ a: fc.constantFrom('x', 'y', 'z'), b: fc.constantFrom('u', 'v') });
/** At least one row in every cell, so that every pair of margins can be met. */
const sample = fc
  .array(row, { maxLength: 30 })
  .map((rows) => [...['x', 'y', 'z'].flatMap((a) => ['u', 'v'].map((b) => ({ a, b }))), ...rows]);
const share = fc.double({ min: 0.1, max: 1, noNaN: true });
const targets = fc.tuple(share, share, share, share).map(([x, y, z, u]) => {
  const total = x + y + z;
  return { a: { x: x / total, y: y / total, z: z / total }, b: { u: u / (u + 0.5), v: 0.5 / (u + 0.5) } };
});

test('every margin is met, and the weights have the mean 1', () => {
  fc.assert(
    fc.property(sample, targets, (rows, margins) => {
      const { weights, converged, n, effectiveN, margins: achieved } = rake(rows, { margins });
      expect(converged).toBe(true);
      for (const margin of achieved) expect(margin.achieved).toBeCloseTo(margin.target, 9);
      const total = weights.reduce<number>((sum, weight) => sum + (weight ?? 0), 0);
      expect(total / n).toBeCloseTo(1, 9);
      expect(effectiveN).toBeLessThanOrEqual(n * (1 + 1e-12));
    }),
  );
});

test('bounded weights keep their bounds, and meet the margins whenever they say so', () => {
  fc.assert(
    fc.property(sample, targets, share, (rows, margins, low) => {
      const {
        weights,
        converged,
        margins: achieved,
      } = rake(rows, {
        margins,
        bounds: [low * 0.9, 2],
        maxIterations: 200,
        tolerance: 1e-8,
      });
      for (const weight of weights) {
        expect(weight).toBeGreaterThanOrEqual(low * 0.9);
        expect(weight).toBeLessThanOrEqual(2);
      }
      if (converged) for (const margin of achieved) expect(margin.achieved).toBeCloseTo(margin.target, 7);
    }),
  );
});

test('the order of the rows changes nothing but the order of the weights', () => {
  fc.assert(
    fc.property(sample, targets, (rows, margins) => {
      const forward = rake(rows, { margins });
      const backward = rake([...rows].reverse(), { margins });
      expect([...backward.weights].reverse()).toEqual(forward.weights);
      expect(backward.margins).toEqual(forward.margins);
    }),
  );
});

test('the weights are products of one factor a category: odds ratios of the sample stay', () => {
  fc.assert(
    fc.property(sample, targets, (rows, margins) => {
      const { weights } = rake(rows, { margins });
      const weightOf = (a: string, b: string) => weights[rows.findIndex((each) => each.a === a && each.b === b)] ?? 0;
      const ratio = (weightOf('x', 'u') * weightOf('y', 'v')) / (weightOf('x', 'v') * weightOf('y', 'u'));
      expect(ratio).toBeCloseTo(1, 9);
    }),
  );
});

test('targets in proportion to others, such as counts, give the same weights', () => {
  fc.assert(
    fc.property(sample, targets, (rows, { a, b }) => {
      const scaled = { a: { x: a.x * 1024, y: a.y * 1024, z: a.z * 1024 }, b: { u: b.u * 1024, v: b.v * 1024 } };
      const [plain, counts] = [rake(rows, { margins: { a, b } }), rake(rows, { margins: scaled })];
      for (const [i, weight] of plain.weights.entries()) expect(counts.weights[i]).toBeCloseTo(weight ?? 0, 12);
    }),
  );
});

test('the states of any split merge to the state of the whole', () => {
  fc.assert(
    fc.property(fc.array(row), fc.nat(), (rows, at) => {
      const metric = rakeMetric<Row>({ margins: { a: { x: 1, y: 1, z: 1 }, b: { u: 1, v: 2 } } });
      const cut = at % (rows.length + 1);
      const merged = metric.merge(metric.state(rows.slice(cut)), metric.state(rows.slice(0, cut)));
      expect(merged).toEqual(metric.state(rows));
    }),
  );
});
