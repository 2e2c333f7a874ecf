import {
  by,
  type Data,
  type FieldKey,
  measure,
  measureAll,
  type Nps,
  npsMetric,
  period,
  type RowMetric,
  suppressSmall,
  together,
  where,
} from 'kizuna';
import { describe, expectTypeOf, test } from 'vitest';

interface Answer {
  readonly plan: 'free' | 'pro';
  readonly region?: 'east' | 'west';
  readonly seats: number | null;
  readonly at: string;
  readonly score: number;
  readonly tags: readonly string[];
}
const answers: readonly Answer[] = [];
const score = npsMetric<Answer>({ score: 'score' });

describe('by', () => {
  test('keeps the literals of a key, with null where it may be absent', () => {
    const plans = measure(answers, by('plan', npsMetric({ score: 'score' })));
    expectTypeOf(plans).toEqualTypeOf<readonly ({ readonly plan: 'free' | 'pro' } & Nps)[]>();
    const regions = measure(answers, by('region', npsMetric({ score: 'score' })));
    expectTypeOf(regions[0]!.region).toEqualTypeOf<'east' | 'west' | null>();
    expectTypeOf<FieldKey<Answer, 'seats'>>().toEqualTypeOf<number | null>();
  });

  test('keeps the literals of a function', () => {
    const rows = measure(
      answers,
      by((row) => (row.score > 8 ? 'high' : 'low'), npsMetric({ score: 'score' })),
    );
    expectTypeOf(rows[0]!.key).toEqualTypeOf<'high' | 'low'>();
  });

  test('names a period as it is asked to', () => {
    const monthly = measure(answers, by(period('at', { unit: 'month' }), npsMetric({ score: 'score' })));
    expectTypeOf(monthly[0]!.period).toEqualTypeOf<string | null>();
    const named = measure(answers, by(period('at', { unit: 'month', as: 'month' }), npsMetric({ score: 'score' })));
    expectTypeOf(named[0]!.month).toEqualTypeOf<string | null>();
  });

  test('nests and joins without annotation', () => {
    const rows = measure(
      answers,
      by('plan', by('region', together({ nps: npsMetric({ score: 'score' }), pro: where({ plan: 'pro' }, score) }))),
    );
    expectTypeOf(rows[0]!.plan).toEqualTypeOf<'free' | 'pro'>();
    expectTypeOf(rows[0]!.region).toEqualTypeOf<'east' | 'west' | null>();
    expectTypeOf(rows[0]!.nps).toEqualTypeOf<Nps>();
    expectTypeOf(rows[0]!.pro.value).toEqualTypeOf<number | null>();
    // @ts-expect-error no such metric
    rows[0]?.ces;
  });

  test('puts a bare result under result', () => {
    const counted: RowMetric<Answer, number, number> = {
      name: 'counted',
      split: 'anywhere',
      state: (data: Data<Answer>) => [...(data as Iterable<Answer>)].length,
      merge: (a, b) => a + b,
      finish: (n) => n,
    };
    expectTypeOf(measure(answers, by('plan', counted))[0]!.result).toEqualTypeOf<number>();
  });

  test('refuses what is no field, or no key', () => {
    // @ts-expect-error no such field
    measure(answers, by('paln', npsMetric({ score: 'score' })));
    // @ts-expect-error a list is no key
    measure(answers, by('tags', npsMetric({ score: 'score' })));
    // @ts-expect-error no such field for the metric
    measure(answers, by('plan', npsMetric({ score: 'scroe' })));
    // @ts-expect-error a list is no time
    measure(answers, by(period('tags', { unit: 'day' }), npsMetric({ score: 'score' })));
    // @ts-expect-error no such field for the period
    measure(answers, by(period('ta', { unit: 'day' }), npsMetric({ score: 'score' })));
    // @ts-expect-error no such field, nested
    measure(answers, by('plan', by(period('ta', { unit: 'day' }), npsMetric({ score: 'score' }))));
    measure(
      answers,
      // @ts-expect-error no such field for the function
      by((row) => row.paln, npsMetric({ score: 'score' })),
    );
  });
});

describe('where', () => {
  test('knows the fields and their values', () => {
    measure(
      answers,
      where({ plan: 'pro', score: { gte: 9, lte: 10 }, region: ['east'] }, npsMetric({ score: 'score' })),
    );
    measure(answers, where({ at: { contains: '2025' } }, npsMetric({ score: 'score' })));
    // @ts-expect-error no such plan
    measure(answers, where({ plan: 'team' }, score));
    // @ts-expect-error no such field
    measure(answers, where({ paln: 'pro' }, score));
    // @ts-expect-error no such operator
    measure(answers, where({ score: { above: 3 } }, score));
    // @ts-expect-error contains is for text
    measure(answers, where({ score: { contains: 3 } }, score));
  });
});

describe('columns', () => {
  test('tell the row type as rows do', () => {
    const columns = { plan: ['free', 'pro'] as const, score: new Uint8Array(2) };
    const rows = measure(columns, by('plan', npsMetric({ score: 'score' })));
    expectTypeOf(rows[0]!.plan).toEqualTypeOf<'free' | 'pro'>();
    // @ts-expect-error no such column
    measure(columns, npsMetric({ score: 'scroe' }));
    const vectors = { score: { length: 1, get: (_: number): number | null => 9 } };
    measure(vectors, npsMetric({ score: 'score' }));
  });
});

describe('measureAll', () => {
  test('promises what measure gives', () => {
    const result = measureAll([answers], by('plan', npsMetric({ score: 'score' })));
    expectTypeOf(result).toEqualTypeOf<Promise<readonly ({ readonly plan: 'free' | 'pro' } & Nps)[]>>();
  });
});

describe('suppressSmall', () => {
  test('keeps the types of named keys; everything else may be null', () => {
    const rows = measure(answers, by('plan', npsMetric({ score: 'score' })));
    const safe = suppressSmall(rows, { minimum: 5, by: 'plan' });
    expectTypeOf(safe[0]!.plan).toEqualTypeOf<'free' | 'pro'>();
    expectTypeOf(safe[0]!.n).toEqualTypeOf<number | null>();
    expectTypeOf(safe[0]!.suppressed).toEqualTypeOf<boolean>();
    // @ts-expect-error no such field
    suppressSmall(rows, { minimum: 5, by: 'paln' });
    // @ts-expect-error no count
    suppressSmall(rows, { minimum: 5, count: 'plan' });
  });
});
