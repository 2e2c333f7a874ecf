import type { Scalar } from '../core/expression.js';
import type { ColumnReader } from './column-reader.js';
import type { EventColumnMap, EventProperties } from './event-options.js';
import type { EventPreset } from './event-presets.js';

/** An event as `eventLog` takes it: `time` in epoch milliseconds, `amount` `null` where there is none. */
export type EventRow<Columns extends EventPreset | EventColumnMap, Properties extends EventProperties> =
  string extends PropertyName<Properties>
    ? EventParts<Columns> & { readonly [property: string]: Scalar | null } // properties that are only known when it runs
    : {
        readonly [Part in keyof EventParts<Columns> | PropertyName<Properties>]: Part extends keyof EventParts<Columns>
          ? EventParts<Columns>[Part]
          : PropertyCell<Properties, Part>;
      } & {}; // the intersection with {} makes editors show the fields instead of this type's name

interface EventParts<Columns> {
  readonly customer: string;
  readonly time: number;
  readonly name: EventName<Columns>;
  readonly amount: number | null;
}

type EventName<Columns> = Columns extends { readonly name: ColumnReader<infer Name extends string> } ? Name : string;

/** The names of properties. */
export type PropertyName<Properties> = Properties extends readonly (infer Name extends string)[]
  ? Name
  : keyof Properties & string;

/** What a property of that name is read as. */
export type PropertyCell<Properties, Name> = Name extends keyof Properties
  ? Properties[Name] extends ColumnReader<infer Value>
    ? Value
    : Scalar | null
  : Scalar | null;
