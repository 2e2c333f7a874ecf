import { errorOf, SqlCompileError } from '../core/errors.js';

/** Refuses what cannot be written in SQL: `<owner> requires <option> <expected>; got <found>`. */
export function refuseSql(option: string, expected: string, found: string, owner = 'toSql'): never {
  const issue = { code: 'E_SQL', index: null, field: option, expected, received: found } as const;
  throw errorOf(SqlCompileError, owner, [issue]);
}
