import { canonicalSum, growExpansion } from '../core/exact-sum.js';
import type { Scalar } from '../core/expression.js';
import { refuseOption } from '../core/options.js';
import { compareKeys, type KeyValue, mergePairs, type Pairs } from '../core/pairs.js';
import { checkLog } from '../log/check-log.js';
import type { AnyLog, Dictionary } from '../log/layout.js';
import { addedSums, type ExactSum } from '../stats/exact-sums.js';
import { growByProduct } from '../stats/grow-by-product.js';
import type { RatioSums } from '../stats/ratio-estimate.js';
import { eachSession, type SessionPlan } from './session-rules.js';

/** What sessions come to: sums over customers, and every duration, number of events and dwell time, ascending. */
export interface SessionParts {
  readonly durations: Float64Array;
  readonly events: Float64Array;
  /** Sums over customers of what their sessions come to, per session. */
  readonly duration: RatioSums;
  readonly event: RatioSums;
  readonly bounce: RatioSums;
  readonly dwell: readonly { readonly value: Scalar | null; readonly exits: number; readonly times: Float64Array }[];
}

/** The same as plain data. */
export interface SessionSummaryState {
  readonly durations: Pairs<number, number>;
  readonly events: Pairs<number, number>;
  readonly duration: RatioSums;
  readonly event: RatioSums;
  readonly bounce: RatioSums;
  readonly dwell: Pairs<KeyValue, { readonly exits: number; readonly times: Pairs<number, number> }>;
}

/** The parts of a log's sessions; `dwell` names what each event was spent on. */
export function sessionParts(log: AnyLog, plan: SessionPlan, dwell: string | null): SessionParts {
  checkLog(plan.owner, log);
  const column = dwell === null ? null : columnOf(log, plan.owner, dwell);
  const spent = Array.from({ length: column?.values.length ?? 0 }, () => ({ exits: 0, times: [] as number[] }));
  const [durations, events]: [number[], number[]] = [[], []];
  const sums = { duration: new Sums(), event: new Sums(), bounce: new Sums() };
  const own = { code: -1, sessions: 0, duration: 0, events: 0, bounces: 0 };
  const close = (): void => {
    if (own.sessions === 0) return;
    sums.duration.add(own.duration, own.sessions);
    sums.event.add(own.events, own.sessions);
    sums.bounce.add(own.bounces, own.sessions);
  };
  eachSession(log, plan, (rows, time) => (code, start, end) => {
    if (code !== own.code) {
      close();
      Object.assign(own, { code, sessions: 0, duration: 0, events: 0, bounces: 0 });
    }
    const duration = time[end - 1]! - time[start]!;
    durations.push(duration);
    events.push(end - start);
    own.sessions += 1;
    own.duration += duration;
    own.events += end - start;
    if (end - start === 1) own.bounces += 1;
    if (column === null) return;
    for (let i = start; i + 1 < end; i += 1) spent[column.codes[rows[i]!]!]!.times.push(time[i + 1]! - time[i]!);
    spent[column.codes[rows[end - 1]!]!]!.exits += 1;
  });
  close();
  return {
    durations: Float64Array.from(durations).sort(),
    events: Float64Array.from(events).sort(),
    duration: sums.duration.read(),
    event: sums.event.read(),
    bounce: sums.bounce.read(),
    dwell: spent
      .map(({ exits, times }, code) => ({
        value: column?.values[code] ?? null,
        exits,
        times: Float64Array.from(times).sort(),
      }))
      .filter(({ exits, times }) => exits + times.length > 0)
      .sort((a, b) => compareKeys(a.value, b.value)),
  };
}

/** Parts as they are stored. */
export function storedParts({ durations, events, dwell, ...sums }: SessionParts): SessionSummaryState {
  return {
    durations: pairsOf(durations),
    events: pairsOf(events),
    ...sums,
    dwell: dwell.map(({ value, exits, times }) => [value, { exits, times: pairsOf(times) }] as const),
  };
}

/** Parts as they were before they were stored. */
export function readParts({ durations, events, dwell, ...sums }: SessionSummaryState): SessionParts {
  return {
    durations: listOf(durations),
    events: listOf(events),
    ...sums,
    dwell: dwell.map(([value, { exits, times }]) => ({ value, exits, times: listOf(times) })),
  };
}

/** The parts of different customers together. */
export function mergedParts(a: SessionSummaryState, b: SessionSummaryState): SessionSummaryState {
  const added = (x: number, y: number): number => x + y;
  return {
    durations: mergePairs(a.durations, b.durations, added),
    events: mergePairs(a.events, b.events, added),
    duration: mergedRatio(a.duration, b.duration),
    event: mergedRatio(a.event, b.event),
    bounce: mergedRatio(a.bounce, b.bounce),
    dwell: mergePairs(a.dwell, b.dwell, (x, y) => ({
      exits: x.exits + y.exits,
      times: mergePairs(x.times, y.times, added),
    })),
  };
}

function columnOf(log: AnyLog, owner: string, field: string): Dictionary<Scalar | null> {
  const property = log.properties.find((column) => column.property === field);
  if (property !== undefined) return property;
  if (field === 'name' && log.name !== null) return { codes: log.name, values: log.names };
  const known = [...log.properties.map((column) => column.property), ...(log.name === null ? [] : ['name'])];
  return refuseOption(owner, 'dwell', `to be one of ${known.join(', ') || 'no properties'}`, field, 'E_OPT_UNKNOWN');
}

class Sums {
  private n = 0;
  private readonly y: number[] = [];
  private readonly x: number[] = [];
  private readonly yy: number[] = [];
  private readonly xy: number[] = [];
  private readonly xx: number[] = [];

  add(y: number, x: number): void {
    this.n += 1;
    growExpansion(this.y, y);
    growExpansion(this.x, x);
    growByProduct(this.yy, y, y);
    growByProduct(this.xy, x, y);
    growByProduct(this.xx, x, x);
  }

  read(): RatioSums {
    const [y, x, yy, xy, xx] = [this.y, this.x, this.yy, this.xy, this.xx].map((sum): ExactSum => canonicalSum(sum));
    return { n: this.n, y: y!, x: x!, yy: yy!, xy: xy!, xx: xx! };
  }
}

function mergedRatio(a: RatioSums, b: RatioSums): RatioSums {
  return {
    n: a.n + b.n,
    y: addedSums(a.y, b.y),
    x: addedSums(a.x, b.x),
    yy: addedSums(a.yy, b.yy),
    xy: addedSums(a.xy, b.xy),
    xx: addedSums(a.xx, b.xx),
  };
}

function pairsOf(sorted: Float64Array): Pairs<number, number> {
  const pairs: [number, number][] = [];
  for (let i = 0, start = 0; i < sorted.length; i += 1) {
    if (i + 1 < sorted.length && sorted[i + 1] === sorted[i]) continue;
    pairs.push([sorted[i]!, i + 1 - start]);
    start = i + 1;
  }
  return pairs;
}

function listOf(pairs: Pairs<number, number>): Float64Array {
  const list = new Float64Array(pairs.reduce((sum, [, count]) => sum + count, 0));
  let place = 0;
  for (const [value, count] of pairs) {
    list.fill(value, place, place + count);
    place += count;
  }
  return list;
}
