import { ascendingOrder } from './ascending-order.js';
import type { CoxRows } from './cox-rows.js';

/** What time is measured by in a check of proportional hazards; see `CoxProportionalityOptions.transform`. */
export type CoxTimeTransform = 'km' | 'identity' | 'log' | 'rank';

/** The transformed time of each row, whatever its stratum and weight (as R's `cox.zph`). */
export function transformedTimes(rows: CoxRows, transform: CoxTimeTransform): Float64Array {
  if (transform === 'identity') return rows.time;
  if (transform === 'log') return rows.time.map(Math.log);
  return transform === 'rank' ? meanRanks(rows.time) : shareEnded(rows);
}

/** Ranks from 1; equal ones share the mean of theirs. */
function meanRanks(time: Float64Array): Float64Array {
  const order = ascendingOrder(time);
  const ranks = new Float64Array(time.length);
  for (let from = 0; from < order.length; ) {
    const now = time[order[from] as number];
    let to = from + 1;
    while (to < order.length && time[order[to] as number] === now) to += 1;
    for (let k = from; k < to; k += 1) ranks[order[k] as number] = (from + to + 1) / 2;
    from = to;
  }
  return ranks;
}

/** The share that had ended before each time, by the product limit of all rows. */
function shareEnded({ time, ended, entry }: CoxRows): Float64Array {
  const order = ascendingOrder(time);
  const entries = entry?.slice().sort() ?? null;
  const shares = new Float64Array(time.length);
  let [survival, entered] = [1, 0];
  for (let from = 0; from < order.length; ) {
    const now = time[order[from] as number] as number;
    let [to, ends] = [from, 0];
    for (; to < order.length && time[order[to] as number] === now; to += 1) {
      shares[order[to] as number] = 1 - survival;
      ends += ended[order[to] as number] as number;
    }
    if (entries !== null) while (entered < entries.length && (entries[entered] as number) < now) entered += 1;
    const atRisk = (entries === null ? time.length : entered) - from;
    if (ends > 0) survival *= (atRisk - ends) / atRisk;
    from = to;
  }
  return shares;
}
