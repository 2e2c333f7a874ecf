import { requirePeer } from '../../events/serve.js';
import { readChanges } from '../files.js';
import { type Rows, serve } from '../serve.js';

// The package's own types cannot be named where it is not installed.
// biome-ignore lint/suspicious/noExplicitAny: a fluent interface of dozens of methods, used in this file only
type Fluent = any;

await serve(() => {
  const pl = requirePeer('nodejs-polars') as Fluent;
  const col = pl.col;
  let changes: Fluent;
  const month = () => col('ts').dt.month().cast(pl.Int32).sub(pl.lit(1));
  const forms: Readonly<Record<string, () => Fluent>> = {
    'group by': () =>
      movements(
        changes
          .lazy()
          .select(col('uid'), month().alias('mo'), col('mrr'))
          .groupBy(['uid', 'mo'])
          .agg(col('mrr').last().alias('cur'))
          .sort({ by: ['uid', 'mo'] }),
      ),
    'group by one key': () =>
      movements(
        unpacked(
          changes.lazy().select(packed(), col('mrr')).groupBy('key').agg(col('mrr').last().alias('cur')).sort('key'),
        ),
      ),
    'sort by one key': () =>
      movements(
        unpacked(
          changes
            .lazy()
            .select(packed(), col('mrr').alias('cur'))
            .sort({ by: ['key'], maintain_order: true })
            .filter(col('key').neq(col('key').shift(-1).fillNull(pl.lit(-1)))),
        ),
      ),
  };
  return {
    version: pl.version,
    load: (folder) => {
      const { customer, time, cents } = readChanges(folder);
      changes = pl.DataFrame({
        uid: pl.Series('uid', customer),
        ts: pl.Series('ts', time).cast(pl.Int64).cast(pl.Datetime('ms')),
        mrr: pl.Series('mrr', cents),
      });
    },
    forms: Object.fromEntries(
      Object.entries(forms).map(([form, ask]) => [
        `log order: ${form}`,
        async () => {
          const frame = await ask().collect();
          return (): Rows => frame.rows().map((row: unknown[]) => row.map(Number));
        },
      ]),
    ),
  };

  function packed(): Fluent {
    return col('uid').mul(pl.lit(12)).add(month()).cast(pl.Int32).alias('key');
  }

  function unpacked(frame: Fluent): Fluent {
    const customer = col('key').div(pl.lit(12)).floor().cast(pl.Int32);
    return frame.select(customer.alias('uid'), col('key').modulo(pl.lit(12)).alias('mo'), col('cur'));
  }

  /** Of (uid, mo, cur) in that order. Without months in which nothing changed, a customer's first row is the first payment. */
  function movements(frame: Fluent): Fluent {
    const isSame = col('uid').eq(col('uid').shift(1));
    const hasPaid = col('uid').eq(col('uid').shift(1).fillNull(pl.lit(-1)));
    const kind = pl
      .when(col('pv').eq(pl.lit(0)))
      .then(pl.when(hasPaid).then(pl.lit(4)).otherwise(pl.lit(0)))
      .when(col('cur').eq(pl.lit(0)))
      .then(pl.lit(3))
      .when(col('cur').gt(col('pv')))
      .then(pl.lit(1))
      .otherwise(pl.lit(2));
    return frame
      .withColumns(pl.when(isSame).then(col('cur').shift(1)).otherwise(pl.lit(0)).alias('pv'))
      .filter(col('cur').neq(col('pv')))
      .select(col('mo'), kind.alias('k'), col('cur').cast(pl.Int64).sub(col('pv')).alias('change'))
      .groupBy(['mo', 'k'])
      .agg(col('change').sum().alias('sum'), pl.len().alias('count'));
  }
});
