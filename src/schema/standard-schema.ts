import { refuseOption } from '../core/options.js';

/**
 * A schema of any library that follows the Standard Schema specification, version 1 (zod, valibot, arktype and others).
 * The interface is copied from https://standardschema.dev, as the specification allows, so that nothing needs
 * installing.
 */
export interface StandardSchemaV1<Input = unknown, Output = Input> {
  readonly '~standard': StandardSchemaProps<Input, Output>;
}

/** What a Standard Schema says of itself, and its one function. */
export interface StandardSchemaProps<Input = unknown, Output = Input> {
  readonly version: 1;
  /** The name of the library, such as `'zod'`. */
  readonly vendor: string;
  readonly validate: (value: unknown) => StandardSchemaResult<Output> | Promise<StandardSchemaResult<Output>>;
  /** Only for the type checker. */
  readonly types?: { readonly input: Input; readonly output: Output } | undefined;
}

/** The typed value, or what is wrong. */
export type StandardSchemaResult<Output> =
  | { readonly value: Output; readonly issues?: undefined }
  | { readonly issues: readonly StandardSchemaIssue[] };

/** One fault that a schema found. Its message is the library's own and may quote the value. */
export interface StandardSchemaIssue {
  readonly message: string;
  readonly path?: readonly (PropertyKey | { readonly key: PropertyKey })[] | undefined;
}

/** Refuses what is not a Standard Schema; some libraries' schemas are functions. */
export function checkSchema<Schema extends StandardSchemaV1>(owner: string, schema: Schema): Schema {
  const given: unknown = schema;
  const isHolder = (typeof given === 'object' && given !== null) || typeof given === 'function';
  const standard: unknown = isHolder ? (given as Partial<StandardSchemaV1>)['~standard'] : undefined;
  if (
    typeof standard === 'object' &&
    standard !== null &&
    'validate' in standard &&
    typeof standard.validate === 'function'
  ) {
    return schema;
  }
  refuseOption(owner, 'schema', 'to be a Standard Schema, with a "~standard" property', given, 'E_OPT_TYPE');
}
