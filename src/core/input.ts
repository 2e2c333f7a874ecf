import type { Accessor, LooseAccessor } from './data.js';
import { type Issue, type IssueCode, typeName } from './errors.js';

/** An input of a tally: where its values stand, and which values are valid. A bare accessor means finite numbers. */
export type Input<Row> = Accessor<Row, unknown> | InputRule<Row>;

/** Which values an input lets through. Nothing (`null`, `undefined`) is missing, anything else outside the rule is invalid. */
export interface InputRule<Row> {
  /** The field or function; without it, the row itself is the value (`(value: number) => value`, where no data tell its type). */
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
  /** In plans: a row without the value counts all the same, for what does not read it. */
  readonly optional?: boolean;
  /** In plans: whole numbers of any size, which are only added up. */
  readonly anySize?: boolean;
  /** In plans: true and false are let in as 1 and 0. */
  readonly orBoolean?: boolean;
  /** In plans: text, true and false are let in as they are, beside finite numbers. */
  readonly anyType?: boolean;
}

/** Reads an input's rule; bounds left out are those of finite numbers. */
export function ruleOf<Row>(name: string, input: Input<Row>): Rule {
  const options: InputRule<Row> = typeof input === 'object' ? input : { from: input };
  const { type = 'number', integer = false, min = -Number.MAX_VALUE, max = Number.MAX_VALUE } = options;
  const from = options.from as LooseAccessor; // the row type was checked where the accessor was given
  const field = typeof from === 'function' ? (options.label ?? name) : (from ?? null);
  const bounds = `${min > -Number.MAX_VALUE ? ` from ${min}` : ''}${max < Number.MAX_VALUE ? ` to ${max}` : ''}`;
  const expected = type === 'number' ? `${integer ? 'an integer' : 'a number'}${bounds}` : type;
  return { from, field, type, integer, min, max, expected };
}

/** What is wrong with a value; nothing where it is valid. */
export function faultOf({ type, integer, min, max }: Rule, value: unknown): IssueCode | undefined {
  if (value === null || value === undefined) return 'E_FIELD_MISSING';
  if (typeof value !== (type === 'text' ? 'string' : type)) return 'E_FIELD_TYPE';
  if (typeof value !== 'number') return undefined;
  if (!Number.isFinite(value)) return 'E_NUM_NONFINITE';
  if (integer && value % 1 !== 0) return 'E_NUM_INTEGER';
  return value < min || value > max ? 'E_NUM_RANGE' : undefined;
}

/** The issue of a value that has a fault. */
export function issueOf(rule: Rule, value: unknown, index: number): Issue {
  const code = faultOf(rule, value) ?? 'E_FIELD_VALUE';
  return { code, index, field: rule.field, expected: rule.expected, received: typeName(value) };
}
