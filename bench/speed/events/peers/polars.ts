import { readColumns } from '../files.js';
import { type Query, type Rows, requirePeer, serve } from '../serve.js';
import type { WorkloadId } from '../workloads.js';

// The package's own types cannot be named where it is not installed.
// biome-ignore lint/suspicious/noExplicitAny: a fluent interface of dozens of methods, used in this file only
type Fluent = any;

const WEEK = 604_800_000;

await serve(() => {
  const pl = requirePeer('nodejs-polars') as Fluent;
  let events: Fluent;
  const forms: readonly [WorkloadId, string, () => Fluent][] = [
    ['W1', 'cumulative maxima over sorted events', () => funnelOf(pl, events)],
    ['W2', 'distinct weeks', () => retentionOf(pl, events)],
    ['W4', 'gaps', () => gapsOf(pl, events)],
    ['W6', 'days, then customers', () => summaryOf(pl, events)],
  ];
  return {
    version: pl.version,
    threads: [process.env.POLARS_MAX_THREADS === '1' ? 'one' : 'default'],
    load: (files) => {
      const { customer, time, name, amount } = readColumns(files);
      events = pl.DataFrame({
        uid: pl.Series('uid', customer),
        tm: pl.Series('tm', time).cast(pl.Int64),
        nm: pl.Series('nm', name),
        amount: pl.Series('amount', amount).cast(pl.Int32),
      });
    },
    queries: forms.map(
      ([workload, form, ask]): Query => ({
        workload,
        form,
        system: 'Polars, log order',
        run: async () => {
          const frame = await ask().collect();
          return (): Rows => frame.rows().map((row: unknown[]) => row.map(Number));
        },
      }),
    ),
  };
});

function since(pl: Fluent, unit: number): Fluent {
  return pl.col('tm').sub(pl.lit(1_704_067_200_000)).div(pl.lit(unit)).cast(pl.Int32);
}

/** Within the events sorted by customer and time, the last start so far of a chain of steps. */
function funnelOf(pl: Fluent, events: Fluent): Fluent {
  const col = pl.col;
  const latest = (condition: Fluent, column: string, as: string) =>
    pl.when(condition).then(col(column)).otherwise(pl.lit(0)).cumMax().over('uid').alias(as);
  const inTime = (column: string) => col('tm').ltEq(col(column).add(pl.lit(WEEK)));
  const done = col('nm').eq(pl.lit(5)).and(inTime('s3'));
  return events
    .lazy()
    .filter(
      col('nm')
        .gtEq(pl.lit(2))
        .and(col('nm').ltEq(pl.lit(5))),
    )
    .sort({ by: ['uid', 'tm'] })
    .withColumns(latest(col('nm').eq(pl.lit(2)), 'tm', 's1'))
    .withColumns(latest(col('nm').eq(pl.lit(3)).and(inTime('s1')), 's1', 's2'))
    .withColumns(latest(col('nm').eq(pl.lit(4)).and(inTime('s2')), 's2', 's3'))
    .withColumns(
      pl
        .when(done)
        .then(col('tm').sub(col('s3')))
        .otherwise(pl.lit(null))
        .alias('dt'),
    )
    .groupBy('uid')
    .agg(
      col('s1').max().gt(pl.lit(0)).alias('k1'),
      col('s2').max().gt(pl.lit(0)).alias('k2'),
      col('s3').max().gt(pl.lit(0)).alias('k3'),
      col('dt').dropNulls().first().alias('dt'),
    )
    .select(
      col('k1').sum(),
      col('k2').sum(),
      col('k3').sum(),
      col('dt').count().alias('k4'),
      col('dt').median().alias('m'),
    );
}

function retentionOf(pl: Fluent, events: Fluent): Fluent {
  const col = pl.col;
  return events
    .lazy()
    .select(col('uid'), since(pl, WEEK).alias('w'))
    .unique()
    .withColumns(col('w').min().over('uid').alias('c'))
    .groupBy(['c', 'w'])
    .agg(pl.len().alias('count'))
    .select(col('c'), col('w').sub(col('c')).alias('k'), col('count'));
}

function gapsOf(pl: Fluent, events: Fluent): Fluent {
  const col = pl.col;
  const isSame = col('uid').eq(col('uid').shift(-1));
  const gap = pl
    .when(isSame)
    .then(col('d').shift(-1).sub(col('d')))
    .otherwise(pl.lit(28));
  return events
    .lazy()
    .select(col('uid'), since(pl, 86_400_000).alias('d'))
    .unique()
    .sort({ by: ['uid', 'd'] })
    .select(
      pl
        .when(gap.lt(pl.lit(28)))
        .then(gap)
        .otherwise(pl.lit(28))
        .alias('g'),
      col('d'),
    )
    .groupBy(['g', 'd'])
    .agg(pl.len().alias('count'));
}

function summaryOf(pl: Fluent, events: Fluent): Fluent {
  const col = pl.col;
  return events
    .lazy()
    .select(col('uid'), since(pl, 86_400_000).alias('d'), col('amount').cast(pl.Int64))
    .groupBy(['uid', 'd'])
    .agg(col('amount').sum().alias('s'))
    .groupBy('uid')
    .agg(
      pl.len().cast(pl.Int64).sub(pl.lit(1)).alias('f'),
      col('d').max().sub(col('d').min()).cast(pl.Int64).alias('r'),
      pl.lit(365).sub(col('d').min()).cast(pl.Int64).alias('t'),
      col('s')
        .sum()
        .sub(
          col('s')
            .filter(col('d').eq(col('d').min()))
            .first(),
        )
        .alias('m'),
    )
    .select(
      pl.len().alias('n'),
      col('f').sum(),
      col('r').sum(),
      col('t').sum(),
      col('f').mul(col('r')).sum().alias('fr'),
      col('m').sum(),
      pl
        .when(col('f').gt(pl.lit(0)))
        .then(col('m').div(col('f')))
        .otherwise(pl.lit(0))
        .sum()
        .alias('mean'),
    );
}
