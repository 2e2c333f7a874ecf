import type { Expression } from '../core/expression.js';
import type { Rule } from '../core/input.js';
import type { Measure } from '../core/measures.js';
import type { AsPlan } from '../core/metric.js';
import type { Excluded } from '../core/policy.js';
import type { TallyPlan } from '../core/tally.js';
import type { ExactSum } from '../stats/exact-sums.js';
import { type MessageCount, OPTIONAL_RATES, type OptionalRate, RATE_COUNTS } from './message-counts.js';
import type { MessageSums, RateSums } from './message-sums.js';

/** One count: how it is read, and whether a campaign without it is left out whole. */
export interface MessageInput {
  readonly role: MessageCount;
  readonly rule: Rule;
  readonly isNeeded: boolean;
}

/** The sums of campaigns as a tally, for SQL. A measure that reads a count which a campaign lacks skips that campaign. */
export function messagePlan(counts: readonly MessageInput[], undelivered: 'allBounces' | 'hardBounces'): AsPlan {
  const given = new Set(counts.map(({ role }) => role));
  const hard = minus(of('bounced'), of('softBounced'));
  const delivered = minus(of('sent'), undelivered === 'hardBounces' ? hard : of('bounced'));
  const pairs: Readonly<Record<OptionalRate, readonly [part: Expression, whole: Expression]>> = {
    hardBounceRate: [hard, of('sent')],
    softBounceRate: [of('softBounced'), of('sent')],
    openRate: [of('opened'), delivered],
    clickRate: [of('clicked'), delivered],
    clickToOpenRate: [of('clicked'), of('opened')],
    unsubscribeRate: [of('unsubscribed'), delivered],
    complaintRate: [of('complained'), delivered],
  };
  const rates = OPTIONAL_RATES.filter((name) => RATE_COUNTS[name].every((count) => given.has(count)));
  const measures: Record<string, Measure> = {
    campaigns: { kind: 'countIf', test: true },
    sent: { kind: 'sum', of: of('sent') },
    bounced: { kind: 'sum', of: of('bounced') },
    delivered: { kind: 'sum', of: delivered },
  };
  for (const name of rates) {
    const [part, whole] = pairs[name];
    // Nothing times a count is 0 where the count is there, and nothing where it is not.
    const [zeroPart, zeroWhole] = [times(0, part), times(0, whole)];
    measures[`${name} campaigns`] = {
      kind: 'countIf',
      test: { kind: 'compare', operator: '=', left: zeroPart, right: zeroWhole },
    };
    measures[`${name} part`] = { kind: 'sum', of: plus(part, zeroWhole) };
    measures[`${name} whole`] = { kind: 'sum', of: plus(whole, zeroPart) };
  }
  const tally: TallyPlan = {
    kind: 'tally',
    inputs: Object.fromEntries(counts.map(({ role, rule, isNeeded }) => [role, { ...rule, optional: !isNeeded }])),
    measures,
  };
  return { kind: 'as', of: tally, state: stateOf };
}

interface Counted {
  readonly excluded: Excluded;
  readonly measured: Readonly<Record<string, unknown>>;
}

function stateOf({ excluded, measured }: Counted): MessageSums & { readonly excluded: Excluded } {
  // Each by the measure of that name; a rate that was not asked for has none.
  const sum = (name: string) => (measured[name] ?? []) as ExactSum;
  const count = (name: string) => (measured[name] ?? 0) as number;
  const rates = OPTIONAL_RATES.map((name): readonly [OptionalRate, RateSums<ExactSum>] => [
    name,
    { campaigns: count(`${name} campaigns`), part: sum(`${name} part`), whole: sum(`${name} whole`) },
  ]);
  return {
    campaigns: count('campaigns'),
    sent: sum('sent'),
    bounced: sum('bounced'),
    delivered: sum('delivered'),
    rates: Object.fromEntries(rates) as MessageSums['rates'], // of these names
    excluded,
  };
}

function of(name: MessageCount): Expression {
  return { kind: 'input', name };
}

function plus(a: Expression, b: Expression): Expression {
  return { kind: 'arithmetic', operator: '+', terms: [a, b] };
}

function minus(a: Expression, b: Expression): Expression {
  return { kind: 'arithmetic', operator: '-', terms: [a, b] };
}

function times(a: Expression, b: Expression): Expression {
  return { kind: 'arithmetic', operator: '*', terms: [a, b] };
}
