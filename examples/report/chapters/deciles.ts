import { concentration, deciles } from 'kizuna';
import type { Chapter } from '../chapter.js';
import { count, decimal, percent } from '../format.js';
import type { Sales } from '../sales.js';

/** Customers by what they spent, in ten equal parts. */
export function decilesChapter({ log, minimum }: Sales): Chapter | null {
  if (log.amount === null) return null;
  const result = deciles(log, { refunds: 'net' });
  const [first] = result.deciles;
  if (first === undefined || first.share === null || first.cumulativeShare === null) return null;
  const title = 'Customers by sales: deciles (デシル分析)';
  if (first.customers < minimum) {
    return { title, blocks: [{ kind: 'note', text: `Not shown: fewer than ${minimum} customers in a tenth.` }] };
  }
  // Concentration is of amounts from 0 on: nobody may have been given back more than was paid.
  const isOwed = (result.customers.at(-1)?.amount ?? 0) < 0;
  const gini = isOwed ? null : concentration(log, { refunds: 'net' }).gini;
  return {
    title,
    blocks: [
      { kind: 'headline', text: `The first tenth of the customers brought ${percent(first.share)} of sales` },
      ...(gini === null
        ? []
        : [
            {
              kind: 'text',
              text: `Gini coefficient ${decimal(gini, 2)}: 0 where all spend the same, 1 where one spends all.`,
            } as const,
          ]),
      {
        kind: 'table',
        title: 'Tenths of the customers, by what they spent',
        columns: [
          { title: 'decile', kind: 'number' },
          { title: 'customers', kind: 'number' },
          { title: 'sales', kind: 'number' },
          { title: 'share', kind: 'number' },
          { title: 'cumulative', kind: 'number' },
          { title: 'a customer', kind: 'number' },
        ],
        rows: result.deciles.map((row) => [
          String(row.decile),
          count(row.customers),
          count(row.amount),
          row.share === null ? null : percent(row.share),
          row.cumulativeShare === null ? null : percent(row.cumulativeShare),
          row.average === null ? null : count(row.average),
        ]),
      },
      {
        kind: 'note',
        text: 'Refunds are taken off. Equal amounts at the border of two tenths are parted, so that all are of one size.',
      },
    ],
  };
}
