import { suppressSmall } from 'kizuna';

/** Which rows of a table rest on too few customers, or would tell of such a row: their numbers are not shown. */
export function hiddenRows(customers: readonly number[], minimum: number): readonly { readonly suppressed: boolean }[] {
  return suppressSmall(
    customers.map((n, row) => ({ row, n })),
    { minimum, by: 'row' },
  );
}

/** Rows from the first on whose numbers are shown: what begins small would fill a table with nothing. */
export function fromFirstShown<Row extends { readonly isShown: boolean }>(rows: readonly Row[]): readonly Row[] {
  const first = rows.findIndex(({ isShown }) => isShown);
  return first < 0 ? rows : rows.slice(first);
}
