import {
  type AnyRow,
  by,
  cesMetric,
  csatMetric,
  type Data,
  measure,
  measureAll,
  npsMetric,
  pmfMetric,
  together,
  where,
} from 'kizuna';
import { describe, expectTypeOf, test } from 'vitest';

interface Answer {
  readonly plan: 'free' | 'pro';
  readonly score: number;
  readonly comment: string | null;
}
const answers: readonly Answer[] = [];

describe('a survey metric without a field', () => {
  test('takes bare answers, unanswered ones included', () => {
    npsMetric().state([10, 9]);
    npsMetric({ confidence: 0.9 }).state([10, null, undefined]);
    npsMetric().state(new Uint8Array([10, 9]));
    csatMetric().state([5, 4]);
    cesMetric().state([7]);
    pmfMetric().state(['very disappointed', null]);
    measure([10, 9], npsMetric());
    measure(new Set([5]), csatMetric());
    measureAll([[10], [9, null]], npsMetric());
    measure([10, 9], together({ nps: npsMetric(), csat: csatMetric({ scale: [0, 10] }) }));
    expectTypeOf(npsMetric().state).parameter(0).toEqualTypeOf<Data<number | null | undefined>>();
  });

  test('takes neither rows nor texts', () => {
    // @ts-expect-error rows, and no field
    npsMetric().state([{ score: 10 }]);
    // @ts-expect-error texts
    measure(['10'], npsMetric());
    // @ts-expect-error rows, and no field
    measure(answers, npsMetric());
    // @ts-expect-error numbers
    pmfMetric().state([1]);
  });
});

describe('a survey metric with a field', () => {
  test('takes any rows on its own, and knows them within a measurement', () => {
    npsMetric({ score: 'score' }).state([{ score: 10, plan: 'pro' }]);
    expectTypeOf(npsMetric({ score: 'score' }).state)
      .parameter(0)
      .toEqualTypeOf<Data<AnyRow>>();
    measure(answers, npsMetric({ score: (row) => row.score }));
    measure(answers, by('plan', where({ plan: 'pro' }, npsMetric({ score: 'score', weight: (row) => row.score }))));
    // @ts-expect-error no such field
    measure(answers, npsMetric({ score: 'scroe' }));
    // @ts-expect-error no number
    measure(answers, csatMetric({ score: 'comment' }));
    // @ts-expect-error no such field
    measure(answers, by('plan', cesMetric({ score: 'scroe' })));
    // @ts-expect-error no number
    measure(answers, by('plan', together({ nps: npsMetric({ score: 'comment' }) })));
    // @ts-expect-error no such field
    measure(answers, npsMetric({ score: (row) => row.scroe }));
    // @ts-expect-error no number
    npsMetric<Answer>({ score: 'comment' });
  });

  test('says what it is made of in words', () => {
    const rows = measure(answers, by('plan', npsMetric({ score: 'score' })));
    expectTypeOf(rows[0]!.plan).toEqualTypeOf<'free' | 'pro'>();
    expectTypeOf(rows[0]!.value).toEqualTypeOf<number | null>();
  });
});
