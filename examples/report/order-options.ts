import type { OrderLines } from 'kizuna/schema';
import { oneOf } from './words.js';

/** What the command line says of orders; `null` where it says nothing. */
export interface OrderOptions {
  readonly file: string | null;
  readonly order: string | null;
  readonly customer: string | null;
  readonly email: string | null;
  readonly time: string | null;
  readonly amount: string | null;
  readonly refunded: string | null;
  readonly status: string | null;
  readonly lines: OrderLines | null;
}

const TEXT = { type: 'string' } as const;

/** The options of orders, as `parseArgs` wants them. */
export const ORDER_OPTIONS = {
  orders: TEXT,
  'order-id': TEXT,
  'order-customer': TEXT,
  'order-email': TEXT,
  'order-time': TEXT,
  'order-amount': TEXT,
  'order-refunded': TEXT,
  'order-status': TEXT,
  'order-lines': TEXT,
} as const;

type Values = { readonly [Name in keyof typeof ORDER_OPTIONS]?: string | undefined };

/** Reads the options of orders. */
export function orderOptionsOf(values: Values): OrderOptions {
  const lines = values['order-lines'];
  return {
    file: values.orders ?? null,
    order: values['order-id'] ?? null,
    customer: values['order-customer'] ?? null,
    email: values['order-email'] ?? null,
    time: values['order-time'] ?? null,
    amount: values['order-amount'] ?? null,
    refunded: values['order-refunded'] ?? null,
    status: values['order-status'] ?? null,
    lines: lines === undefined ? null : oneOf('order-lines', lines, ['total', 'line']),
  };
}
