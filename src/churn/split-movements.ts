import { firstRowFrom } from '../log/rows-until.js';
import { growByProduct } from '../stats/grow-by-product.js';
import { addMovement, growByPair, type Movements, NEVER, noMovements } from './movements.js';
import type { SplitLevels } from './split-levels.js';

/** Movements of one value (a plan, a segment, a cohort) in a stretch; what customers move between values is neither won nor lost. */
export interface SplitMovements extends Movements {
  movedIn: number;
  movedOut: number;
  /** Customers of other values who now pay for this one, and customers who pay for others and for this one no more. */
  movedInCustomers: number;
  movedOutCustomers: number;
  /** What the sum of squares of what is paid changes by beside the sums of `Squares`. */
  readonly rest: number[];
}

/** The movements of every value between consecutive edges, compared customer by customer. `take` is handed those with movements. */
export function eachSplitMovements(
  levels: SplitLevels,
  edges: Float64Array,
  take: (stretch: number, value: number, movements: SplitMovements) => void,
): void {
  const totals = new Float64Array(levels.customer.reduce((most, code) => Math.max(most, code + 1), 0)).fill(NEVER);
  const now = new Float64Array(levels.units);
  let row = firstRowFrom(levels.time, edges[0] as number);
  for (let stretch = 0; stretch + 1 < edges.length; stretch += 1) {
    const before = new Map<number, number>();
    const end = firstRowFrom(levels.time, edges[stretch + 1] as number, row);
    for (; row < end; row += 1) {
      const part = levels.unit[row]!;
      if (!before.has(part)) before.set(part, now[part]!);
      now[part] = levels.level[row]!;
    }
    const byCustomer = new Map<number, PartChange[]>();
    for (const [part, start] of before) {
      if (start === now[part]) continue;
      const customer = levels.customer[part]!;
      const changes = byCustomer.get(customer) ?? [];
      changes.push({ value: levels.value[part]!, start, end: now[part]! });
      byCustomer.set(customer, changes);
    }
    const sums = new Map<number, SplitMovements>();
    for (const [customer, changes] of byCustomer) totals[customer] = settle(totals[customer]!, changes, sums);
    for (const [value, movements] of [...sums].sort((a, b) => a[0] - b[0])) take(stretch, value, movements);
  }
}

interface PartChange {
  readonly value: number;
  readonly start: number;
  readonly end: number;
}

/** Adds what a customer did, who paid `total` in all (or never); returns what they pay in all now. */
function settle(total: number, changes: PartChange[], sums: Map<number, SplitMovements>): number {
  changes.sort((a, b) => a.value - b.value);
  const paid = Math.max(0, total);
  const gains = changes.reduce((sum, { start, end }) => sum + Math.max(0, end - start), 0);
  const losses = changes.reduce((sum, { start, end }) => sum + Math.max(0, start - end), 0);
  const moved = Math.min(gains, losses);
  let [gained, lost] = [0, 0];
  for (const { value, start, end } of changes) {
    const movements = sums.get(value) ?? noSplitMovements();
    sums.set(value, movements);
    const rise = Math.max(0, end - start);
    const fall = Math.max(0, start - end);
    // Shares of what moved, in whole units: what the parts so far come to, less what those before came to.
    const movedIn = shareUntil(moved, gained + rise, gains) - shareUntil(moved, gained, gains);
    const movedOut = shareUntil(moved, lost + fall, losses) - shareUntil(moved, lost, losses);
    gained += rise;
    lost += fall;
    movements.movedIn += movedIn;
    movements.movedOut += movedOut;
    const stays = { paid, leaves: paid + gains - losses === 0, never: total === NEVER };
    addOwn(movements, { start, end, gain: rise - movedIn, loss: fall - movedOut }, stays);
  }
  return paid + gains - losses;
}

/** The whole units of `moved` that belong to the first `part` of `whole`. */
function shareUntil(moved: number, part: number, whole: number): number {
  if (whole === 0) return 0;
  if (moved === whole) return part;
  return Number((BigInt(moved) * BigInt(part)) / BigInt(whole));
}

/** Adds what of a part's change is not moved to the class of its customer. */
function addOwn(
  movements: SplitMovements,
  {
    start,
    end,
    gain,
    loss,
  }: { readonly start: number; readonly end: number; readonly gain: number; readonly loss: number },
  customer: { readonly paid: number; readonly leaves: boolean; readonly never: boolean },
): void {
  if (customer.paid === 0) addMovement(movements, customer.never ? NEVER : 0, end, null);
  else if (customer.leaves) addMovement(movements, start, 0, null);
  else {
    movements.expansion += gain;
    movements.contraction += loss;
    if (start === 0) movements.movedInCustomers += 1;
    else if (end === 0) movements.movedOutCustomers += 1;
    else if (gain > 0) movements.expanded += 1;
    else if (loss > 0) movements.contracted += 1;
    growByPair(movements.squares, start, start + gain - loss);
  }
  growByProduct(movements.rest, end, end);
  growByProduct(movements.rest, -start, start);
}

function noSplitMovements(): SplitMovements {
  return { ...noMovements(), movedIn: 0, movedOut: 0, movedInCustomers: 0, movedOutCustomers: 0, rest: [] };
}
