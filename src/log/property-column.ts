import { refuseOption } from '../core/options.js';
import type { AnyLog, PropertyColumn } from './layout.js';

/** The column of a property that an option names. */
export function propertyColumn(owner: string, option: string, log: AnyLog, property: string): PropertyColumn {
  const column = log.properties.find((each) => each.property === property);
  if (column !== undefined) return column;
  const known = log.properties.map((each) => each.property).join(', ') || 'none, as the log has no properties';
  return refuseOption(owner, option, `to name one of ${known}`, property, 'E_OPT_UNKNOWN');
}
