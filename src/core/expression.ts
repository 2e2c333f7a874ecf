/** A plain value in an expression. */
export type Scalar = number | string | boolean;

/** An expression over the inputs of a tally, as plain data: it is evaluated in memory, or written as SQL. */
export type Expression<Name extends string = string> =
  | Scalar
  | { readonly kind: 'input'; readonly name: Name }
  | { readonly kind: 'arithmetic'; readonly operator: '+' | '-' | '*'; readonly terms: readonly Expression<Name>[] }
  | Test<Name>;

/** An expression that is true or false. */
export type Test<Name extends string = string> =
  | {
      readonly kind: 'compare';
      readonly operator: Comparison;
      readonly left: Expression<Name>;
      readonly right: Expression<Name>;
    }
  | { readonly kind: 'between'; readonly of: Expression<Name>; readonly low: number; readonly high: number }
  | { readonly kind: 'oneOf'; readonly of: Expression<Name>; readonly values: readonly Scalar[] }
  | { readonly kind: 'and' | 'or'; readonly tests: readonly Test<Name>[] }
  | { readonly kind: 'not'; readonly test: Test<Name> };

/** How two expressions are compared. Numbers compare with numbers, text with text by code unit. */
export type Comparison = '=' | '<' | '<=' | '>' | '>=';

/**
 * The value of an input, named as in the tally's `inputs`.
 *
 * @example
 * ```ts
 * import { input } from 'kizuna';
 *
 * input('amount'); // => { kind: 'input', name: 'amount' }
 * ```
 */
export function input<const Name extends string>(name: Name): Expression<Name> {
  return { kind: 'input', name };
}

/**
 * The sum of the terms.
 *
 * @example
 * ```ts
 * import { add, input, measure, sum, tally } from 'kizuna';
 *
 * const total = tally({
 *   name: 'total',
 *   inputs: { price: 'price', postage: 'postage' },
 *   measures: { total: sum(add(input('price'), input('postage'))) },
 *   finish: (measured) => measured.total,
 * });
 * measure([{ price: 900, postage: 100 }, { price: 500, postage: 0 }], total); // => 1500
 * ```
 */
export function add<Name extends string>(...terms: readonly Expression<Name>[]): Expression<Name> {
  return { kind: 'arithmetic', operator: '+', terms };
}

/**
 * The first term less the second.
 *
 * @example
 * ```ts
 * import { input, max, measure, subtract, tally } from 'kizuna';
 *
 * const longest = tally({
 *   name: 'longest wait',
 *   inputs: { asked: 'asked', answered: 'answered' },
 *   measures: { wait: max(subtract(input('answered'), input('asked'))) },
 *   finish: ({ wait }) => wait,
 * });
 * measure([{ asked: 10, answered: 25 }, { asked: 20, answered: 60 }], longest); // => 40
 * ```
 */
export function subtract<Name extends string>(first: Expression<Name>, second: Expression<Name>): Expression<Name> {
  return { kind: 'arithmetic', operator: '-', terms: [first, second] };
}

/**
 * The product of the terms.
 *
 * @example
 * ```ts
 * import { input, measure, multiply, sum, tally } from 'kizuna';
 *
 * const sales = tally({
 *   name: 'sales',
 *   inputs: { price: 'price', pieces: 'pieces' },
 *   measures: { total: sum(multiply(input('price'), input('pieces'))) },
 *   finish: ({ total }) => total,
 * });
 * measure([{ price: 300, pieces: 2 }, { price: 50, pieces: 4 }], sales); // => 800
 * ```
 */
export function multiply<Name extends string>(...terms: readonly Expression<Name>[]): Expression<Name> {
  return { kind: 'arithmetic', operator: '*', terms };
}

/**
 * Compares two expressions.
 *
 * @example
 * ```ts
 * import { compare, countIf, input, measure, tally } from 'kizuna';
 *
 * const large = tally({
 *   name: 'large orders',
 *   inputs: { amount: 'amount' },
 *   measures: { orders: countIf(compare(input('amount'), '>=', 1000)) },
 *   finish: ({ orders }) => orders,
 * });
 * measure([{ amount: 800 }, { amount: 1200 }, { amount: 1000 }], large); // => 2
 * ```
 */
export function compare<Name extends string>(
  left: Expression<Name>,
  operator: Comparison,
  right: Expression<Name>,
): Test<Name> {
  return { kind: 'compare', operator, left, right };
}

/**
 * True from `low` to `high`, both included.
 *
 * @example
 * ```ts
 * import { between, countIf, input, measure, tally } from 'kizuna';
 *
 * const passives = tally({
 *   name: 'passives',
 *   inputs: { score: { from: 'score', integer: true, min: 0, max: 10 } },
 *   measures: { n: countIf(between(input('score'), 7, 8)) },
 *   finish: ({ n }) => n,
 * });
 * measure([{ score: 6 }, { score: 7 }, { score: 8 }, { score: 8 }, { score: 9 }], passives); // => 3
 * ```
 */
export function between<Name extends string>(of: Expression<Name>, low: number, high: number): Test<Name> {
  return { kind: 'between', of, low, high };
}

/**
 * True for any of the listed values.
 *
 * @example
 * ```ts
 * import { countIf, input, measure, oneOf, tally } from 'kizuna';
 *
 * const paying = tally({
 *   name: 'paying',
 *   inputs: { plan: { from: 'plan', type: 'text' } },
 *   measures: { customers: countIf(oneOf(input('plan'), ['pro', 'team'])) },
 *   finish: ({ customers }) => customers,
 * });
 * measure([{ plan: 'free' }, { plan: 'pro' }, { plan: 'team' }], paying); // => 2
 * ```
 */
export function oneOf<Name extends string>(of: Expression<Name>, values: readonly Scalar[]): Test<Name> {
  return { kind: 'oneOf', of, values };
}

/**
 * True when every test is; without tests, true.
 *
 * @example
 * ```ts
 * import { and, compare, countIf, input, measure, tally } from 'kizuna';
 *
 * const small = tally({
 *   name: 'small paid orders',
 *   inputs: { amount: 'amount', isPaid: { from: 'isPaid', type: 'boolean' } },
 *   measures: { orders: countIf(and(compare(input('isPaid'), '=', true), compare(input('amount'), '<', 1000))) },
 *   finish: ({ orders }) => orders,
 * });
 * measure([{ amount: 800, isPaid: true }, { amount: 700, isPaid: false }], small); // => 1
 * ```
 */
export function and<Name extends string>(...tests: readonly Test<Name>[]): Test<Name> {
  return { kind: 'and', tests };
}

/**
 * True when any test is; without tests, false.
 *
 * @example
 * ```ts
 * import { compare, countIf, input, measure, or, tally } from 'kizuna';
 *
 * const extremes = tally({
 *   name: 'extremes',
 *   inputs: { score: { from: 'score', integer: true, min: 1, max: 5 } },
 *   measures: { n: countIf(or(compare(input('score'), '=', 1), compare(input('score'), '=', 5))) },
 *   finish: ({ n }) => n,
 * });
 * measure([{ score: 1 }, { score: 2 }, { score: 3 }, { score: 5 }, { score: 5 }], extremes); // => 3
 * ```
 */
export function or<Name extends string>(...tests: readonly Test<Name>[]): Test<Name> {
  return { kind: 'or', tests };
}

/**
 * True when the test is not.
 *
 * @example
 * ```ts
 * import { countIf, input, measure, not, oneOf, tally } from 'kizuna';
 *
 * const elsewhere = tally({
 *   name: 'elsewhere',
 *   inputs: { channel: { from: 'channel', type: 'text' } },
 *   measures: { n: countIf(not(oneOf(input('channel'), ['mail', 'chat']))) },
 *   finish: ({ n }) => n,
 * });
 * measure([{ channel: 'mail' }, { channel: 'phone' }, { channel: 'shop' }], elsewhere); // => 2
 * ```
 */
export function not<Name extends string>(test: Test<Name>): Test<Name> {
  return { kind: 'not', test };
}
