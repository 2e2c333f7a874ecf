import * as kizuna from 'kizuna';
import { changeTable, type DialectName, eventTable, table } from 'kizuna/sql';
import type { Rows } from '../churn/serve.js';
import { DAY, DAYS, NAMES, START, STEPS } from '../events/data.js';
import { fifthsOf, gapsToSeries, historySums, scoreSums, TRAILING } from './hand-rows.js';

/** A workload: what kizuna compiles for it, and the form in which answers are compared. */
export interface Question {
  readonly id: string;
  readonly title: string;
  /** A metric and its source, for `toSql`. */
  readonly metric: kizuna.Metric<never, unknown, never>;
  source(dialect: DialectName): unknown;
  /** What the metric's result says, as rows of numbers. */
  rows(result: never): Rows;
  /** The rows of hand-written queries in the form of `rows`, where they have another. */
  readonly handRows?: (rows: Rows) => Rows;
}

/** The name of a table of events, and those of its columns that a workload reads. */
const events = (dialect: DialectName, ...reads: readonly ('nm' | 'amount')[]) =>
  eventTable('ev', {
    dialect,
    columns: { uid: 'integer', tm: 'epochMilliseconds', nm: 'text', amount: 'integer' },
    customer: 'uid',
    time: 'tm',
    ...(reads.includes('nm') ? { name: 'nm' as const } : {}),
    ...(reads.includes('amount') ? { amount: 'amount' as const } : {}),
  });

const answers = (dialect: DialectName) =>
  table('sv', {
    dialect,
    columns: { sg: 'text', score: 'integer', cents: 'integer', spend: 'number', ts: 'utcTimestamp' },
  });

const spells = (dialect: DialectName) => table('km', { dialect, columns: { dur: 'integer', ended: 'integer' } });

const changes = (dialect: DialectName) =>
  changeTable('sb', {
    dialect,
    columns: { uid: 'integer', tm: 'epochMilliseconds', mrr: 'integer' },
    customer: 'uid',
    time: 'tm',
    amount: 'mrr',
  });

const ASOF = START + DAYS * DAY - 1;
const WEEK = 7 * DAY;
/** Those of the queries by hand. */
const RFM_BREAKS = { recency: [30, 90, 180], frequency: [2, 5, 10, 20], monetary: [5_000, 20_000, 50_000, 100_000] };

/** The sum of a column and how many values it has. */
const added = (field: 'cents' | 'spend') =>
  kizuna.tally({
    name: 'added',
    inputs: { value: field },
    measures: { total: kizuna.sum(kizuna.input('value')), n: kizuna.countIf() },
    finish: ({ total, n }) => ({ total, n, mean: n === 0 ? null : total / n }),
  });

interface Added {
  readonly total: number;
  readonly n: number;
}

interface Moment {
  readonly period: string;
}

/** A metric of whichever rows: the question's source holds them. */
const any = (metric: unknown) => metric as Question['metric'];

/** The workloads. Metrics without SQL are told as such. */
export const QUESTIONS: readonly Question[] = [
  {
    id: 'W1',
    title: 'funnel, 4 steps in 7 days, counts and median time',
    metric: any(
      kizuna.funnelMetric({ steps: STEPS.map((code) => NAMES[code] ?? ''), within: { days: 7 }, asOf: ASOF }),
    ),
    source: (dialect) => events(dialect, 'nm'),
    rows: ({ steps, time }: kizuna.Funnel) => [[...steps.map(({ count }) => count), time?.median ?? 0]],
  },
  {
    id: 'W2',
    title: 'weekly retention, 53 × 53',
    metric: any(kizuna.retentionMetric({ unit: 'week', asOf: ASOF })),
    source: (dialect) => events(dialect),
    rows: ({ cohorts }: kizuna.Retention) =>
      cohorts.flatMap(({ cohort, cells }) =>
        cells.flatMap((cell) =>
          cell === null || cell.numerator === 0
            ? []
            : [[(Date.parse(cohort) - START) / WEEK, cell.age ?? 0, cell.numerator]],
        ),
      ),
  },
  {
    id: 'W3',
    title: 'RFM: customers and what they bought, by scores',
    metric: any(kizuna.rfmSummaryMetric({ asOf: ASOF, breaks: RFM_BREAKS })),
    source: (dialect) => events(dialect, 'amount'),
    rows: ({ grid, counts }: kizuna.RfmSummary) => [
      ...grid
        .filter(({ customers }) => customers > 0)
        .map(({ r, f, customers, amount }) => [0, r, f, customers, amount]),
      ...counts.monetary.map((count, place) => [1, place + 1, count]).filter(([, , count]) => count !== 0),
    ],
    handRows: scoreSums,
  },
  {
    id: 'W9',
    title: 'RFM: cuts between fifths',
    metric: any(kizuna.rfmCutsMetric({ asOf: ASOF })),
    source: (dialect) => events(dialect, 'amount'),
    rows: ({ recency, frequency, monetary }: kizuna.RfmCuts) => [[...recency, ...frequency, ...monetary]],
    handRows: (rows) => (rows[0]?.length === 12 ? rows : fifthsOf(rows)),
  },
  {
    id: 'W4',
    title: 'DAU, WAU, MAU by day over a year',
    metric: any(kizuna.activeCustomersMetric({ unit: 'day', trailing: TRAILING.slice(1) })),
    source: (dialect) => events(dialect),
    rows: (days: readonly (Moment & { active: number; trailing: readonly { active: number }[] })[]) => [
      [
        ...days.map(({ active }) => active),
        ...[0, 1].flatMap((k) => days.map(({ trailing }) => trailing[k]?.active ?? 0)),
      ],
    ],
    handRows: gapsToSeries,
  },
  {
    id: 'W5',
    title: 'NPS by month and segment',
    metric: any(
      kizuna.by(
        kizuna.period('ts', { unit: 'month', timeZone: 'UTC' }),
        kizuna.by('sg', kizuna.npsMetric({ score: 'score' })),
      ),
    ),
    source: answers,
    rows: (rows: readonly (Moment & { sg: string } & kizuna.Nps)[]) =>
      rows.map(({ period, sg, n, promoters, detractors }) => [
        Number(period.slice(5)) - 1,
        codeOf(sg),
        n,
        promoters,
        detractors,
      ]),
  },
  {
    id: 'W6',
    title: 'customer summary: counts of frequency, recency and T, and of what was spent',
    metric: any(kizuna.historyCountsMetric({ unit: 'day', asOf: ASOF + 1 })),
    source: (dialect) => events(dialect, 'amount'),
    rows: ({ histories, spend }: kizuna.HistoryCounts) =>
      historySums([
        ...histories.map(({ frequency, recency, T, customers }) => [0, frequency, recency, T, customers]),
        ...(spend ?? []).map(({ frequency, monetary, customers }) => [1, frequency, monetary, 0, customers]),
      ]),
    handRows: (rows) => (rows[0]?.length === 7 ? rows : historySums(rows)),
  },
  {
    id: 'W7',
    title: 'Kaplan–Meier, whole days',
    metric: any(kizuna.kaplanMeierMetric({ duration: 'dur', ended: 'ended' })),
    source: spells,
    rows: ({ curve }: kizuna.KaplanMeier) => {
      const ends = curve.filter(({ events: ended }) => ended > 0);
      const at = ends.find(({ time }) => time === 100);
      return [[ends.length, ends.reduce((sum, { survival }) => sum + survival, 0), at?.survival ?? 0]];
    },
  },
  {
    id: 'W8',
    title: 'monthly movements of recurring revenue',
    metric: any(kizuna.recurringRevenueMetric({ unit: 'month', asOf: ASOF })),
    source: changes,
    rows: (rows: readonly kizuna.RecurringRevenuePeriod[]) =>
      rows
        .flatMap(({ period, customers, ...row }) =>
          [
            [0, row.new, customers.new],
            [1, row.expansion, customers.expanded],
            [2, -row.contraction, customers.contracted],
            [3, -row.churned, customers.churned],
            [4, row.reactivation, customers.reactivated],
          ].map((each) => [Number(period.slice(5)) - 1, ...each]),
        )
        .filter(([, , , count]) => count !== 0),
  },
  ...(['cents', 'spend'] as const).flatMap((field): Question[] => [
    {
      id: field === 'cents' ? 'S1' : 'S2',
      title: `sum and mean of ${field === 'cents' ? 'integers' : 'doubles'} by segment`,
      metric: any(kizuna.by('sg', added(field))),
      source: answers,
      rows: (rows: readonly (Added & { sg: string })[]) => rows.map(({ sg, total, n }) => [codeOf(sg), total, n]),
    },
    {
      id: field === 'cents' ? 'S3' : 'S4',
      title: `sum and mean of ${field === 'cents' ? 'integers' : 'doubles'}`,
      metric: any(added(field)),
      source: answers,
      rows: ({ total, n }: Added) => [[total, n]],
    },
  ]),
];

/** Rows in one order, to ten digits: sums of doubles differ in the last. */
export function textOf(rows: Rows): string {
  const written = rows.map((row) => row.map((value) => Number(value.toPrecision(10))).join(' '));
  return written.sort().join('\n');
}

/** The code of a segment, as `s3`. */
export function codeOf(cell: unknown): number {
  return Number(String(cell).replace(/^s/, ''));
}
