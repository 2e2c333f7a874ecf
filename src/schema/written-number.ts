import { plain } from './plain-text.js';

/** Which forms of a number are read beside the plain one. */
export interface WrittenForms {
  /** Commas between groups of three digits. */
  readonly grouped: boolean;
  /** One currency mark before or after the number. */
  readonly marked: boolean;
}

/** The number that a text writes; what is none is given back as it is, for the schema to refuse. */
export function numberOf(cell: unknown, forms: WrittenForms = PLAIN): unknown {
  if (typeof cell === 'number') return cell + 0; // −0 becomes 0
  if (typeof cell !== 'string') return cell;
  const text = plain(cell).replace('\u2212', '-'); // the minus sign has no NFKC form
  if (NUMBER.test(text)) return Number(text) + 0;
  return writtenNumber(text, forms) ?? cell;
}

/** What would have to be allowed for a text to be read as a number; nothing where that does not help. */
export function formsNeeded(cell: unknown): WrittenForms | null {
  if (typeof cell !== 'string') return null;
  const all = [{ grouped: true, marked: false }, { grouped: false, marked: true }, MONEY];
  return all.find((forms) => typeof numberOf(cell, forms) === 'number') ?? null;
}

/** Both forms, as files write money. */
export const MONEY: WrittenForms = { grouped: true, marked: true };

const PLAIN: WrittenForms = { grouped: false, marked: false };

const NUMBER = /^[+-]?(\d+(\.\d*)?|\.\d+)(e[+-]?\d+)?$/i;

function writtenNumber(text: string, { grouped, marked }: WrittenForms): number | null {
  const [sign, bare] = marked ? unmarked(text) : ['', text];
  const digits = grouped && GROUPED.test(bare) ? bare.replaceAll(',', '') : bare;
  if (!NUMBER.test(digits)) return null;
  return sign === '' || !/^[+-]/.test(digits) ? Number(sign + digits) + 0 : null;
}

// A group after the first has three digits, and the first no leading zero: 0,123 is a decimal of another country.
const GROUPED = /^[+-]?[1-9]\d{0,2}(,\d{3})+(\.\d+)?$/;

/** The sign before a currency mark, and the number without the mark; the text as it is where it has none or two. */
function unmarked(text: string): readonly [sign: string, number: string] {
  const [, sign = '', before] = BEFORE.exec(text) ?? [];
  return before === undefined ? ['', text.replace(/ ?[円¥$€]$/, '')] : [sign, before];
}

// Shift_JIS writes ¥ with the byte that decodes as a backslash.
const BEFORE = /^([+-]?)[¥\\$€] ?([^ ].*)$/;
