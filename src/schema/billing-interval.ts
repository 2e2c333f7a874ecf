import type { BillingInterval } from '../churn/ledger-roles.js';
import { plain } from './plain-text.js';

/** How long an interval is: a unit that ledgers know, and of weeks and days how many, by which an amount is to be divided. */
export interface WrittenInterval {
  readonly interval: BillingInterval;
  readonly parts: number;
}

/**
 * An interval in words: `month`, `monthly`, `every 3 months`, `annual`, `月額`, `3ヶ月`, `隔月`, `14日ごと`; `count` is how many of them
 * where another column says so. `null` for what is no interval, and for words that mean two: bimonthly, biweekly, biannual.
 */
export function writtenInterval(cell: unknown, count: number | null): WrittenInterval | null {
  if (typeof cell !== 'string') return null;
  const text = plain(cell)
    .toLowerCase()
    .replace(/[\s_-]+/g, '')
    .replace(/^(?:every|per|\/)/, '');
  const [, number = '', rest = text] = /^(\d+)(.*)$/.exec(text) ?? [];
  const unit = UNITS.find(({ words }) => words.includes(number === '' ? rest : rest.replace(TAIL, '')));
  if (unit === undefined || (number !== '' && unit.isFixed)) return null;
  const times = (number === '' ? 1 : Number(number)) * (count ?? 1) * unit.times;
  if (!Number.isSafeInteger(times) || times < 1) return null;
  if (unit.of !== 'month') return { interval: unit.of, parts: times };
  const interval = times === 1 ? 'month' : times === 12 ? 'year' : times === 3 ? 'quarter' : { months: times };
  return { interval, parts: 1 };
}

/** What stands behind a unit that is counted: 3ヶ月ごと, 2週間に1回. */
const TAIL = /(ごと|毎|おき|間隔|に1回|に一回|間)+$/;

interface Unit {
  readonly of: 'month' | 'week' | 'day';
  readonly times: number;
  /** Whether the word has its count in it: nobody writes 2 biweekly. */
  readonly isFixed: boolean;
  readonly words: readonly string[];
}

const UNITS: readonly Unit[] = [
  { of: 'day', times: 1, isFixed: false, words: ['day', 'days', 'daily', 'd', '日', '毎日', '日額'] },
  { of: 'week', times: 1, isFixed: false, words: ['week', 'weeks', 'weekly', 'w', '週', '毎週', '週間'] },
  { of: 'week', times: 2, isFixed: true, words: ['fortnight', 'fortnightly', '隔週'] },
  {
    ...{ of: 'month', times: 1, isFixed: false },
    words: [
      ...[
        'month',
        'months',
        'monthly',
        'mo',
        'm',
        '月',
        '毎月',
        '月額',
        '月次',
        '月払い',
        '月払',
        'ヶ月',
        'ケ月',
        'か月',
        'カ月',
      ],
      ...['ヵ月', '箇月', '個月', '月毎', '月ごと', '月契約', '月間'],
    ],
  },
  { of: 'month', times: 2, isFixed: true, words: ['隔月'] },
  {
    ...{ of: 'month', times: 3, isFixed: false },
    words: ['quarter', 'quarters', 'quarterly', 'q', '四半期', '四半期ごと', '四半期毎'],
  },
  {
    ...{ of: 'month', times: 6, isFixed: true },
    words: ['halfyear', 'halfyearly', 'semiannual', 'semiannually', 'semiyearly', '半年', '半年払い', '半年ごと'],
  },
  {
    ...{ of: 'month', times: 12, isFixed: false },
    words: [
      ...[
        'year',
        'years',
        'yearly',
        'annual',
        'annually',
        'y',
        'yr',
        '年',
        '毎年',
        '年額',
        '年次',
        '年間',
        '年払い',
        '年払',
      ],
      ...['年契約', 'ヶ年', 'か年', 'カ年'],
    ],
  },
];
