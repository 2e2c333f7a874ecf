import type { SubscriptionRoles } from '../churn/ledger-roles.js';
import type { Plan } from '../core/metric.js';
import type { TallyPlan } from '../core/tally.js';
import type { EventRoles } from '../log/roles.js';
import type { LedgerShape } from '../log/shapes/ledger-shape.js';
import type { ShapePlan } from '../log/shapes/shape-plan.js';
import { refuseSql } from './compile-error.js';
import type { QueryText } from './query-text.js';
import { filterSql } from './rows/filter-sql.js';
import { keySql } from './rows/key-sql.js';
import { type Above, type Leaf, leafSql } from './rows/leaf-sql.js';
import { ledgerSql } from './shapes/ledgers/ledger-sql.js';
import type { LeftOut } from './shapes/left-out.js';
import { shapeSql } from './shapes/shape-sql.js';
import { eventsOfRows } from './sources/events-of-rows.js';
import { linesOfRows } from './sources/lines-of-rows.js';

/** A plan as a tree of what its state is made of; the leaves are tallies. */
export type PlanNode =
  | { readonly kind: 'leaf'; readonly leaf: Leaf }
  | { readonly kind: 'by'; readonly of: PlanNode }
  | { readonly kind: 'together'; readonly of: readonly (readonly [name: string, of: PlanNode])[] }
  | {
      readonly kind: 'shape';
      /** Its rows are counted in one tally, within its keys. */
      readonly leaf: Leaf;
      readonly judge: (excluded: LeftOut | undefined) => void;
      /** Where the state itself knows of rows that are no events. */
      readonly leftOut?: (counted: unknown) => LeftOut;
    }
  | { readonly kind: 'as'; readonly of: PlanNode; readonly state: (counted: unknown) => unknown };

/** Writes every tally of a plan; `name` is the metric's, for a part that has no plan. */
export function planSql(query: QueryText, plan: Plan | undefined, name: string, above: Above = NOTHING): PlanNode {
  // The parts of a plan are those that the metric's own function put there.
  switch (plan?.kind) {
    case 'tally':
      checkForm(query, 'a table', name);
      return { kind: 'leaf', leaf: leafSql(query, plan as TallyPlan, above) };
    case 'by': {
      const keys = [...above.keys, keySql(query, plan.key)];
      return { kind: 'by', of: planSql(query, plan.of as Plan | undefined, name, { ...above, keys }) };
    }
    case 'where':
      return planSql(query, plan.of as Plan | undefined, name, filtered(query, plan.test, above));
    case 'together': {
      const parts = Object.entries(plan.of as Readonly<Record<string, Plan | undefined>>);
      // The parts of a metric's own plan have no names that a caller knows.
      const nameOf = (key: string): string => (above.isOwn === true ? name : key);
      return { kind: 'together', of: parts.map(([key, part]) => [key, planSql(query, part, nameOf(key), above)]) };
    }
    case 'events':
    case 'subscriptions': {
      if (above.keys.length > 0)
        return refuseSql('by', 'above metrics of rows: events and lines are grouped by a query for each group', name);
      if (query.events !== null || query.ledger !== null)
        return refuseSql('the source', `a table, as ${name} says itself what its rows are`, formOf(query));
      const rows =
        plan.kind === 'events'
          ? eventsOfRows(query, plan.roles as EventRoles, above.filters)
          : linesOfRows(query, plan.roles as SubscriptionRoles, above.filters);
      return planSql(rows, plan.of as Plan | undefined, name);
    }
    case 'ledger':
    case 'shape': {
      checkForm(query, plan.kind === 'ledger' ? 'a ledger' : 'an eventTable', name);
      if (above.keys.length + above.filters.length > 0)
        return refuseSql('the metric', 'one of events without groups above it', name);
      const { rows, judge } =
        plan.kind === 'ledger'
          ? ledgerSql(query, plan.shape as LedgerShape)
          : shapeSql(query, plan.shape as ShapePlan, name);
      const leftOut = plan.leftOut as ((counted: unknown) => LeftOut) | undefined;
      const own = leftOut === undefined ? {} : { leftOut };
      const [leaf] = leavesOf(planSql(rows, plan.of as Plan | undefined, name));
      return { kind: 'shape', leaf: leaf as Leaf, judge, ...own }; // a tally, perhaps by some keys
    }
    case 'either':
      return planSql(query, (query.dialect.findsWrongRows ? plan.apart : plan.along) as Plan, name, above);
    case 'as':
      return {
        kind: 'as',
        of: planSql(query, plan.of as Plan | undefined, name, { ...above, isOwn: true }),
        state: plan.state as (counted: unknown) => unknown,
      };
    default:
      return refuseSql('the metric', 'one that can be written in SQL', name);
  }
}

/** The tallies of a tree, in the order of their selects. */
export function leavesOf(node: PlanNode): readonly Leaf[] {
  switch (node.kind) {
    case 'leaf':
    case 'shape':
      return [node.leaf];
    case 'together':
      return node.of.flatMap(([, part]) => leavesOf(part));
    default:
      return leavesOf(node.of);
  }
}

const NOTHING: Above = { keys: [], filters: [], inner: [] };

/** What a metric needs as its source: what its plan reads. */
const FORMS = { 'a table': 'rows', 'an eventTable': 'events', 'a ledger': 'ledgers' } as const;

function checkForm(query: QueryText, form: keyof typeof FORMS, name: string): void {
  const found = formOf(query);
  const isLedger = query.ledger !== null;
  if (form === 'a ledger' ? isLedger : found === form) return;
  const wanted = form === 'a ledger' ? 'a subscriptionTable or a changeTable' : form;
  refuseSql('the source', `${wanted}, as ${name} is a metric of ${FORMS[form]}`, found);
}

function formOf({ events, ledger }: QueryText): string {
  if (events !== null) return 'an eventTable';
  if (ledger === null) return 'a table';
  return ledger.form === 'lines' ? 'a subscriptionTable' : 'a changeTable';
}

function filtered(query: QueryText, test: unknown, above: Above): Above {
  if (typeof test !== 'object' || test === null) return refuseSql('the test of where', 'a filter', 'a function');
  const sql = filterSql(query, test);
  const level = above.keys.length;
  if (level === 0) return { ...above, filters: [...above.filters, sql] };
  return { ...above, inner: [...above.inner, { level, sql }] };
}
