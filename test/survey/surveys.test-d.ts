import {
  by,
  type Ces,
  type Csat,
  ces,
  cesMetric,
  compareNps,
  csat,
  csatMetric,
  type Estimate,
  type Excluded,
  measure,
  type Nps,
  nps,
  npsMetric,
  npsSampleSize,
  type Pmf,
  period,
  pmf,
  pmfMetric,
  type Rate,
  type ScalePoint,
  together,
} from 'kizuna';
import { describe, expectTypeOf, test } from 'vitest';

interface Answer {
  readonly plan: 'free' | 'pro';
  readonly channel?: 'chat' | 'mail';
  readonly at: Date;
  readonly recommend: number | null;
  readonly stars: number;
  readonly effort?: number;
  readonly without: string | null;
}
const answers: readonly Answer[] = [];

describe('a grouped measurement of several surveys', () => {
  const rows = measure(
    answers,
    by(
      'plan',
      together({
        nps: npsMetric({ score: 'recommend' }),
        csat: csatMetric({ score: 'stars', weight: (row) => row.stars }),
        ces: cesMetric({ score: 'effort', direction: 'low-is-easy' }),
        fit: pmfMetric({ answer: 'without', exclude: ['N/A'] }),
      }),
    ),
  );
  type Row = (typeof rows)[number];

  test('knows its keys as literals and its results by name, without annotation', () => {
    expectTypeOf<Row['plan']>().toEqualTypeOf<'free' | 'pro'>();
    expectTypeOf<Row['nps']>().toEqualTypeOf<Nps>();
    expectTypeOf<Row['csat']>().toEqualTypeOf<Csat>();
    expectTypeOf<Row['ces']>().toEqualTypeOf<Ces>();
    expectTypeOf<Row['fit']>().toEqualTypeOf<Pmf>();
    expectTypeOf<Row['fit']['meetsBenchmark']>().toEqualTypeOf<'yes' | 'no' | 'unclear'>();
  });

  test('has null among the keys of a field that may be absent, and of a period', () => {
    const byChannel = measure(answers, by('channel', csatMetric({ score: 'stars' })));
    expectTypeOf(byChannel[0]!.channel).toEqualTypeOf<'chat' | 'mail' | null>();
    const monthly = measure(
      answers,
      by('plan', by(period('at', { unit: 'month' }), npsMetric({ score: 'recommend' }))),
    );
    expectTypeOf(monthly[0]!.period).toEqualTypeOf<string | null>();
    expectTypeOf(monthly[0]!.plan).toEqualTypeOf<'free' | 'pro'>();
    expectTypeOf(monthly[0]!.value).toEqualTypeOf<number | null>();
  });

  test('refuses fields and options that are not there', () => {
    // @ts-expect-error no such field
    measure(answers, by('plna', npsMetric({ score: 'recommend' })));
    // @ts-expect-error no such field, two combinators deep
    measure(answers, by('plan', together({ a: npsMetric({ score: 'recomend' }) })));
    // @ts-expect-error a number is no text
    measure(answers, by('plan', together({ a: pmfMetric({ answer: 'stars' }) })));
    // @ts-expect-error a text is no score
    measure(answers, cesMetric({ score: 'without' }));
    // @ts-expect-error no such row in the function
    measure(answers, csatMetric({ score: (row) => row.star }));
  });
});

describe('a survey at once', () => {
  test('says what it gives', () => {
    expectTypeOf(csat(answers, { score: 'stars' })).toExtend<Rate>();
    expectTypeOf(csat(answers, { score: 'stars' }).mean).toEqualTypeOf<Estimate>();
    expectTypeOf(ces(answers, { score: 'effort' })).toExtend<Estimate>();
    expectTypeOf(ces(answers, { score: 'effort' }).easy).toEqualTypeOf<Rate>();
    expectTypeOf(ces(answers, { score: 'effort' }).net).toEqualTypeOf<number | null>();
    expectTypeOf(pmf(answers, { answer: 'without' }).excluded).toExtend<Excluded & { readonly listed: number }>();
    expectTypeOf(nps([1, 2]).distribution).toEqualTypeOf<readonly ScalePoint[]>();
  });

  test('takes bare answers, columns and functions', () => {
    nps(new Uint8Array([9]));
    csat({ stars: [5, 4], plan: ['free', 'pro'] }, { score: 'stars' });
    ces(answers, { score: (row) => row.effort });
    pmf(['no', null]);
  });

  test('refuses a field that is misspelt or holds something else', () => {
    // @ts-expect-error no such field
    nps(answers, { score: 'recomend' });
    // @ts-expect-error a text
    csat(answers, { score: 'without' });
    // @ts-expect-error a date
    ces(answers, { score: 'at' });
    // @ts-expect-error a number
    pmf(answers, { answer: 'stars' });
    // @ts-expect-error no such field
    nps(answers, { score: 'recommend', weight: 'wieght' });
    // @ts-expect-error no such column
    csat({ stars: [5] }, { score: 'star' });
  });

  test('refuses an option that it does not know, and words that are none', () => {
    // @ts-expect-error no such option
    nps(answers, { score: 'recommend', confidnce: 0.9 });
    // @ts-expect-error no such method
    nps(answers, { score: 'recommend', method: 'exact' });
    // @ts-expect-error csat has no direction
    csat(answers, { score: 'stars', direction: 'low-is-easy' });
    // @ts-expect-error no such direction
    ces(answers, { score: 'stars', direction: 'up' });
    // @ts-expect-error a list of texts
    pmf(answers, { answer: 'without', exclude: 'N/A' });
    // @ts-expect-error no such policy
    pmf(answers, { answer: 'without', invalid: 'skip' });
    // @ts-expect-error two ends
    csat(answers, { score: 'stars', scale: [1, 5, 10] });
  });
});

describe('comparing and planning', () => {
  test('takes results and counts, and refuses an empty plan', () => {
    compareNps(nps([9]), { promoters: 1, passives: 0, detractors: 2 });
    expectTypeOf(compareNps(nps([9]), nps([8])).pValue).toEqualTypeOf<number | null>();
    // @ts-expect-error a result of csat has no bands
    compareNps(csat([5]), csat([4]));
    npsSampleSize({ marginOfError: 5 });
    npsSampleSize({ difference: 5, against: 'score', alternative: 'less' });
    // @ts-expect-error one of the two
    npsSampleSize({});
  });

  test('a metric of its own rows is written down once', () => {
    const metric = npsMetric<Answer>({ score: 'recommend' });
    metric.state(answers);
    // @ts-expect-error other rows
    metric.state([{ recommend: 'nine' }]);
  });
});
