import type { TypedIds } from './ledger-columns.js';

/**
 * Subscriptions customer by customer: an id that several customers have gets a code for each, and every row without one (`null`) a code of
 * its own.
 */
export function subscriptionKeys<Id>(ids: TypedIds<Id>, customer: Int32Array): TypedIds<Id> {
  if (!areShared(ids, customer)) return ids;
  const values: Id[] = [];
  const known = new Map<number, number>();
  const codes = ids.codes.map((code, row) => {
    const id = ids.values[code]!;
    if (id === null) return values.push(id) - 1;
    const key = customer[row]! * ids.values.length + code;
    const own = known.get(key) ?? values.push(id) - 1;
    known.set(key, own);
    return own;
  });
  return { codes, values };
}

function areShared<Id>({ codes, values }: TypedIds<Id>, customer: Int32Array): boolean {
  const owner = new Int32Array(values.length).fill(-1);
  for (let row = 0; row < codes.length; row += 1) {
    const code = codes[row]!;
    if (values[code] === null) return true;
    if (owner[code]! < 0) owner[code] = customer[row]!;
    else if (owner[code] !== customer[row]) return true;
  }
  return false;
}
