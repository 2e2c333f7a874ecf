import type { CoxRows } from './cox-rows.js';

/** By so much of its range a direction of several coefficients may miss what it tends to. */
const NEARLY = 0.01;

/**
 * Whether the likelihood rises for ever along a direction of the coefficients: at every end, whoever ended had the most of it among
 * those at risk. Where rows come late this is taken for granted.
 */
export function isRunaway(rows: CoxRows, direction: Float64Array): boolean {
  const { size, time, ended, entry, x, strataEnds } = rows;
  if (entry !== null) return true;
  const along = (row: number): number => {
    let sum = 0;
    for (let j = 0; j < size; j += 1) sum += (direction[j] as number) * (x[row * size + j] as number);
    return sum;
  };
  const isOne = direction.filter((part) => part !== 0).length === 1;
  const slack = isOne
    ? 0
    : NEARLY * direction.reduce((sum, part, j) => sum + Math.abs(part) * (rows.ranges[j] as number), 0);
  let row = 0;
  for (let s = 0; s < strataEnds.length; s += 1) {
    const to = strataEnds[s] as number;
    let most = -Infinity;
    while (row < to) {
      const from = row;
      for (; row < to && time[row] === time[from]; row += 1) most = Math.max(most, along(row));
      for (let k = from; k < row; k += 1) if (ended[k] === 1 && along(k) < most - slack) return false;
    }
  }
  return true;
}
