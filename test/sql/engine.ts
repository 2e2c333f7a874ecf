import type { DialectName } from 'kizuna/sql';

/** A database that the tests fill and ask. */
export interface Engine {
  readonly dialect: DialectName;
  /** The connection, as the runner of the engine takes it. */
  readonly connection: unknown;
  /** Runs a statement of the test's own. */
  run(sql: string): Promise<void>;
  /** Makes a table anew; `types` are those of the engine. */
  fill(name: string, columns: readonly EngineColumn[], rows: readonly (readonly unknown[])[]): Promise<void>;
  /** Runs a query that kizuna wrote. */
  ask(query: { readonly sql: string; readonly parameters: unknown }): Promise<readonly ArrayLike<unknown>[]>;
  /** Another connection to the same database, or session of it. */
  another(): Promise<{ readonly connection: unknown; close(): Promise<void> }>;
  close(): Promise<void>;
}

/** What a column holds, in words that every engine has a type for. */
export type EngineType = 'double' | 'bigint' | 'text' | 'boolean' | 'instant' | 'timestamp';

export interface EngineColumn {
  readonly name: string;
  readonly type: EngineType;
}
