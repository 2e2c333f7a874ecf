import {
  by,
  churnReasons,
  churnReasonsMetric,
  coxRegression,
  customerChurn,
  fitSbg,
  kaplanMeier,
  measure,
  onSubscriptions,
  type RevenueLedger,
  revenueCohorts,
  revenueCohortsMetric,
  revenueRetention,
  revenueRetentionTrend,
  subscriptionLifetimes,
} from 'kizuna';
import { expectTypeOf, test } from 'vitest';

interface Line {
  readonly id: string;
  readonly from: string;
  readonly to: string | null;
  readonly mrr: number;
  readonly plan: 'basic' | 'team';
  readonly reason: 'price' | 'unused' | null;
}
declare const lines: readonly Line[];
declare const ledger: RevenueLedger;
const roles = { customer: 'id', start: 'from', end: 'to', amount: 'mrr' } as const;

test('reasons are those of the field', () => {
  const { reasons } = churnReasons(lines, { reason: 'reason', customer: 'id', involuntary: ['unused'] });
  expectTypeOf(reasons[0]?.reason).toEqualTypeOf<'price' | 'unused' | undefined>();
  // @ts-expect-error no such field
  churnReasons(lines, { reason: 'raison' });
  // @ts-expect-error a number is no mark
  churnReasons(lines, { reason: 'reason', voluntary: 'mrr' });
  // @ts-expect-error no such reason
  churnReasons(lines, { reason: 'reason', involuntary: ['payment_failed'] });
  expectTypeOf(measure(lines, by('plan', churnReasonsMetric({ reason: 'reason' })))[0]?.plan).toEqualTypeOf<
    'basic' | 'team' | undefined
  >();
});

test('rows are read by roles that fit them, ledgers without', () => {
  customerChurn(lines, { ...roles, unit: 'month' });
  revenueCohorts(lines, { ...roles, unit: 'month' });
  revenueRetention(lines, { ...roles, at: '2025-01-01' });
  revenueRetentionTrend(ledger, { unit: 'month' });
  // @ts-expect-error rows need roles
  customerChurn(lines, { unit: 'month' });
  // @ts-expect-error no such denominator
  customerChurn(ledger, { unit: 'month', denominator: 'end' });
  // @ts-expect-error a date is needed
  revenueRetention(ledger, {});
  // @ts-expect-error asOf is needed
  revenueCohortsMetric({ unit: 'month' });
  measure(lines, by('plan', onSubscriptions(roles, revenueCohortsMetric({ unit: 'month', asOf: '2025-01-01' }))));
});

test('a lifetime has the attributes that were asked for, and is what models of survival take', () => {
  const rows = subscriptionLifetimes(ledger, { attributes: ['plan'] });
  expectTypeOf(rows[0]?.plan).toEqualTypeOf<string | number | boolean | null | undefined>();
  // @ts-expect-error not asked for
  rows[0]?.country;
  // @ts-expect-error no attributes were asked for
  subscriptionLifetimes(ledger)[0]?.plan;
  subscriptionLifetimes(lines, { ...roles, plan: 'plan', attributes: ['plan'] })[0]?.plan;
  kaplanMeier(rows, { duration: 'duration', ended: 'ended', entry: 'entry' });
  coxRegression(rows, {
    duration: 'duration',
    ended: 'ended',
    covariates: ['amount', { field: 'plan', reference: 'basic' }],
  });
  fitSbg(subscriptionLifetimes(ledger, { durations: 'renewals' }));
});
