import {
  by,
  type CumulativeIncidenceOptions,
  cumulativeIncidence,
  cumulativeIncidenceMetric,
  InvalidDataError,
  InvalidOptionError,
  kaplanMeier,
  measure,
  type SurvivalInterval,
} from 'kizuna';
import { describe, expect, test } from 'vitest';
import reference from '../reference/cumulative-incidence.json' with { type: 'json' };
import { relativeError } from '../support/close.js';
import { thrown } from '../support/thrown.js';

type Numbers = readonly (number | null)[];

interface Expected {
  readonly name: string;
  readonly duration: readonly number[];
  readonly why: readonly number[];
  readonly entry?: readonly number[];
  readonly weight?: readonly number[];
  readonly time: readonly number[];
  readonly survival: readonly number[];
  readonly reasons: readonly {
    readonly events: number;
    readonly incidence: Numbers;
    readonly standardError: Numbers;
    readonly bands: Readonly<Record<SurvivalInterval, { readonly low: Numbers; readonly high: Numbers }>>;
    readonly peerError?: Numbers;
  }[];
}

interface Row {
  readonly duration: number;
  readonly why: number | null;
  readonly entry: number;
  readonly weight: number;
}

/** Numbers of R; `zero` where nothing has ended for the reason, which has no error and no band. */
function expectClose(found: Numbers, expected: Numbers, incidence: Numbers): void {
  expect(found.length).toBe(expected.length);
  for (const [i, value] of expected.entries()) {
    const other = found[i] ?? null;
    if (incidence[i] === 0 || value === null) expect(other).toBeNull();
    else expect(relativeError(other ?? Number.NaN, value)).toBeLessThan(1e-11);
  }
}

// Numbers of a file: its cases have different fields.
const CASES = reference.cases as unknown as readonly Expected[];

describe.each(CASES.map((each) => [each.name, each] as const))('the incidences of R, %s', (_, expected) => {
  const { duration, entry, weight } = expected;
  const rows: readonly Row[] = duration.map((each, i) => ({
    duration: each,
    why: expected.why[i] || null,
    entry: entry?.[i] ?? 0,
    weight: weight?.[i] ?? 1,
  }));
  const fields: CumulativeIncidenceOptions<Row> = {
    duration: 'duration',
    reason: 'why',
    ...(entry === undefined ? {} : { entry: 'entry' }),
    ...(weight === undefined ? {} : { weight: 'weight' }),
  };
  const result = cumulativeIncidence(rows, fields);

  test('are the same at the same times', () => {
    expect(result.curve.map(({ time }) => time)).toEqual(expected.time);
    for (const [i, { survival }] of result.curve.entries()) {
      expect(Math.abs(survival - (expected.survival[i] as number))).toBeLessThan(1e-13);
      const shares = result.reasons.map(({ curve }) => curve[i]?.incidence ?? Number.NaN);
      expect(shares.reduce((sum, share) => sum + share, survival)).toBeCloseTo(1, 13);
    }
    for (const [k, { incidence, events }] of expected.reasons.entries()) {
      expect(result.reasons[k]).toMatchObject({ reason: k + 1, events });
      const found = result.reasons[k]?.curve.map((point) => point.incidence) ?? [];
      for (const [i, share] of incidence.entries())
        expect(relativeError(found[i] ?? -1, share ?? -1)).toBeLessThan(1e-12);
    }
  });

  test.each(entry === undefined ? (['multinomial', 'jackknife'] as const) : (['jackknife'] as const))(
    'have the same errors and bands, %s',
    (variance) => {
      for (const interval of ['log-log', 'log', 'plain'] as const) {
        const { reasons } = cumulativeIncidence(rows, { ...fields, interval, variance });
        for (const [k, { incidence, standardError, bands, peerError }] of expected.reasons.entries()) {
          const curve = reasons[k]?.curve ?? [];
          expectClose(
            curve.map((point) => point.standardError),
            standardError,
            incidence,
          );
          // prodlim gives none where all who were left ended.
          for (const [i, error] of (peerError ?? []).entries()) {
            if (error && incidence[i]) expect(relativeError(curve[i]?.standardError ?? -1, error)).toBeLessThan(1e-11);
          }
          expectClose(
            curve.map(({ low }) => low),
            bands[interval].low,
            incidence,
          );
          expectClose(
            curve.map(({ high }) => high),
            bands[interval].high,
            incidence,
          );
        }
      }
    },
  );

  test('are the same by way of their state, and as columns', () => {
    expect(measure(rows, cumulativeIncidenceMetric(fields))).toEqual(result);
    const columns = {
      duration: Float64Array.from(duration),
      why: rows.map(({ why }) => why),
      entry: rows.map((row) => row.entry),
      weight: rows.map((row) => row.weight),
    };
    expect(cumulativeIncidence(columns, fields)).toEqual(result);
  });
});

describe('cumulative incidence', () => {
  const fields = { duration: 'days', reason: 'why' } as const;
  const rows = [
    { days: 4, why: 'price', plan: 'a' },
    { days: 4, why: 'moved', plan: 'b' },
    { days: 6, why: null, plan: 'a' },
    { days: 9, why: 'price', plan: 'b' },
  ];

  test('of nothing, and where nothing ended, has no reasons', () => {
    expect(cumulativeIncidence([], fields as never)).toMatchObject({ reasons: [], curve: [], n: 0 });
    const found = cumulativeIncidence([{ days: 4, why: null }], fields);
    expect(found).toMatchObject({ reasons: [], n: 1, censored: 1, curve: [{ time: 4, survival: 1 }] });
  });

  test('of one reason is one less Kaplan–Meier', () => {
    const one = cumulativeIncidence(
      rows.map((row) => ({ ...row, why: row.why && 'any' })),
      fields,
    );
    const { curve } = kaplanMeier(rows, { duration: 'days', ended: (row) => row.why !== null });
    for (const [i, { survival, standardError }] of curve.entries()) {
      expect(one.reasons[0]?.curve[i]?.incidence).toBeCloseTo(1 - survival, 14);
      if (standardError !== null) expect(one.reasons[0]?.curve[i]?.standardError).toBeCloseTo(standardError, 14);
    }
  });

  test('by plan is that of each plan; a weight of 0 is nobody', () => {
    const plans = measure(rows, by('plan', cumulativeIncidenceMetric(fields)));
    const ofPlan = (plan: string) =>
      cumulativeIncidence(
        rows.filter((row) => row.plan === plan),
        fields,
      );
    expect(plans).toEqual(['a', 'b'].map((plan) => ({ plan, ...ofPlan(plan) })));
    const weighted = rows.map((row) => ({ ...row, count: row.why === 'moved' ? 0 : 1 }));
    const found = cumulativeIncidence(weighted, { ...fields, weight: 'count' });
    expect(found).toEqual(
      cumulativeIncidence(
        rows.filter(({ why }) => why !== 'moved'),
        fields,
      ),
    );
    expect(measure(weighted, cumulativeIncidenceMetric({ ...fields, weight: 'count' }))).toEqual(found);
  });

  test('has its reasons in order: numbers, texts, false, true', () => {
    const whys = [true, 'b', 2, false, 'a', -0, 'b'];
    const found = cumulativeIncidence(
      whys.map((why, i) => ({ days: i, why })),
      fields,
    );
    expect(found.reasons.map(({ reason }) => reason)).toEqual([0, 2, 'a', 'b', false, true]);
  });

  test('refuses reasons that are none, and unknown options', () => {
    const odd = [{ days: 1, why: { price: true } }];
    const error = thrown(InvalidDataError, () => cumulativeIncidence(odd as never, fields as never));
    expect(error).toMatchObject({ code: 'E_FIELD_TYPE', issues: [{ field: 'why', received: 'object' }] });
    expect(thrown(InvalidDataError, () => measure(odd as never, cumulativeIncidenceMetric(fields))).code).toBe(
      'E_FIELD_TYPE',
    );
    const nowhere = () => cumulativeIncidence(rows, { duration: 'days' } as never);
    expect(thrown(InvalidOptionError, nowhere).issues[0]?.field).toBe('reason');
    const ended = { ...fields, ended: 'why' };
    expect(thrown(InvalidOptionError, () => cumulativeIncidence(rows, ended as never)).code).toBe('E_OPT_UNKNOWN');
  });
});
