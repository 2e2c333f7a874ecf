import { refuseOption } from '../core/options.js';
import { isTextList } from './built-column.js';
import { isColumnChoice, isReader } from './column-guesses.js';
import type { ColumnReaders } from './column-reader.js';
import type { EventProperties } from './event-options.js';
import { property } from './property-column.js';

/** How the fields are read that rows are to be filtered and broken down by; none may have the name of a part. */
export function propertyReaders(
  owner: string,
  option: string,
  properties: EventProperties,
  parts: readonly string[],
): ColumnReaders {
  const isList = isTextList(properties);
  const entries = isList ? properties.map((name) => [name, name] as const) : Object.entries(Object(properties));
  if (!isList && (typeof properties !== 'object' || properties === null || Array.isArray(properties))) {
    refuseOption(owner, option, 'to be a list of names, or an object', properties, 'E_OPT_TYPE');
  }
  const readers = entries.map(([name, named]) => {
    if (parts.includes(name)) refuseOption(owner, option, `to have names other than ${parts.join(', ')}`, name);
    if (!isColumnChoice(named)) {
      refuseOption(owner, `${option}["${name}"]`, 'to be a name, several, or a reader', named, 'E_OPT_TYPE');
    }
    return [name, isReader(named) ? named : property(owner, named)] as const;
  });
  return Object.fromEntries(readers);
}
