import { suppressSmall } from 'kizuna';

/** Which rows of a table rest on too few customers, or would tell of such a row: their numbers are not shown. */
export function hiddenRows(customers: readonly number[], minimum: number): readonly { readonly suppressed: boolean }[] {
  return suppressSmall(
    customers.map((n, row) => ({ row, n })),
    { minimum, by: 'row' },
  );
}
