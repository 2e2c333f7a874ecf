import * as z from 'zod/mini';
import type { Scalar } from '../core/expression.js';
import { builtColumn, columnOptions } from './built-column.js';
import type { Answer, ColumnReader } from './column-reader.js';

/** Reads a property of an event as it stands: text without the blanks around it, a number, true or false. */
export function property(owner: string, names: string | readonly string[]): ColumnReader<Answer<Scalar, false>> {
  const common = columnOptions(owner, names, {}, []);
  return builtColumn<Scalar, false>(
    common,
    z.union([z.string(), z.number(), z.boolean()]),
    (cell, payload) => {
      if (typeof cell === 'string') return cell.trim();
      if (typeof cell === 'boolean' || Number.isFinite(cell)) return cell;
      const code = typeof cell === 'number' ? 'E_NUM_NONFINITE' : 'E_FIELD_TYPE';
      payload.issues.push({ code: 'custom', input: cell, params: { code } });
      return cell;
    },
    'text, a finite number, true or false',
  );
}
