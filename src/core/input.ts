import type { Accessor, LooseAccessor } from './data.js';
import { type Issue, type IssueCode, typeName } from './errors.js';
import type { Scalar } from './expression.js';

/** An input of a tally: where its values stand, and which values are valid. A bare accessor means finite numbers. */
export type Input<Row> = Accessor<Row, unknown> | InputRule<Row>;

/** Which values an input lets through. Nothing (`null`, `undefined`) is missing, anything else outside the rule is invalid. */
export interface InputRule<Row> {
  /** The field or function; without it, the row itself is the value. */
  readonly from?: Accessor<Row, unknown> | undefined;
  /** Default `'number'`. */
  readonly type?: 'number' | 'text' | 'boolean';
  /** Whole numbers only. */
  readonly integer?: boolean;
  readonly min?: number;
  readonly max?: number;
  /** What the issue of an invalid value calls it: an option's name where `from` is a function. */
  readonly label?: string;
}

/** An input made ready for the hot loop. */
export interface Rule {
  readonly from: LooseAccessor;
  readonly field: string | null;
  readonly type: 'number' | 'text' | 'boolean';
  readonly integer: boolean;
  readonly min: number;
  readonly max: number;
  readonly expected: string;
}

/** Reads an input's rule; bounds left out are those of finite numbers. */
export function ruleOf<Row>(name: string, input: Input<Row>): Rule {
  const {
    from,
    type = 'number',
    integer = false,
    label = name,
    ...bounds
  } = typeof input === 'object' ? input : { from: input };
  const { min = -Number.MAX_VALUE, max = Number.MAX_VALUE } = bounds;
  const field = typeof from === 'string' ? from : from === undefined ? null : label;
  // The row type of an accessor was checked where it was given.
  return {
    from: from as LooseAccessor,
    field,
    type,
    integer,
    min,
    max,
    expected: expectation(type, integer, min, max),
  };
}

/** Whether a value that is there is valid. */
export function isValid(rule: Rule, value: unknown): value is Scalar {
  if (rule.type !== 'number') return typeof value === (rule.type === 'text' ? 'string' : 'boolean');
  if (typeof value !== 'number' || (rule.integer && value % 1 !== 0)) return false;
  return value >= rule.min && value <= rule.max;
}

/** What is wrong with a value. */
export function issueOf(rule: Rule, value: unknown, index: number): Issue {
  return { code: codeOf(rule, value), index, field: rule.field, expected: rule.expected, received: typeName(value) };
}

function codeOf({ type, integer }: Rule, value: unknown): IssueCode {
  if (value === null || value === undefined) return 'E_FIELD_MISSING';
  if (type !== 'number' || typeof value !== 'number') return 'E_FIELD_TYPE';
  if (!Number.isFinite(value)) return 'E_NUM_NONFINITE';
  return integer && value % 1 !== 0 ? 'E_NUM_INTEGER' : 'E_NUM_RANGE';
}

function expectation(type: Rule['type'], integer: boolean, min: number, max: number): string {
  if (type !== 'number') return type;
  const from = min > -Number.MAX_VALUE ? ` from ${min}` : '';
  return `${integer ? 'an integer' : 'a number'}${from}${max < Number.MAX_VALUE ? ` to ${max}` : ''}`;
}
