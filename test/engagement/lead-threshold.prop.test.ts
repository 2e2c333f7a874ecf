import fc from 'fast-check';
import { expect, test } from 'vitest';
import { leadThreshold } from '../../src/index.js';

const lead = fc.record({ score: fc.integer({ min: -3, max: 8 }), won: fc.boolean() });
const leads = fc.array(lead, { maxLength: 20 });
const ROLES = { score: 'score', converted: 'won' } as const;

test('the area is the share of pairs that the converted lead wins, a tie counting half', () => {
  fc.assert(
    fc.property(leads, (rows) => {
      const [won, lost] = [true, false].map((kind) => rows.filter((row) => row.won === kind)) as [
        typeof rows,
        typeof rows,
      ];
      const wins = won.flatMap((a) => lost.map((b) => (a.score > b.score ? 1 : a.score === b.score ? 0.5 : 0)));
      const expected = wins.length === 0 ? null : wins.reduce<number>((sum, win) => sum + win, 0) / wins.length;
      expect(leadThreshold(rows, ROLES).auc.value).toBe(expected);
    }),
  );
});

test('Youden’s threshold is best among all scores, tried one by one, and the lowest of the best', () => {
  fc.assert(
    fc.property(leads, (rows) => {
      const { threshold } = leadThreshold(rows, { ...ROLES, method: 'youden' });
      const share = (kind: boolean, from: number) => {
        const those = rows.filter(({ won }) => won === kind);
        return those.filter(({ score }) => score >= from).length / those.length;
      };
      const scores = [...new Set(rows.map(({ score }) => score))].sort((a, b) => a - b);
      const gains = scores.map((score) => share(true, score) - share(false, score));
      const best = scores.find((_, i) => (gains[i] ?? 0) > Math.max(...gains) - 1e-12) ?? null;
      const areBoth = new Set(rows.map(({ won }) => won)).size === 2;
      expect(threshold).toBe(areBoth ? best : null);
    }),
  );
});

test('the bands part the leads, and the rates at the threshold are plain counts', () => {
  fc.assert(
    fc.property(leads, fc.double({ min: 0, max: 1, noNaN: true }), (rows, percentile) => {
      const found = leadThreshold(rows, { ...ROLES, percentile, bands: [0, 2, 5] });
      const total = (name: 'numerator' | 'denominator') =>
        found.bands.reduce((sum, { conversion }) => sum + conversion[name], 0);
      expect([total('numerator'), total('denominator')]).toEqual([found.converted, rows.length]);
      const { threshold } = found;
      if (threshold === null) return;
      const qualified = rows.filter(({ score }) => score >= threshold);
      const hits = qualified.filter(({ won }) => won).length;
      expect([found.precision.numerator, found.precision.denominator]).toEqual([hits, qualified.length]);
      expect([found.recall.numerator, found.recall.denominator]).toEqual([hits, found.converted]);
    }),
  );
});

test('scores turned round turn the area round', () => {
  fc.assert(
    fc.property(leads, (rows) => {
      const there = leadThreshold(rows, ROLES).auc;
      const back = leadThreshold(
        rows.map(({ score, won }) => ({ score: -score, won })),
        ROLES,
      ).auc;
      if (there.value === null) expect(back.value).toBeNull();
      else expect(back.value).toBeCloseTo(1 - there.value, 14);
      if (there.standardError !== null) expect(back.standardError).toBeCloseTo(there.standardError, 14);
    }),
  );
});
