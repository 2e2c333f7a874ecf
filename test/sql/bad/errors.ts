import { inspect } from 'node:util';
import { npsMetric } from 'kizuna';
import type { EngineError, TableSource } from 'kizuna/sql';
import { expect, test } from 'vitest';
import type { Engine } from '../engine.js';
import { type Row, sourceOf } from '../rows.js';

type MeasureIn = (connection: never, source: never, metric: never, options?: object) => Promise<unknown>;

const nps = npsMetric<Row>({ score: 'score' });

/** Tests what errors of an engine tell, and whom. */
export function testErrors(started: () => Engine, measureIn: MeasureIn): void {
  const ask = (connection: unknown, source: TableSource<Row>): Promise<unknown> =>
    measureIn(connection as never, source as never, nps as never);

  test('prints and copies no error of the engine, which may quote values, but has it for who asks', async () => {
    const engine = started();
    const error = await ask(quoting(engine), sourceOf(engine, 'exact')).catch((caught: unknown) => caught);
    expect(error).toMatchObject({ name: 'EngineError' });
    expect((error as EngineError).cause).toMatchObject({ message: 'row 3 is "secret"', detail: 'secret' });
    const copy: unknown = structuredClone(error);
    for (const each of [error, copy, { error, list: [error] }])
      for (const text of [inspect(each, { depth: 9, showHidden: true }), JSON.stringify(each), String(each)])
        expect(text).not.toContain('secret');
    expect(JSON.stringify({ ...(error as object) })).not.toContain('secret');
    expect(Object.keys(error as object)).not.toContain('cause');
    expect((copy as Error).cause).toBeUndefined();
  });
}

/** A connection of the engine that fails as drivers do, with a value in its message and beside it. */
function quoting({ dialect }: Engine): unknown {
  const fail = () => Promise.reject(Object.assign(new Error('row 3 is "secret"'), { detail: 'secret' }));
  return dialect === 'duckdb' ? { runAndReadAll: fail, interrupt: () => {} } : { query: fail };
}
