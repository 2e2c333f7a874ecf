import {
  by,
  InvalidDataError,
  InvalidOptionError,
  type KaplanMeierOptions,
  kaplanMeier,
  kaplanMeierColumns,
  kaplanMeierMetric,
  measure,
  nelsonAalen,
  quantileSurvival,
  restrictedMean,
  type SurvivalInterval,
  survivalAt,
  survivalSteps,
} from 'kizuna';
import { describe, expect, test } from 'vitest';
import reference from '../reference/survival-curves.json' with { type: 'json' };
import { relativeError } from '../support/close.js';
import { thrown } from '../support/thrown.js';

interface Expected {
  readonly name: string;
  readonly duration: readonly number[];
  readonly ended: readonly number[];
  readonly entry?: readonly number[];
  readonly weight?: readonly number[];
  readonly time: readonly number[];
  readonly atRisk: readonly number[];
  readonly events: readonly number[];
  readonly censored: readonly number[];
  readonly survival: readonly number[];
  readonly standardError: Numbers;
  readonly bands: Readonly<Record<SurvivalInterval, Band>>;
  readonly horizons: readonly number[];
  readonly means: readonly number[];
  readonly meanErrors: readonly number[];
  readonly hazard: Numbers;
  readonly hazardError: Numbers;
  readonly hazardOneByOne: Numbers;
  readonly hazardErrorOneByOne: Numbers;
}

type Numbers = readonly (number | null)[];
type Band = Readonly<Record<'low' | 'high' | 'quantiles' | 'quantileLow' | 'quantileHigh', Numbers>>;

/** Numbers of R, with its NA as null. */
function expectClose(found: Numbers, expected: Numbers): void {
  expect(found.length).toBe(expected.length);
  for (const [i, value] of expected.entries()) {
    const other = found[i] ?? null;
    if (value === null || other === null) expect(other).toBe(value);
    else expect(relativeError(other, value)).toBeLessThan(1e-11);
  }
}

// Numbers of a file: its cases have different fields.
const CASES = reference.cases as unknown as readonly Expected[];

describe.each(CASES.map((each) => [each.name, each] as const))('the curve of R, %s', (_, expected) => {
  const { duration, ended, entry, weight } = expected;
  const columns = { duration, ended, entry: entry ?? [], weight: weight ?? [] };
  if (entry === undefined) Reflect.deleteProperty(columns, 'entry');
  if (weight === undefined) Reflect.deleteProperty(columns, 'weight');
  const fields = {
    duration: 'duration',
    ended: 'ended',
    ...(entry === undefined ? {} : { entry: 'entry' }),
    ...(weight === undefined ? {} : { weight: 'weight' }),
  } as KaplanMeierOptions<{ duration: number; ended: number; entry: number; weight: number }>; // names of its columns
  const result = kaplanMeier(columns, fields);
  const hazardFields = { ...fields, interval: 'plain' } as const;

  test('has the same times, counts, survival and errors', () => {
    const { curve } = result;
    expect(curve.map(({ time }) => time)).toEqual(expected.time);
    expectClose(
      curve.map(({ atRisk }) => atRisk),
      expected.atRisk,
    );
    expectClose(
      curve.map(({ events }) => events),
      expected.events,
    );
    expectClose(
      curve.map(({ censored }) => censored),
      expected.censored,
    );
    expectClose(
      curve.map(({ survival }) => survival),
      expected.survival,
    );
    expectClose(
      curve.map(({ standardError }) => standardError),
      expected.standardError,
    );
  });

  test.each(['log-log', 'log', 'plain'] as const)('has the same %s band and quantiles', (interval) => {
    const band = expected.bands[interval];
    const { curve, ...facts } = kaplanMeier(columns, { ...fields, interval });
    expectClose(
      curve.map(({ low }) => low),
      band.low,
    );
    expectClose(
      curve.map(({ high }) => high),
      band.high,
    );
    const quantiles = reference.shares.map((share) => quantileSurvival({ curve, ...facts }, share));
    expectClose(
      quantiles.map(({ value }) => value),
      band.quantiles,
    );
    expectClose(
      quantiles.map(({ low }) => low),
      band.quantileLow,
    );
    expectClose(
      quantiles.map(({ high }) => high),
      band.quantileHigh,
    );
    const { median, medianLow, medianHigh } = facts;
    expectClose(
      [median.value, medianLow, medianHigh],
      [band.quantiles[2], band.quantileLow[2], band.quantileHigh[2]].map((each) => each ?? null),
    );
  });

  test('has the same restricted means', () => {
    const means = expected.horizons.map((at) => restrictedMean(result, at));
    expectClose(
      means.map(({ value }) => value),
      expected.means,
    );
    // Where nothing has ended R gives an error of 0: there is none.
    expectClose(
      means.map(({ standardError }) => standardError),
      expected.meanErrors.map((error) => error || null),
    );
  });

  test('has the same cumulative hazards', () => {
    const { curve } = nelsonAalen(columns, hazardFields);
    expectClose(
      curve.map(({ cumulativeHazard }) => cumulativeHazard),
      expected.hazard,
    );
    expectClose(
      curve.map(({ standardError }) => standardError),
      expected.hazardError.map((error) => error || null),
    );
    if (weight !== undefined) return; // R parts the rows, not what they stand for
    const one = nelsonAalen(columns, { ...hazardFields, ties: 'one-by-one' }).curve;
    expectClose(
      one.map(({ cumulativeHazard }) => cumulativeHazard),
      expected.hazardOneByOne,
    );
    expectClose(
      one.map(({ standardError }) => standardError),
      expected.hazardErrorOneByOne.map((error) => error || null),
    );
  });

  test('is the same as columns and by way of its state', () => {
    const metric = kaplanMeierMetric<{ duration: number; ended: number; entry: number; weight: number }>(fields);
    const rows = duration.map((each, i) => ({
      duration: each,
      ended: ended[i] as number,
      entry: entry?.[i] ?? 0,
      weight: weight?.[i] ?? 1,
    }));
    expect(measure(rows, metric)).toEqual(result);
    const { curve, ...facts } = kaplanMeierColumns(columns, fields);
    expect({ ...facts, curve: null }).toEqual({ ...result, curve: null });
    expect([...curve.survival]).toEqual(result.curve.map(({ survival }) => survival));
    for (const time of [0, 2, 1e9]) {
      expect(survivalAt({ ...facts, curve }, [time])).toEqual(survivalAt(result, [time]));
    }
    expect(survivalSteps({ ...facts, curve })).toEqual(survivalSteps(result));
  });
});

describe('survival', () => {
  const rows = [
    { days: 10, left: true, plan: 'free' },
    { days: 20, left: false, plan: 'pro' },
    { days: 30, left: true, plan: 'pro' },
    { days: 40, left: false, plan: 'free' },
  ];
  const fields = { duration: 'days', ended: 'left' } as const;
  const result = kaplanMeier(rows, fields);

  test('of nothing is an empty curve', () => {
    const nothing = kaplanMeier([], { duration: 'days', ended: 'left' } as never);
    expect(nothing).toMatchObject({ curve: [], n: 0, events: 0, medianLow: null });
    expect(nothing.median).toEqual({ value: null, n: 0, interval: null });
    expect(survivalAt(nothing, [0])[0]?.value).toBeNull();
    expect(restrictedMean(nothing, 1).value).toBeNull();
    expect(quantileSurvival(nothing, 0).value).toBeNull();
    expect(survivalSteps(nothing)).toEqual([{ time: 0, survival: 1, low: null, high: null }]);
  });

  test('is read between, before and after what was seen', () => {
    const found = survivalAt(result, [40, 9.5, 10, 40.5, 35]);
    expect(found.map(({ value }) => value)).toEqual([0.375, 1, 0.75, null, 0.375]);
    expect(found.map(({ interval }) => interval?.method ?? null)).toEqual([
      'log-log',
      null,
      'log-log',
      null,
      'log-log',
    ]);
    expect(found[4]).toEqual({ ...found[0], time: 35 });
    const gone = kaplanMeier([{ days: 2, left: 1 }], fields);
    expect(survivalAt(gone, [3])[0]).toEqual({ time: 3, value: 0, n: 1, interval: null, standardError: null });
    expect(restrictedMean(gone, 9).value).toBe(2);
  });

  test('of rows of weight 0 is as without them', () => {
    const weighted = rows.map((row) => ({ ...row, count: row.plan === 'free' ? 1 : 0 }));
    const found = kaplanMeier(weighted, { ...fields, weight: 'count' });
    expect(found).toEqual(
      kaplanMeier(
        rows.filter(({ plan }) => plan === 'free'),
        fields,
      ),
    );
    expect(measure(weighted, kaplanMeierMetric({ ...fields, weight: 'count' }))).toEqual(found);
  });

  test('by plan is that of each plan', () => {
    const plans = measure(rows, by('plan', kaplanMeierMetric(fields)));
    expect(plans).toEqual(
      ['free', 'pro'].map((plan) => ({
        plan,
        ...kaplanMeier(
          rows.filter((row) => row.plan === plan),
          fields,
        ),
      })),
    );
  });

  test('has corners for a chart', () => {
    const steps = survivalSteps(result);
    expect(steps.map(({ time, survival }) => [time, survival])).toEqual([
      [0, 1],
      [10, 1],
      [10, 0.75],
      [30, 0.75],
      [30, 0.375],
      [40, 0.375],
    ]);
    expect(steps[2]?.low).toBe(result.curve[0]?.low);
    expect(survivalSteps(kaplanMeier([{ days: 0, left: true }], fields)).map(({ survival }) => survival)).toEqual([
      1, 0,
    ]);
  });

  test('takes −0 for 0', () => {
    const columns = { days: Float64Array.of(-0, 5), left: Uint8Array.of(1, 0) };
    const { curve } = kaplanMeier(columns, fields);
    expect(curve.map(({ time }) => Object.is(time, 0) || time)).toEqual([true, 5]);
  });

  test('refuses what is none of its options, rows or results', () => {
    expect(thrown(InvalidOptionError, () => kaplanMeier(rows, { ...fields, group: 'plan' } as never)).code).toBe(
      'E_OPT_UNKNOWN',
    );
    expect(
      thrown(InvalidOptionError, () => kaplanMeier(rows, { ...fields, interval: 'logit' as never })).message,
    ).toContain('log-log, log, plain');
    expect(thrown(InvalidOptionError, () => kaplanMeier(rows, { duration: 'days' } as never)).issues[0]?.field).toBe(
      'ended',
    );
    expect(thrown(InvalidOptionError, () => kaplanMeierMetric({ ...fields, confidence: 95 })).code).toBe('E_OPT_RANGE');
    expect(thrown(InvalidDataError, () => kaplanMeier([{ days: 1, left: 'no' }], fields as never)).code).toBe(
      'E_FIELD_TYPE',
    );
    expect(thrown(InvalidOptionError, () => survivalAt({} as never, [1])).code).toBe('E_OPT_TYPE');
    expect(thrown(InvalidOptionError, () => survivalAt(result, [-1])).code).toBe('E_OPT_RANGE');
    expect(thrown(InvalidOptionError, () => survivalAt(result, 3 as never)).code).toBe('E_OPT_TYPE');
    expect(thrown(InvalidOptionError, () => quantileSurvival(result, 1.5)).code).toBe('E_OPT_RANGE');
    expect(thrown(InvalidOptionError, () => restrictedMean(result, 0)).code).toBe('E_OPT_RANGE');
    expect(thrown(InvalidOptionError, () => nelsonAalen(rows, { ...fields, ties: 'efron' as never })).code).toBe(
      'E_OPT_RANGE',
    );
  });
});
