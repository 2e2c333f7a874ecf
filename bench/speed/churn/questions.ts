import * as kizuna from 'kizuna';
import type { Lifetimes } from './data.js';

/** Something that is asked of kizuna and of peers. */
export interface Question {
  readonly part: Part;
  readonly title: string;
  /** What a peer calls it; forms that begin so are other ways to the same. */
  readonly form: string;
  /** What a peer loads. */
  readonly task: 'curve' | 'groups' | 'cox';
  readonly size: number;
  readonly isWhole: boolean;
  /** How many times kizuna's time every peer must take at least. */
  readonly atLeast?: number;
  readonly rounds: number;
  /** kizuna's ways; the first is compared. */
  readonly ours: readonly (readonly [name: string, ask: (columns: Columns) => unknown])[];
  numbers(columns: Columns): readonly Found[];
}

export type Part = 'curves' | 'tests' | 'cox' | 'weibull';

/** Numbers of kizuna under the name by which peers tell theirs, and how near theirs must be, as a share. */
export interface Found {
  readonly name: string;
  readonly values: readonly (number | null)[];
  readonly within: number;
  /** The same for lifelines, which stops its searches earlier. */
  readonly lifelines?: number;
}

/** Lifetimes as kizuna's columns. */
export interface Columns extends Omit<Lifetimes, 'ended'> {
  readonly ended: Uint8Array;
}

/** The times at which curves are compared. */
export const AT = [1, 7, 30, 90.5, 180, 365, 500.25, 720, 900, 990];

const SPELL = { duration: 'time', ended: 'ended' } as const;
const curveOf = (columns: Columns) => kizuna.kaplanMeierColumns(columns, SPELL);
const testOf = (columns: Columns) => kizuna.logRank(columns, { ...SPELL, group: 'group' });
const coxOf = (columns: Columns) => kizuna.coxRegression(columns, { ...SPELL, covariates: ['x', 'z'] });
const weibullOf = (columns: Columns) => kizuna.fitWeibull(columns, SPELL);

/** What is asked, on real and on whole times. */
export const QUESTIONS: readonly Question[] = [
  ...both((isWhole) => ({
    ...{ part: 'curves', title: 'Kaplan–Meier, 1,000,000 rows', form: 'curve', task: 'curve' },
    ...{ size: 1e6, isWhole, atLeast: 5, rounds: 7 },
    ours: [
      ['kizuna kaplanMeierColumns', curveOf],
      ['kizuna kaplanMeier, a point for each duration', (columns) => kizuna.kaplanMeier(columns, SPELL)],
    ],
    numbers: (columns) => {
      const curve = curveOf(columns);
      const at = kizuna.survivalAt(curve, AT);
      return [
        { name: 'survival', values: at.map(({ value }) => value), within: 1e-9 },
        { name: 'low', values: at.map(({ interval }) => interval?.low ?? null), within: 1e-9 },
        { name: 'high', values: at.map(({ interval }) => interval?.high ?? null), within: 1e-9 },
        { name: 'median', values: [curve.median.value, curve.medianLow, curve.medianHigh], within: 1e-9 },
      ];
    },
  })),
  ...both((isWhole) => ({
    ...{ part: 'tests', title: 'log-rank, 1,000,000 rows in two groups', form: 'log-rank', task: 'groups' },
    ...{ size: 1e6, isWhole, rounds: 5, ours: [['kizuna logRank', testOf]] },
    numbers: (columns) => [{ name: 'statistic', values: [testOf(columns).statistic], within: 1e-6, lifelines: 1e-8 }],
  })),
  ...both((isWhole) => ({
    ...{ part: 'cox', title: 'Cox, 2 covariates, 100,000 rows', form: 'Cox', task: 'cox' },
    ...{ size: 1e5, isWhole, atLeast: 1, rounds: 5, ours: [['kizuna coxRegression', coxOf]] },
    numbers: (columns) => {
      const { coefficients } = coxOf(columns);
      return [
        { name: 'values', values: coefficients.map(({ coefficient }) => coefficient), within: 1e-9, lifelines: 1e-4 },
        {
          name: 'errors',
          values: coefficients.map(({ standardError }) => standardError),
          within: 1e-9,
          lifelines: 1e-4,
        },
      ];
    },
  })),
  {
    ...{ part: 'weibull', title: 'Weibull, 1,000,000 rows', form: 'Weibull', task: 'curve' },
    ...{ size: 1e6, isWhole: false, rounds: 5, ours: [['kizuna fitWeibull', weibullOf]] },
    numbers: (columns) => {
      const { shape, scale, standardErrors } = weibullOf(columns);
      return [
        { name: 'values', values: [shape, scale], within: 1e-6, lifelines: 1e-4 },
        { name: 'errors', values: [standardErrors.shape, standardErrors.scale], within: 1e-6, lifelines: 1e-3 },
      ];
    },
  },
];

function both(question: (isWhole: boolean) => Question): readonly Question[] {
  return [false, true].map((isWhole) => {
    const asked = question(isWhole);
    return { ...asked, title: `${asked.title}, ${isWhole ? 'whole' : 'real'} times` };
  });
}
