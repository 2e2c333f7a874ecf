import { checkNumber, checkOptions, refuseOption } from '../core/options.js';
import type { AnyLog } from '../log/layout.js';
import { rowsUntil } from '../log/rows-until.js';
import { type Duration, durationOf } from '../time/duration.js';

/** The points of one event: bare, or with the most that a customer may have of such events. */
export type SignalWeight = number | { readonly weight: number; readonly maximum: number };

/** Which events give how many points, and how soon they fade. */
export interface ScoreRules<Name extends string = string> {
  /** The points of each event, by its name. Negative ones take points away. */
  readonly signals: { readonly [Signal in NoInfer<Name>]?: SignalWeight };
  /** After so long an event counts half. */
  readonly halfLife: Duration;
}

/** The rules made ready. */
export interface SignalPlan {
  readonly signals: readonly { readonly signal: string; readonly weight: number; readonly maximum: number }[];
  readonly halfLife: number;
}

/** How often each customer gave each signal, and what is left of that; both by code times the number of signals. */
export interface SignalCounts {
  readonly events: Int32Array;
  readonly decayed: Float64Array;
}

/** One signal of one customer. */
export interface SignalScore<Name extends string = string> {
  readonly signal: Name;
  readonly events: number;
  /** Weight · Σ 2^(−age ÷ half-life), at most the maximum. */
  readonly points: number;
}

/** Rules checked and read. */
export function signalPlan<Name extends string>(owner: string, { signals, halfLife }: ScoreRules<Name>): SignalPlan {
  if (typeof signals !== 'object' || signals === null) {
    refuseOption(owner, 'signals', 'to be weights by name', signals, 'E_OPT_TYPE');
  }
  const entries = Object.entries(signals as Readonly<Record<string, SignalWeight | undefined>>);
  const given = entries.filter(([, weight]) => weight !== undefined);
  if (given.length === 0) refuseOption(owner, 'signals', 'to have at least one', 'none');
  const half = durationOf(owner, 'halfLife', halfLife);
  if (half === 0) refuseOption(owner, 'halfLife', 'to be longer than 0', half);
  return {
    signals: given.map(([signal, rule]) => {
      const option = `signals.${signal}`;
      if (typeof rule !== 'object') return { signal, weight: checkNumber(owner, option, rule, {}), maximum: Infinity };
      checkOptions(owner, rule, ['weight', 'maximum']);
      return {
        signal,
        weight: checkNumber(owner, `${option}.weight`, rule.weight, {}),
        maximum: checkNumber(owner, `${option}.maximum`, rule.maximum, { min: 0 }),
      };
    }),
    halfLife: half,
  };
}

/** The signals of every customer of a log up to an instant. */
export function signalCounts(
  owner: string,
  log: AnyLog,
  { signals, halfLife }: SignalPlan,
  asOf: number,
): SignalCounts {
  const { time, customer, name, names, customers } = log;
  if (name === null) return refuseOption(owner, 'the log', 'to be built with names, as signals are names', name);
  const width = signals.length;
  const places = Int32Array.from(names, (each) => signals.findIndex(({ signal }) => signal === each));
  const events = new Int32Array(customers.length * width);
  const decayed = new Float64Array(customers.length * width);
  const limit = rowsUntil(time, asOf);
  for (let i = 0; i < limit; i += 1) {
    const place = places[name[i]!]!;
    if (place < 0) continue;
    const cell = customer[i]! * width + place;
    events[cell]! += 1;
    decayed[cell]! += 0.5 ** ((asOf - time[i]!) / halfLife);
  }
  return { events, decayed };
}

/** The points of each signal, from its counts. */
export function signalScores(
  { signals }: SignalPlan,
  events: ArrayLike<number>,
  decayed: ArrayLike<number>,
): readonly SignalScore[] {
  return signals.map(({ signal, weight, maximum }, k) => ({
    signal,
    events: events[k] ?? 0,
    points: Math.min(maximum, weight * (decayed[k] ?? 0)) + 0, // + 0: never -0
  }));
}

/** All points together. */
export function pointsOf(scores: readonly SignalScore[]): number {
  return scores.reduce((sum, { points }) => sum + points, 0);
}
