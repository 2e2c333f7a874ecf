import { KizunaError } from 'kizuna';
import { type EventTable, toSql } from 'kizuna/sql';
import type { Engine } from '../engine.js';
import type { Any } from './event-metrics.js';
import type { Properties } from './event-rows.js';

/** The engine's state of a metric. */
export async function stateIn(engine: Engine, source: EventTable<string, Properties>, metric: Any): Promise<unknown> {
  const query = toSql(metric, source);
  return query.read(await engine.ask(query));
}

/** What a call gives, or the name of the error that it refuses with. */
export async function attempt(
  call: () => Promise<unknown>,
): Promise<{ readonly value: unknown; readonly error: string | null }> {
  try {
    return { value: await call(), error: null };
  } catch (error) {
    if (!(error instanceof KizunaError)) throw error;
    return { value: null, error: error.name };
  }
}
