import fc from 'fast-check';
import { expect, test } from 'vitest';
import { clusteredVariances } from '../../src/stats/clustered-product-limit.js';
import { productLimit } from '../../src/stats/product-limit.js';

const durations = fc
  .array(fc.record({ time: fc.nat(9), ended: fc.boolean(), cluster: fc.nat(4) }), { minLength: 1, maxLength: 25 })
  .map((list) => [...list].sort((a, b) => a.time - b.time));

const limitOf = (list: readonly { time: number; ended: boolean }[]) => {
  const times = (ended: boolean) =>
    Float64Array.from(
      list.filter((each) => each.ended === ended),
      ({ time }) => time,
    );
  return productLimit(times(true), times(false));
};
const columns = (list: readonly { ended: boolean; cluster: number }[], clusters: number) => ({
  cluster: Int32Array.from(list, ({ cluster }) => cluster),
  ended: Uint8Array.from(list, ({ ended }) => Number(ended)),
  clusters,
});

test('the walk along the curve has the sums of squared influences, summed cluster by cluster', () => {
  fc.assert(
    fc.property(durations, (list) => {
      const limit = limitOf(list);
      const { variance, withLast } = clusteredVariances(limit, columns(list, 5));
      const influence = (cluster: number, at: number) =>
        list
          .filter((each) => each.cluster === cluster)
          .reduce((sum, { time, ended }) => {
            // − Σ (own events − own risk · d/n) / (n − d) over the times up to `at`.
            let own = sum;
            limit.time.slice(0, at + 1).forEach((now, i) => {
              if (now > time) return;
              const [n, d] = [limit.atRisk[i] as number, limit.ended[i] as number];
              own -= (Number(ended && now === time) - d / n) / (n - d);
            });
            return own;
          }, 0);
      const last = limit.time.length - 1;
      limit.survival.forEach((survival, at) => {
        const isKnown = survival > 0;
        const own = [0, 1, 2, 3, 4].map((cluster) => (isKnown ? influence(cluster, at) : 0));
        expect(variance[at]).toBeCloseTo(
          own.reduce((sum, each) => sum + each * each, 0),
          10,
        );
        const hasEnd = limit.survival[last] !== 0;
        const ends = own.reduce((sum, each, cluster) => sum + (hasEnd ? each * influence(cluster, last) : 0), 0);
        expect(withLast[at]).toBeCloseTo(ends, 10);
      });
    }),
  );
});

test('where each cluster is one duration, it is Greenwood', () => {
  fc.assert(
    fc.property(durations, (list) => {
      const limit = limitOf(list);
      const single = list.map((each, cluster) => ({ ...each, cluster }));
      const { variance } = clusteredVariances(limit, columns(single, list.length));
      limit.survival.forEach((survival, at) => {
        if (survival > 0) expect(variance[at]).toBeCloseTo(limit.logVariance[at] as number, 10);
      });
    }),
  );
});
