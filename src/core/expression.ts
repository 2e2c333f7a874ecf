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

export type Comparison = '=' | '<' | '<=' | '>' | '>=';

/** The value of an input, named as in the tally's `inputs`. */
export function input<const Name extends string>(name: Name): Expression<Name> {
  return { kind: 'input', name };
}

/** The sum of the terms. */
export function add<Name extends string>(...terms: readonly Expression<Name>[]): Expression<Name> {
  return { kind: 'arithmetic', operator: '+', terms };
}

/** The first term less the second. */
export function subtract<Name extends string>(first: Expression<Name>, second: Expression<Name>): Expression<Name> {
  return { kind: 'arithmetic', operator: '-', terms: [first, second] };
}

/** The product of the terms. */
export function multiply<Name extends string>(...terms: readonly Expression<Name>[]): Expression<Name> {
  return { kind: 'arithmetic', operator: '*', terms };
}

/** Compares two expressions: `compare(input('amount'), '>=', 1000)`. */
export function compare<Name extends string>(
  left: Expression<Name>,
  operator: Comparison,
  right: Expression<Name>,
): Test<Name> {
  return { kind: 'compare', operator, left, right };
}

/** True from `low` to `high`, both included. */
export function between<Name extends string>(of: Expression<Name>, low: number, high: number): Test<Name> {
  return { kind: 'between', of, low, high };
}

/** True for any of the listed values. */
export function oneOf<Name extends string>(of: Expression<Name>, values: readonly Scalar[]): Test<Name> {
  return { kind: 'oneOf', of, values };
}

/** True when every test is. */
export function and<Name extends string>(...tests: readonly Test<Name>[]): Test<Name> {
  return { kind: 'and', tests };
}

/** True when any test is. */
export function or<Name extends string>(...tests: readonly Test<Name>[]): Test<Name> {
  return { kind: 'or', tests };
}

/** True when the test is not. */
export function not<Name extends string>(test: Test<Name>): Test<Name> {
  return { kind: 'not', test };
}
