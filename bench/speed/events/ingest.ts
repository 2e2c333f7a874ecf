import type { Row } from './data.js';

/** The columns that the best loop by hand makes of row objects. */
export interface Ingested {
  readonly customer: Int32Array;
  readonly time: Float64Array;
  readonly name: Uint8Array;
  readonly amount: Float64Array;
  readonly customers: readonly string[];
  readonly names: readonly string[];
}

/**
 * What building a log cannot be faster than: all four fields in one pass, nothing checked. Ids are copied when they enter the
 * map, so that the keys it compares with lie together and not all over the heap of rows.
 */
export function ingestByHand(rows: readonly Row[]): Ingested {
  const n = rows.length;
  const [customer, time, name, amount] = [
    new Int32Array(n),
    new Float64Array(n),
    new Uint8Array(n),
    new Float64Array(n),
  ];
  const [customers, names] = [[] as string[], [] as string[]];
  const [customerCodes, nameCodes] = [new Map<string, number>(), new Map<string, number>()];
  for (let i = 0; i < n; i += 1) {
    const row = rows[i]!;
    let code = customerCodes.get(row.customer);
    if (code === undefined) {
      const id = copied(row.customer);
      code = customers.push(id) - 1;
      customerCodes.set(id, code);
    }
    customer[i] = code;
    let nameCode = nameCodes.get(row.name);
    if (nameCode === undefined) {
      nameCode = names.push(copied(row.name)) - 1;
      nameCodes.set(names[nameCode]!, nameCode);
    }
    name[i] = nameCode;
    time[i] = row.time.getTime();
    amount[i] = row.amount;
  }
  return { customer, time, name, amount, customers, names };
}

function copied(text: string): string {
  const units = new Array<number>(text.length);
  for (let i = 0; i < text.length; i += 1) units[i] = text.charCodeAt(i);
  return String.fromCharCode(...units);
}
