import type { Dialect } from '../dialect.js';

/** A column of the row before or after in a window; `NULL` where there is none. */
export function neighbour(dialect: Dialect, which: 'lag' | 'lead', column: string, over: string): string {
  if (dialect.name !== 'clickhouse') return `${which}(${column}) OVER (${over})`;
  // Its lag and lead look within the frame, and know of nothing but in a Nullable.
  const frame = which === 'lag' ? '1 PRECEDING AND CURRENT ROW' : 'CURRENT ROW AND 1 FOLLOWING';
  return `${which}InFrame(${dialect.as('integer', column)}) OVER (${over} ROWS BETWEEN ${frame})`;
}
