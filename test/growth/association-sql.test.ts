import { SqlCompileError } from 'kizuna';
import { associationRulesMetric } from 'kizuna/growth';
import { eventTable, toSql } from 'kizuna/sql';
import { expect, test } from 'vitest';
import { thrown } from '../support/thrown.js';

const table = eventTable('lines', {
  dialect: 'postgres',
  columns: { customer: 'text', at: 'instant', product: 'text', order: 'integer', yen: 'number' },
  ...{ customer: 'customer', time: 'at', properties: ['product', 'order'] },
});

test('an engine without the item, or the number of the order, is told which it has', () => {
  const refused = (options: object): string => {
    const metric = associationRulesMetric({ item: 'product', minSupport: 0, ...options });
    return thrown(SqlCompileError, () => toSql(metric as never, table)).message; // whatever its properties are
  };
  expect(refused({ item: 'yen' })).toBe('toSql requires item to be one of the properties product, order; got yen');
  expect(refused({ item: 'name' })).toContain('item to be one of the properties product, order');
  expect(refused({ item: '__proto__' })).toContain('item to be one of the properties product, order');
  expect(refused({ per: { property: 'invoice' } })).toContain('per to be one of the properties product, order');
  expect(refused({ purchase: 'order' })).toContain('a name in the eventTable');
});

test('an item that no text of the engine can be is looked for nowhere', () => {
  const { parameters } = toSql(
    associationRulesMetric({ item: 'product', minSupport: 0, items: ['tea', 7, 'a\0'] }),
    table,
  );
  expect(parameters).toContain('tea');
  expect(parameters).not.toContain('a\0');
  expect(parameters).not.toContain(7);
});

test('no rows are no baskets', () => {
  const metric = associationRulesMetric({ item: 'product', minSupport: 0 });
  const state = toSql(metric, table).read([]);
  expect(state).toEqual({ baskets: 0, items: [], pairs: [], withoutItem: 0, refunds: 0 });
  expect(metric.finish(state).rules).toEqual([]);
});
