import type { FunnelShape } from '../../../log/shapes/funnel-shape.js';
import type { StepFacts } from '../../../log/step-facts.js';
import { refuseSql } from '../../compile-error.js';
import type { ColumnKind } from '../../dialects/kinds.js';
import type { QueryText } from '../../query-text.js';
import type { EventTable } from '../../sources/event-table.js';
import { list } from '../../spelling.js';
import { type EventMark, eventsSql, nameOf } from '../events-sql.js';
import { logOrder } from '../log-order.js';
import { stepSql } from '../step-sql.js';
import { type StepKinds, stepKinds, subsets } from './kinds.js';

/** A funnel's events and what its parts share. Who goes through it is told apart by the columns `keys`. */
export interface FunnelSql {
  readonly query: QueryText;
  readonly shape: FunnelShape;
  readonly kinds: StepKinds;
  /** The required steps, by their numbers. */
  readonly required: readonly number[];
  readonly keys: readonly string[];
  /** The table expression of the events up to the limit, with what is wrong with rows that are none. */
  readonly events: string;
  /** Conditions on an event: that it is of a kind, or one of an exclusion. */
  readonly isOf: readonly string[];
  readonly isExcluded: readonly string[];
  /** What orders events of one instant, where values are looked up. */
  readonly orderList: string;
  /** No instant; after all others. */
  readonly none: string;
}

/** Reads the events of a funnel. */
export function funnelEvents(query: QueryText, shape: FunnelShape, owner: string): FunnelSql {
  const events = query.events as EventTable<never, object>; // as shapeSql has looked
  const mark = (alias: string, facts: StepFacts): EventMark => ({
    alias,
    ...(stepSql(query, owner, facts) ?? { sql: 'TRUE', isFirstOnly: false }),
  });
  const value = (alias: string, option: string, property: string): EventMark => {
    const sql = query.read(propertyColumn(events, option, property));
    return { alias, sql, isFirstOnly: false };
  };
  const kinds = stepKinds(shape);
  const isLooked = shape.group?.by === 'property' && shape.group.attribution !== 'all';
  const steps = kinds.facts.map((facts, kind) => {
    const step = mark(`is_step_${kind}`, facts);
    const isShared = kinds.sets.some((set) => set.length > 1 && set.includes(kind));
    // Which of several events of one instant is the first matters where they may differ in what else is asked of them.
    const isOrdered = step.isFirstOnly && (isShared || isLooked || shape.holdConstant.length > 0);
    return isOrdered ? { filter: 'TRUE', ...step } : step;
  });
  const exclusions = shape.exclusions.map(({ facts }, i) => mark(`is_excluded_${i}`, facts));
  const held = shape.holdConstant.map((property, i) => value(`held_${i}`, 'holdConstant', property));
  const looked = isLooked ? [value('step_value', 'breakdown.property', shape.group.property)] : [];
  const order = isLooked ? logOrder(query, events) : { columns: [], list: '' };
  const isNamed =
    shape.order !== 'strict' &&
    !isLooked &&
    [...kinds.facts, ...shape.exclusions.map(({ facts }) => facts)].every(tellsName);
  const marks = [...steps, ...exclusions, ...held, ...looked, ...order.columns];
  return {
    query,
    shape,
    kinds,
    required: [...shape.steps.keys()].filter((k) => shape.steps[k]?.isOptional === false),
    keys: ['customer', ...held.map(({ alias }) => alias)],
    events: eventsSql(query, null, marks, shape.limit, isNamed),
    isOf: steps.map(nameOf),
    isExcluded: exclusions.map(nameOf),
    orderList: order.list,
    none:
      query.dialect.name === 'clickhouse'
        ? 'toInt64(9007199254740991)'
        : query.dialect.as('integer', '9007199254740991'),
  };
}

/** Whether what is the step has a name that events can have. */
function tellsName({ name }: StepFacts): boolean {
  return name !== null && name !== '' && !name.includes('\0');
}

/** The column of a property that an option names. */
export function propertyColumn(
  { properties }: EventTable<never, object>,
  option: string,
  property: string,
): { readonly name: string; readonly kind: ColumnKind } {
  const column = Object.entries(properties).find(([each]) => each === property)?.[1];
  return column ?? refuseSql(option, `one of ${Object.keys(properties).join(', ') || '(no properties)'}`, property);
}

/** What holds of every event that anybody's funnel has. */
export function isSomebodys({ keys }: FunnelSql): string {
  return ['fault = 0', ...keys.slice(1).map((key) => `${key} IS NOT NULL`)].join(' AND ');
}

/** Where each event is at most one step: what makes it each of the required ones, and which events are one of them. */
export function stepEvents(funnel: FunnelSql): { readonly isStep: readonly string[]; readonly where: string } {
  const { query, shape, kinds, required, isOf } = funnel;
  const isStep = required.map((step) => isOf[kinds.of[step] as number] as string); // one for each kind
  const where = [
    isSomebodys(funnel),
    anyOf(isStep),
    ...(shape.from === null ? [] : [`ms >= ${query.integer(shape.from)}`]),
    ...(shape.to === null ? [] : [`(NOT ${isStep[0]} OR ms < ${query.integer(shape.to)})`]),
  ];
  return { isStep, where: where.join(' AND ') };
}

/** A condition that one of some holds. */
export function anyOf(conditions: readonly string[]): string {
  return conditions.length === 0 ? 'FALSE' : `(${conditions.join(' OR ')})`;
}

/** Whether a start is in the range of starts. */
export function startsWithin({ query, shape }: FunnelSql, instant: string): readonly string[] {
  return [
    ...(shape.from === null ? [] : [`${instant} >= ${query.integer(shape.from)}`]),
    ...(shape.to === null ? [] : [`${instant} < ${query.integer(shape.to)}`]),
  ];
}

/** The names of the instants of an attempt's required steps. */
export function instantsOf({ required }: FunnelSql): readonly string[] {
  return required.map((_, i) => `t_${i}`);
}

/** A list that is after all others. */
export function noList({ query, none }: FunnelSql): string {
  return list(query.dialect, [none]);
}

/**
 * A row for each instant of somebody's events: `ms`, for each set of kinds `met_…` how many events are of one of them, `excluded_i` whether
 * an exclusion is about one, and by depth `harmed_d` whether one may not stand after the step before it in strict order.
 */
export function instantsSql(funnel: FunnelSql): string {
  const { query, shape, kinds, keys, events, isOf, isExcluded } = funnel;
  const is = (kind: number): string => isOf[kind] as string; // one for each kind
  const count = (condition: string, alias: string): string => `count(CASE WHEN ${condition} THEN 1 END) AS ${alias}`;
  const met = kinds.sets.flatMap(subsets).map((set) => count(anyOf(set.map(is)), metName(set)));
  const excluded = isExcluded.map((condition, i) => count(condition, `excluded_${i}`));
  const isStrict = shape.order === 'strict';
  const harmed = !isStrict
    ? []
    : funnel.required.map((from, i) => {
        const to = funnel.required[i + 1] ?? shape.steps.length;
        const harmless = kinds.of.slice(from, to).map(is);
        return count(`NOT ${anyOf([...new Set(harmless)])}`, `harmed_${i + 1}`);
      });
  const alone = shape.graceMs === 0 ? [] : kinds.facts.map((_, kind) => count(aloneOf(funnel, kind), `alone_${kind}`));
  const where = [isSomebodys(funnel), ...(isStrict ? [] : [anyOf([...isOf, ...isExcluded])])].join(' AND ');
  const columns = [...keys, 'ms', ...met, ...excluded, ...harmed, ...alone].join(', ');
  const select = `SELECT ${columns} FROM ${events} WHERE ${where} GROUP BY ${[...keys, 'ms'].join(', ')}`;
  return query.expression('instants', select);
}

/** The column that counts the events of one of these kinds. */
export function metName(set: readonly number[]): string {
  return `met_${set.join('_')}`;
}

/** Whether an event is one step alone. */
function aloneOf({ kinds, isOf }: FunnelSql, kind: number): string {
  if (kinds.of.filter((each) => each === kind).length > 1) return 'FALSE';
  const others = kinds.sets.find((set) => set.includes(kind))?.filter((each) => each !== kind) ?? [];
  return [
    isOf[kind],
    ...(others.length === 0 ? [] : [`NOT ${anyOf(others.map((each) => isOf[each] as string))}`]),
  ].join(' AND ');
}
