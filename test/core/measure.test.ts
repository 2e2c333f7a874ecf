import { describe, expect, test } from 'vitest';
import { by } from '../../src/core/by.js';
import type { Data } from '../../src/core/data.js';
import { InvalidDataError } from '../../src/core/errors.js';
import { input } from '../../src/core/expression.js';
import { measure, measureAll } from '../../src/core/measure.js';
import { countDistinct, sum } from '../../src/core/measures.js';
import type { Metric } from '../../src/core/metric.js';
import { tally } from '../../src/core/tally.js';

interface Row {
  readonly plan: string;
  readonly amount: number | null;
}

const rows: readonly Row[] = Array.from({ length: 5000 }, (_, i) => ({ plan: `p${i % 3}`, amount: i % 7 }));
const total = tally({
  name: 'total',
  inputs: { amount: 'amount' },
  measures: { total: sum(input('amount')), different: countDistinct(input('amount')) },
  finish: (measured, { missing }) => ({ ...measured, missing }),
});
const grouped = by('plan', total);

async function* asynchronous<Batch>(batches: readonly Batch[]): AsyncGenerator<Batch> {
  for (const batch of batches) yield await Promise.resolve(batch);
}

async function rejected(promise: Promise<unknown>): Promise<InvalidDataError> {
  const error: unknown = await promise.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (error instanceof InvalidDataError) return error;
  throw new Error('expected an InvalidDataError');
}

describe('measure', () => {
  test('gives the finish of the state', () => {
    expect(measure(rows, grouped)).toEqual(grouped.finish(grouped.state(rows)));
  });

  test('serves metrics of other inputs', () => {
    const length: Metric<string, number, number> = {
      name: 'length',
      split: 'anywhere',
      state: (text) => text.length,
      merge: (a, b) => a + b,
      finish: (n) => n,
    };
    expect(measure('abc', length)).toBe(3);
  });

  test('counts the rows of a long input from its beginning', () => {
    const bad = rows.map((row, i) => (i === 4321 ? { ...row, amount: Number.NaN } : row));
    for (const data of [bad, new Set(bad)]) {
      expect(() => measure(data, grouped)).toThrow(
        expect.objectContaining({ issues: [expect.objectContaining({ index: 4321 })] }),
      );
    }
    const columns = { plan: bad.map(({ plan }) => plan), amount: Float64Array.from(bad, ({ amount }) => amount ?? 0) };
    expect(() => measure(columns, grouped)).toThrow(
      expect.objectContaining({ issues: [expect.objectContaining({ index: 4321 })] }),
    );
  });
});

describe('measureAll', () => {
  const batches: readonly Data<Row>[] = [
    rows.slice(0, 10),
    [],
    new Set(rows.slice(10, 2000)),
    {
      plan: rows.slice(2000, 3000).map(({ plan }) => plan),
      amount: rows.slice(2000, 3000).map(({ amount }) => amount),
    },
    rows.slice(3000).values(),
  ];

  test('gives what measure gives, whatever the batches are', async () => {
    const again = [...batches.slice(0, 4), rows.slice(3000)];
    expect(await measureAll(asynchronous(batches), grouped)).toEqual(measure(rows, grouped));
    expect(await measureAll(again, grouped)).toEqual(measure(rows, grouped));
  });

  test('of nothing is the measure of nothing', async () => {
    expect(await measureAll([], total)).toEqual({ total: 0, different: 0, missing: 0 });
    expect(await measureAll(asynchronous<Row[]>([]), total)).toEqual(measure([], total));
    expect(await measureAll([[], []], grouped)).toEqual([]);
  });

  test('counts rows over the whole stream', async () => {
    const odd = { plan: 'a', amount: 'x' as unknown as number };
    const error = await rejected(
      measureAll(asynchronous([rows.slice(0, 10), [odd], rows.slice(0, 3), [odd]]), grouped),
    );
    expect(error.issues.map(({ index }) => index)).toEqual([10, 14]);
    const shape = await rejected(measureAll([rows.slice(0, 5), [null as unknown as Row]], grouped));
    expect(shape.issues[0]?.index).toBe(5);
  });

  test('takes a field that only some batches have for optional, and one that none has for misspelt', async () => {
    const without = [{ plan: 'a' }] as unknown as readonly Row[];
    expect(await measureAll([without, rows.slice(1, 2)], total)).toMatchObject({ total: 1, missing: 1 });
    expect((await rejected(measureAll([without, without], total))).code).toBe('E_FIELD_MISSING');
  });

  test('passes on what the stream throws', async () => {
    const fault = new Error('the line is down');
    async function* broken(): AsyncGenerator<readonly Row[]> {
      yield rows;
      throw fault;
    }
    await expect(measureAll(broken(), total)).rejects.toBe(fault);
  });

  test('lets go of each batch, and asks for the next only then', async () => {
    const asked: number[] = [];
    async function* paged(): AsyncGenerator<readonly Row[]> {
      for (let page = 0; page < 3; page += 1) {
        asked.push(page);
        yield rows.slice(page * 10, page * 10 + 10);
      }
    }
    expect((await measureAll(paged(), total)).missing).toBe(0);
    expect(asked).toEqual([0, 1, 2]);
  });
});
