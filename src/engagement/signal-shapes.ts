import { roundedSum } from '../core/exact-sum.js';
import { compare, input } from '../core/expression.js';
import { countIf, max, sum } from '../core/measures.js';
import type { Plan } from '../core/metric.js';
import type { KeyValue, Pairs } from '../core/pairs.js';
import type { CustomerId } from '../log/layout.js';
import { faultsPart, type ShapeGroup, type ShapePart, shapePlan } from '../log/shapes/shape-plan.js';
import type { SignalsShape } from '../log/shapes/signals-shape.js';
import type { AccountCustomer } from './account-customers.js';
import type { AccountPlan } from './account-plan.js';
import type { SignalPlan } from './signal-points.js';

/** The engagement of customers as shapes: a row for each customer and signal. */
export function scoreShapes(plan: SignalPlan, asOf: number): Plan {
  const shape = shapeOf(plan, asOf, null);
  const parts = {
    log: faultsPart('UTC', asOf),
    customers: { shape, keys: ['customer', 'signal'], measures: signalMeasures() },
  };
  return shapePlan(
    parts,
    ({ customers }): Pairs<CustomerId, Counted> =>
      byCustomer(customers).map(([customer, own]) => [customer, countsOf(own, shape.signals.length)] as const),
  );
}

/** The roll-up to accounts as shapes: a row for each customer and signal. */
export function accountShapes({ account, event, within, score }: AccountPlan, asOf: number): Plan {
  const shape = shapeOf(score, asOf, { property: account, event, within });
  const measures = { ...signalMeasures(), last: max(input('ms')), active: countIf(compare(input('active'), '=', 1)) };
  const customers: ShapePart = { shape, keys: ['customer', 'account', 'signal'], measures };
  return shapePlan({ log: faultsPart('UTC', asOf), customers }, ({ customers }) =>
    byCustomer(customers).map(([customer, own]): readonly [CustomerId, AccountCustomer] => {
      const { events, decayed } = countsOf(own, shape.signals.length);
      return [
        customer,
        {
          account: own[0]?.keys[1] as KeyValue, // of all groups of a customer
          last: Math.max(...own.map(({ measured }) => measured.last as number)),
          events: own.reduce((total, { measured }) => total + (measured.active as number), 0),
          signals: events,
          decayed,
        },
      ];
    }),
  );
}

function shapeOf(plan: SignalPlan | null, asOf: number, accounts: SignalsShape['accounts']): SignalsShape {
  const signals = plan?.signals.map(({ signal }) => signal) ?? [];
  return { kind: 'signals', signals, halfLife: plan?.halfLife ?? 1, asOf, accounts };
}

function signalMeasures() {
  return { n: countIf(), decayed: sum(input('decayed')) };
}

/** The groups of each customer, who stand together. */
function byCustomer(groups: readonly ShapeGroup[]): readonly (readonly [CustomerId, readonly ShapeGroup[]])[] {
  const customers: [CustomerId, ShapeGroup[]][] = [];
  for (const group of groups) {
    const customer = group.keys[0] as unknown as CustomerId; // the first key
    const last = customers.at(-1);
    if (last !== undefined && last[0] === customer) last[1].push(group);
    else customers.push([customer, [group]]);
  }
  return customers;
}

interface Counted {
  readonly events: readonly number[];
  readonly decayed: readonly number[];
}

/** How often each signal was given, and what is left of that; the signal is the last key. */
function countsOf(groups: readonly ShapeGroup[], width: number): Counted {
  const [events, decayed] = [new Array<number>(width).fill(0), new Array<number>(width).fill(0)];
  for (const { keys, measured, sums } of groups) {
    const signal = keys.at(-1) ?? null;
    if (signal === null) continue;
    events[signal] = measured.n as number;
    decayed[signal] = roundedSum(sums.decayed ?? []);
  }
  return { events, decayed };
}
