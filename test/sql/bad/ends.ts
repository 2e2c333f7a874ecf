import { by, countIf, input, max, min, tally } from 'kizuna';
import { table, toSql } from 'kizuna/sql';
import { expect, test } from 'vitest';
import type { Engine } from '../engine.js';

const LARGEST = Number.MAX_VALUE;
const PAID = [LARGEST, -LARGEST, 5e-324, -0, Number.NaN, Infinity, -Infinity, null];
const YEN = ['9007199254740992', '-9007199254740992', '9007199254740993', '-9007199254740993', '7', null, null, null];

const endsOf = (field: 'paid' | 'yen') =>
  tally({
    name: 'ends',
    inputs: { value: field },
    invalid: 'exclude',
    measures: { low: min(input('value')), high: max(input('value')), n: countIf() },
    finish: ({ low, high, n }, { invalid, missing }) => ({ low, high, n, invalid, missing }),
  });

/** Tests where the range of numbers ends: which are counted, which are left out, and which are missing. */
export function testEnds(started: () => Engine): void {
  test('numbers are finite doubles, and integers up to 2^53, with or without keys', async () => {
    const { dialect, fill, ask } = started();
    const columns = [
      { name: 'paid', type: 'double' },
      { name: 'yen', type: 'bigint' },
      { name: 'plan', type: 'text' },
    ] as const;
    const rows = PAID.map((paid, i) => [paid, YEN[i], 'pro']);
    await fill('ends', columns, rows);
    const source = table('ends', { dialect, columns: { paid: 'number', yen: 'integer', plan: 'text' } });
    const stateOf = async (metric: object): Promise<unknown> => {
      const query = toSql(metric as never, source as never);
      return query.read(await ask(query));
    };
    const found = async (field: 'paid' | 'yen') => {
      const metric = endsOf(field);
      const state = await stateOf(metric);
      expect(await stateOf(by('plan', metric)), field).toEqual([['pro', state]]);
      return metric.finish(state as never);
    };
    expect(await found('paid')).toEqual({ low: -LARGEST, high: LARGEST, n: 4, invalid: 3, missing: 1 });
    expect(await found('yen')).toEqual({ low: -(2 ** 53), high: 2 ** 53, n: 3, invalid: 2, missing: 3 });
  });
}
