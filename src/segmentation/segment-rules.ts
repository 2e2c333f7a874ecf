import type { AnyRow } from '../core/data.js';
import { typeName } from '../core/errors.js';
import { type Condition, conditionsOf, type Filter } from '../core/filter.js';
import type { Issues } from '../core/issue-log.js';
import { checkChoice, checkOptions, refuseOption } from '../core/options.js';

/** A segment and the rows that belong to it. Several rules may name one segment: a row belongs that meets any of them. */
export interface SegmentByRule<Row = AnyRow, Segment extends string = string> {
  readonly segment: Segment;
  /** A filter on fields, all of which must hold (plain data), or a function of the row. */
  readonly where: Filter<NoInfer<Row>> | ((row: Row) => boolean);
}

/** Which rule wins, and what the rest is called. */
export interface SegmentOptions<Other extends string = string> {
  /**
   * Where a row meets several rules: `'first'` (default), the first of them; `'mostSpecific'`, the one with the most conditions, and of
   * equals the first. Functions have no conditions to count, so that rules must then be filters.
   */
  readonly match?: 'first' | 'mostSpecific' | undefined;
  /** The segment of rows that meet no rule; default `'other'`. */
  readonly other?: Other | undefined;
}

/** A rule whose row type is forgotten. */
interface LooseRule {
  readonly segment: string;
  readonly where: object | ((row: never) => unknown);
}

/** Rules made ready. */
export interface SegmentPlan {
  readonly owner: string;
  /** The segments in the order of their first rules, then the rest. */
  readonly names: readonly string[];
  /** In the order in which they win. */
  readonly rules: readonly ReadyRule[];
  readonly match: 'first' | 'mostSpecific';
  readonly isData: boolean;
}

interface ReadyRule {
  /** The place of its segment in `names`. */
  readonly segment: number;
  readonly test: readonly (readonly [field: string, Condition])[] | ((row: never) => unknown);
}

/** Columns of rows, as tables and batches have them. */
export interface RuleColumns {
  column(accessor: string | ((row: never) => unknown)): ArrayLike<unknown>;
}

/** Reads and checks rules and options. */
export function segmentPlan(
  owner: string,
  rules: readonly LooseRule[],
  options: SegmentOptions,
  moreOptions: readonly string[] = [],
): SegmentPlan {
  checkOptions(owner, options, ['match', 'other', ...moreOptions]);
  const match = checkChoice(owner, 'match', options.match ?? 'first', ['first', 'mostSpecific']);
  const other: unknown = options.other ?? 'other';
  if (typeof other !== 'string') refuseOption(owner, 'other', 'to be text', other, 'E_OPT_TYPE');
  if (!Array.isArray(rules)) refuseOption(owner, 'rules', 'to be a list of { segment, where }', rules, 'E_OPT_TYPE');
  if (rules.length > MOST) refuseOption(owner, 'rules', `to be at most ${MOST}`, rules.length);
  const names = new Set<string>();
  for (const rule of rules) names.add(checkedName(owner, rule, other));
  const places = [...names];
  const ready = rules.map(({ segment, where }) => {
    const isData = typeof where !== 'function';
    if (!isData && match === 'mostSpecific') {
      refuseOption(owner, 'rules', 'to be filters where match is "mostSpecific"', where, 'E_OPT_TYPE');
    }
    // The row type of a function was checked where it was given.
    const test = isData ? conditionsOf(owner, where) : (where as (row: never) => unknown);
    return { segment: places.indexOf(segment), test, conditions: isData ? conditionCount(where) : 0 };
  });
  if (match === 'mostSpecific') ready.sort((a, b) => b.conditions - a.conditions); // stable: of equals the first
  return {
    owner,
    names: [...places, other],
    rules: ready,
    match,
    isData: rules.every((rule) => typeof rule.where !== 'function'),
  };
}

/**
 * Which rules rows meet, rule by rule: `meets(rule, row)` is told of each.
 *
 * @param indexOf - the place of row i in the whole input, for issues
 * @param groups - below 0 of rows that were left out, of which nothing is known
 */
export function eachMatch(
  { rules }: SegmentPlan,
  columns: RuleColumns,
  count: number,
  {
    issues,
    indexOf,
    groups,
  }: { readonly issues: Issues; readonly indexOf: (i: number) => number; readonly groups: Int32Array | null },
  meets: (segment: number, i: number) => void,
): void {
  const kept = new Uint8Array(count);
  for (const { segment, test } of rules) {
    for (let i = 0; i < count; i += 1) kept[i] = groups !== null && groups[i]! < 0 ? 0 : 1;
    if (typeof test === 'function') {
      const answers = columns.column(test);
      for (let i = 0; i < count; i += 1) {
        if (kept[i] === 0) continue;
        if (answers[i] !== true) kept[i] = 0;
        if (typeof answers[i] === 'boolean') continue;
        const issue = { code: 'E_FIELD_TYPE', index: indexOf(i), field: 'where' } as const;
        issues.add({ ...issue, expected: 'true or false', received: typeName(answers[i]) });
      }
    } else {
      for (const [field, condition] of test) {
        const values = columns.column(field);
        for (let i = 0; i < count; i += 1) if (kept[i] === 1 && !condition(values[i])) kept[i] = 0;
      }
    }
    for (let i = 0; i < count; i += 1) if (kept[i] === 1) meets(segment, i);
  }
}

// Rules are tried one by one on every row.
const MOST = 10_000;

function checkedName(owner: string, rule: LooseRule, other: string): string {
  if (typeof rule !== 'object' || rule === null) {
    refuseOption(owner, 'rules', 'to be a list of { segment, where }', rule, 'E_OPT_TYPE');
  }
  checkOptions(owner, rule, ['segment', 'where']);
  const { segment, where } = rule;
  if (typeof segment !== 'string') refuseOption(owner, 'segment', 'to be text', segment, 'E_OPT_TYPE');
  if (segment === other) refuseOption(owner, 'segment', `to differ from the name of the rest, "${other}"`, segment);
  if ((typeof where !== 'object' && typeof where !== 'function') || where === null) {
    refuseOption(owner, 'where', 'to be a filter or a function', where, 'E_OPT_TYPE');
  }
  return segment;
}

/** How many conditions a filter states: one for each field, or each operator of a field. */
function conditionCount(filter: object): number {
  return Object.values(filter).reduce<number>((count, wanted: unknown) => {
    const isOperators = typeof wanted === 'object' && wanted !== null && !Array.isArray(wanted);
    return count + (isOperators ? Object.keys(wanted).length : 1);
  }, 0);
}
