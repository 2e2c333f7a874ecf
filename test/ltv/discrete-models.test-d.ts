import { describe, expectTypeOf, test } from 'vitest';
import { customerSummary, customerSummaryColumns, eventLog } from '../../src/log/index.js';
import {
  type BgBb,
  type BgBbParameters,
  expectedLifetime,
  expectedSpend,
  expectedSurvival,
  fitBetaDiscreteWeibull,
  fitBgBb,
  fitGammaGamma,
  fitSbg,
  probabilityAlive,
  type Sbg,
  survivalRows,
} from '../../src/ltv/index.js';

const spenders = [{ customer: 'a', frequency: 2, recency: 3, T: 9, monetary: 20 }];
const contracts = [{ id: 1, duration: 3, ended: true }];

describe('fits of discrete models', () => {
  test('take rows with more fields, columns, and rows of a retention table', () => {
    expectTypeOf(fitGammaGamma(spenders).gamma).toEqualTypeOf<number>();
    expectTypeOf(fitBgBb(spenders)).toEqualTypeOf<BgBb>();
    expectTypeOf(fitSbg(contracts)).toEqualTypeOf<Sbg>();
    fitSbg({ duration: new Int32Array(3), ended: [true, false, true] });
    fitSbg(survivalRows([10, 8, 7]), { weight: 'customers' });
    fitGammaGamma({ frequency: new Int32Array(3), monetary: new Float64Array(3) });
  });

  test('take the summary of customers as it is', () => {
    const log = eventLog([{ id: 'a', at: 0, yen: 1 }], { customer: 'id', time: 'at', amount: 'yen' });
    const rows = customerSummary(log, { unit: 'year' });
    fitBgBb(rows);
    const model = fitGammaGamma(rows);
    for (const row of rows) expectedSpend(model, row);
    const columns = customerSummaryColumns(log, { unit: 'year' });
    fitBgBb(columns);
    fitGammaGamma(columns);
  });

  test('name their parameters as the papers do, and no others', () => {
    expectTypeOf(fitBetaDiscreteWeibull(contracts).standardErrors).toEqualTypeOf<
      Readonly<Record<'alpha' | 'beta' | 'c', number | null>>
    >();
    // @ts-expect-error sBG has no c
    fitSbg(contracts).c;
    // @ts-expect-error starts need every parameter
    fitSbg(contracts, { starts: [{ alpha: 1 }] });
  });

  test('refuse rows without the fields', () => {
    // @ts-expect-error no duration
    fitSbg([{ ended: true }]);
    // @ts-expect-error no monetary
    fitGammaGamma([{ frequency: 2 }]);
    // @ts-expect-error no T
    fitBgBb([{ frequency: 2, recency: 3 }]);
  });

  test('predict where they belong', () => {
    const published: BgBbParameters = { model: 'bg/bb', alpha: 1.204, beta: 0.75, gamma: 0.657, delta: 2.783 };
    probabilityAlive(published, { frequency: 1, recency: 2, T: 6 });
    expectTypeOf(expectedSpend(fitGammaGamma(spenders), { frequency: 0, monetary: 0 })).toEqualTypeOf<number | null>();
    expectTypeOf(expectedLifetime(fitSbg(contracts))).toEqualTypeOf<number | null>();
    // @ts-expect-error a model of purchases
    expectedSurvival(published, 3);
    // @ts-expect-error a model of contracts
    probabilityAlive(fitSbg(contracts), { frequency: 1, recency: 2, T: 6 });
  });
});
