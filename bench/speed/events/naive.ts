import { type Columns, DAY, DAYS, START, STEPS, WEEKS } from './data.js';
import { TRAILING, type WorkloadId } from './workloads.js';

const WEEK = 7 * DAY;

/** The answers by plain sets and lists per customer: nothing to be fast, all to be plainly right. */
export function naiveAnswers(columns: Columns): Record<WorkloadId, readonly (readonly number[])[]> {
  const events = new Map<number, { time: number; name: number; amount: number }[]>();
  columns.customer.forEach((customer, i) => {
    const list = events.get(customer) ?? [];
    events.set(customer, list);
    list.push({ time: columns.time[i]!, name: columns.name[i]!, amount: columns.amount[i]! });
  });
  const all = [...events.values()];
  const chains = all.map((list) => furthest(list));
  const counts = STEPS.map((_, k) => chains.filter(({ depth }) => depth > k).length);
  const times = chains.flatMap(({ depth, took }) => (depth === STEPS.length ? [took] : []));
  return {
    W1: [[...counts, medianOf(times)]],
    W1c: [0, 1, 2, 3, 4].map((depth) => [depth, chains.filter((chain) => chain.depth === depth).length]),
    W2: retention(all.map((list) => [...new Set(list.map(({ time }) => Math.floor((time - START) / WEEK)))])),
    W4: gaps(all.map((list) => [...new Set(list.map(({ time }) => Math.floor((time - START) / DAY)))])),
    W6: [summary(all)],
  };
}

interface Event {
  readonly time: number;
  readonly name: number;
  readonly amount: number;
}

/** The deepest step within the window of any start; of full chains the earliest to end, then the latest to start. */
function furthest(list: readonly Event[]): { depth: number; took: number } {
  let best = { depth: 0, end: Infinity, took: 0 };
  list.forEach(({ time: start, name }, from) => {
    if (name !== STEPS[0]) return;
    let [depth, end] = [1, start];
    for (const event of list.slice(from + 1)) {
      if (depth === STEPS.length || event.time - start > WEEK) break;
      if (event.name === STEPS[depth]) {
        depth += 1;
        end = event.time;
      }
    }
    if (depth > best.depth || (depth === best.depth && end <= best.end)) best = { depth, end, took: end - start };
  });
  return best;
}

function retention(weeks: readonly number[][]): number[][] {
  const cells = new Map<number, number>();
  for (const list of weeks) {
    const cohort = Math.min(...list);
    for (const week of list)
      cells.set(cohort * WEEKS + week - cohort, (cells.get(cohort * WEEKS + week - cohort) ?? 0) + 1);
  }
  return [...cells].map(([cell, count]) => [Math.floor(cell / WEEKS), cell % WEEKS, count]);
}

function gaps(days: readonly number[][]): number[][] {
  const longest = Math.max(...TRAILING);
  return days.flatMap((list) =>
    list.map((day, i) => [Math.min(longest, (list[i + 1] ?? Number.POSITIVE_INFINITY) - day), day, 1]),
  );
}

function summary(all: readonly (readonly Event[])[]): number[] {
  const sums = [0, 0, 0, 0, 0, 0, 0];
  for (const list of all) {
    const byDay = new Map<number, number>();
    for (const { time, amount } of list) {
      const day = Math.floor((time - START) / DAY);
      byDay.set(day, (byDay.get(day) ?? 0) + amount);
    }
    const [first = 0, ...later] = byDay.keys();
    const [frequency, recency, age] = [later.length, (later.at(-1) ?? first) - first, DAYS - first];
    const spent = later.reduce((sum, day) => sum + byDay.get(day)!, 0);
    const row = [1, frequency, recency, age, frequency * recency, spent, frequency > 0 ? spent / frequency : 0];
    row.forEach((value, i) => {
      sums[i]! += value;
    });
  }
  return sums;
}

function medianOf(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = (sorted.length - 1) / 2;
  return (sorted[Math.floor(middle)]! + sorted[Math.ceil(middle)]!) / 2;
}
