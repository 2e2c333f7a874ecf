import { type CsvTable, choice, column, decodeCsv, id, number, parseResponses, score, text, time } from 'kizuna/schema';
import { describe, expectTypeOf, test } from 'vitest';
import * as zod from 'zod';
import * as mini from 'zod/mini';

describe('the typed row', () => {
  test('has the names given and the type of each reader', () => {
    const { rows } = parseResponses([], {
      columns: {
        recommend: score('おすすめ度', { scale: [0, 10] }),
        weight: number('w'),
        plan: text('プラン'),
        tier: choice('Tier', { choices: ['free', 'pro'] }),
        answeredAt: time('タイムスタンプ', { timeZone: 'Asia/Tokyo' }),
        customer: id('メールアドレス'),
        region: column('地域', mini.enum(['kanto', 'kansai'])),
        area: column('地域', mini.enum(['kanto', 'kansai']), { required: true }),
      },
    });
    expectTypeOf(rows).toEqualTypeOf<
      readonly {
        readonly recommend: number | null;
        readonly weight: number | null;
        readonly plan: string | null;
        readonly tier: 'free' | 'pro' | null;
        readonly answeredAt: number | null;
        readonly customer: string | null;
        readonly region: 'kanto' | 'kansai' | null;
        readonly area: 'kanto' | 'kansai';
      }[]
    >();
  });

  test('has no null where the column is required', () => {
    const { rows } = parseResponses([], {
      columns: {
        recommend: score('a', { scale: [0, 10], required: true }),
        tier: choice('Tier', { choices: ['free', 'pro'], required: true }),
        maybe: text('b', { required: false }),
      },
    });
    expectTypeOf(rows).toEqualTypeOf<
      readonly { readonly recommend: number; readonly tier: 'free' | 'pro'; readonly maybe: string | null }[]
    >();
  });

  test('is what a Standard Schema puts out', () => {
    const classic = parseResponses([], { schema: zod.object({ a: zod.coerce.number() }).transform((row) => row.a) });
    expectTypeOf(classic.rows).toEqualTypeOf<readonly number[]>();
    const small = parseResponses([], { schema: mini.object({ a: mini.optional(mini.string()) }) });
    expectTypeOf(small.rows).toEqualTypeOf<readonly { a?: string | undefined }[]>();
  });
});

test('what must not compile does not', () => {
  // @ts-expect-error a scale is needed
  score('a', {});
  // @ts-expect-error a column is read by a reader, not by its name
  parseResponses([], { columns: { a: 'a' } });
  // @ts-expect-error the option is called columns
  parseResponses([], { column: { a: text('a') } });
  // @ts-expect-error no such option
  text('a', { require: true });
  // @ts-expect-error no such encoding
  decodeCsv('', { encoding: 'latin9' });
});

test('a CSV table has text in every cell', () => {
  expectTypeOf(decodeCsv).returns.resolves.toEqualTypeOf<CsvTable>();
  expectTypeOf<CsvTable['rows'][number]>().toEqualTypeOf<Readonly<Record<string, string>>>();
});
