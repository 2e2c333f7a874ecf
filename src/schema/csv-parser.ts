import { KizunaError } from '../core/errors.js';

/** What papaparse gives: cells, and faults of quotation by their place in the text. */
export interface CsvCells {
  readonly data: readonly (readonly string[])[];
  readonly errors: readonly { readonly index?: number }[];
}

/** The function of papaparse that is used. */
export type CsvParser = (text: string, options: { readonly delimiter: string }) => CsvCells;

/** Loads papaparse when it is first needed, since most users of the schemas never read CSV. */
export async function loadCsvParser(owner: string): Promise<CsvParser> {
  let loaded: unknown;
  try {
    // @ts-expect-error papaparse ships no types, and those of DefinitelyTyped bring Node's with them
    loaded = await import('papaparse');
  } catch (cause) {
    throw unusable(owner, 'it could not be loaded', cause);
  }
  const parse = parseOf(loaded) ?? parseOf((loaded as { readonly default?: unknown }).default);
  return parse ?? unusable(owner, 'what was loaded has no parse function');
}

function parseOf(loaded: unknown): CsvParser | undefined {
  if (loaded === null || (typeof loaded !== 'object' && typeof loaded !== 'function')) return undefined;
  const { parse } = loaded as { readonly parse?: unknown };
  return typeof parse === 'function' ? (parse as CsvParser) : undefined; // as documented by papaparse 5
}

function unusable(owner: string, fault: string, cause?: unknown): never {
  const expected = 'the package papaparse 5 (npm install papaparse)';
  throw new KizunaError(
    `${owner} requires ${expected}; ${fault}`,
    [{ code: 'E_OPT_TYPE', index: null, field: 'papaparse', expected, received: 'undefined' }],
    { cause },
  );
}
