import type { Scalar } from '../core/expression.js';
import type { ColumnReader } from './column-reader.js';
import type { EventColumnMap, EventProperties } from './event-options.js';
import type { EventPreset } from './event-presets.js';

/** An event as `eventLog` takes it: `time` in epoch milliseconds, `amount` `null` where there is none. */
export type EventRow<Columns extends EventPreset | EventColumnMap, Properties extends EventProperties> = {
  readonly [Part in 'customer' | 'time' | 'name' | 'amount' | PropertyName<Properties>]: Part extends 'time'
    ? number
    : Part extends 'amount'
      ? number | null
      : Part extends 'customer'
        ? string
        : Part extends 'name'
          ? EventName<Columns>
          : PropertyCell<Properties, Part>;
} & {}; // the intersection with {} makes editors show the fields instead of this type's name

type EventName<Columns> = Columns extends { readonly name: ColumnReader<infer Name extends string> } ? Name : string;

type PropertyName<Properties> = Properties extends readonly (infer Name extends string)[]
  ? Name
  : keyof Properties & string;

type PropertyCell<Properties, Name> = Name extends keyof Properties
  ? Properties[Name] extends ColumnReader<infer Value>
    ? Value
    : Scalar | null
  : Scalar | null;
