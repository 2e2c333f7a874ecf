import { column, parseResponses, type StandardSchemaV1, score, text } from 'kizuna/schema';
import { describe, expect, test } from 'vitest';
import * as zod from 'zod';
import * as mini from 'zod/mini';
import { InvalidDataError, InvalidOptionError } from '../../src/core/errors.js';

const recommend = score('おすすめ度', { scale: [0, 10] });
const plan = text('プラン');

/** The error that a call throws. */
function thrown(call: () => unknown): { message: string; code?: string; issues?: readonly object[] } {
  try {
    call();
  } catch (error) {
    return error as Error;
  }
  throw new Error('nothing was thrown');
}

describe('parseResponses with columns', () => {
  test('keeps sound rows in order and lists every issue of the others', () => {
    const answers = [
      { おすすめ度: '9', プラン: 'pro', 備考: 'x' },
      { おすすめ度: 'nine', プラン: {} },
      { おすすめ度: '', プラン: '' },
      { おすすめ度: 10 },
    ];
    expect(parseResponses(answers, { columns: { recommend, plan } })).toEqual({
      rows: [
        { recommend: 9, plan: 'pro' },
        { recommend: null, plan: null },
        { recommend: 10, plan: null },
      ],
      rejected: [
        {
          code: 'E_FIELD_TYPE',
          index: 1,
          field: 'おすすめ度',
          expected: 'an integer from 0 to 10',
          received: 'string',
        },
        { code: 'E_FIELD_TYPE', index: 1, field: 'プラン', expected: 'text', received: 'object' },
      ],
      issueCount: 2,
      rejectedCount: 1,
      rejectedIndexes: [1],
    });
  });

  test('gives nothing for nothing', () => {
    const nothing = { rows: [], rejected: [], issueCount: 0, rejectedCount: 0, rejectedIndexes: [] };
    expect(parseResponses([], { columns: { recommend } })).toEqual(nothing);
  });

  test('rejects what is no object, with its place', () => {
    const rows = [{ おすすめ度: 1 }, null, 'text', 5, ['9'], undefined];
    const { rejected, rejectedIndexes } = parseResponses(rows, { columns: { recommend } });
    expect(rejectedIndexes).toEqual([1, 2, 3, 4, 5]);
    expect(rejected.map(({ code, field, received }) => [code, field, received])).toEqual([
      ['E_ROW_TYPE', null, 'null'],
      ['E_ROW_TYPE', null, 'string'],
      ['E_ROW_TYPE', null, 'number'],
      ['E_ROW_TYPE', null, 'array'],
      ['E_ROW_TYPE', null, 'undefined'],
    ]);
  });

  test('reads an iterator that goes once, and frozen rows', () => {
    function* answers() {
      yield Object.freeze({ おすすめ度: '1' });
      yield Object.freeze({ おすすめ度: '２' });
    }
    expect(parseResponses(answers(), { columns: { recommend } }).rows).toEqual([{ recommend: 1 }, { recommend: 2 }]);
    const frozen = Object.freeze([Object.freeze({ おすすめ度: '1' })]);
    expect(parseResponses(frozen, { columns: Object.freeze({ recommend }) }).rows).toEqual([{ recommend: 1 }]);
  });

  test('keeps the first 100 issues and the places of all rejected rows', () => {
    const rows = Array.from({ length: 250 }, () => ({ おすすめ度: 'x', プラン: true }));
    const result = parseResponses(rows, { columns: { recommend, plan } });
    expect(result.rejected).toHaveLength(100);
    expect(result.issueCount).toBe(500);
    expect(result.rejectedCount).toBe(250);
    expect(result.rejectedIndexes).toHaveLength(250);
  });

  test('takes the first of several names that the rows have, wherever they have it', () => {
    const score10 = score(['推奨度', 'おすすめ度'], { scale: [0, 10] });
    expect(parseResponses([{}, { おすすめ度: '3' }], { columns: { score10 } }).rows).toEqual([
      { score10: null },
      { score10: 3 },
    ]);
  });

  test('refuses a column that no row has, and tells the nearest names', () => {
    const rows = [{ タイムスタンプ: '', おすすめ度合い: '9', プラン: '', 性別: '', 年代: '', 備考: '', 地域: '' }];
    const error = thrown(() => parseResponses(rows, { columns: { recommend } }));
    expect(error).toBeInstanceOf(InvalidDataError);
    expect(error.code).toBe('E_FIELD_MISSING');
    expect(error.message).toMatch(
      /^parseResponses requires a column "おすすめ度"; the rows have "おすすめ度合い", .* and 2 more$/,
    );
    expect(error.issues).toEqual([
      expect.objectContaining({ index: null, field: 'おすすめ度', received: 'undefined' }),
    ]);
    expect(thrown(() => parseResponses([1], { columns: { recommend } })).message).toContain('no row has a column');
  });

  const same: readonly (readonly [string, string, string])[] = [
    ['wave dash and full-width tilde', '満足度\u301c価格', '満足度\uff5e価格'],
    ['wave dash and tilde', '1\u301c5', '1~5'],
    ['minus and full-width hyphen', 'Q1\u2212a', 'Q1\uff0da'],
    ['minus and hyphen', 'Q1\u2212a', 'Q1-a'],
    ['double bars', 'a\u2016b', 'a\u2225b'],
    ['dashes', '価格\u2014品質', '価格\u2015品質'],
    ['a dash and the long vowel', 'サ\u2015ビス', 'サービス'],
    ['full width and half width', 'ＮＰＳ（推奨度）', 'NPS(推奨度)'],
    ['half-width katakana', 'ﾌﾟﾗﾝ', 'プラン'],
    ['line breaks and blanks', 'ご友人に\r\nすすめますか ', 'ご友人に\nすすめますか'],
  ];
  for (const [name, heading, asked] of same) {
    test(`finds a heading that looks the same, whichever way round: ${name}`, () => {
      expect(parseResponses([{ [heading]: 'x' }], { columns: { a: text(asked) } }).rows).toEqual([{ a: 'x' }]);
      expect(parseResponses([{ [asked]: 'x' }], { columns: { a: text(heading) } }).rows).toEqual([{ a: 'x' }]);
    });
  }

  test('prefers the exact heading, of any of the names, to one that looks the same', () => {
    const row = { '1\uff5e5': 'full', '1\u301c5': 'wave', Timestamp: 't' };
    expect(parseResponses([row], { columns: { a: text('1\u301c5') } }).rows).toEqual([{ a: 'wave' }]);
    expect(parseResponses([row], { columns: { a: text(['ＴＩＭＥ', 'Timestamp']) } }).rows).toEqual([{ a: 't' }]);
    expect(parseResponses([row], { columns: { a: text(['Ｔimestamp', '1\uff5e5']) } }).rows).toEqual([{ a: 'full' }]);
  });

  test('takes none where two headings look the same, and none of another case', () => {
    const row = { '1\uff5e5': 'full', '1\u301c5': 'wave', NPS: '9' };
    expect(() => parseResponses([row], { columns: { a: text('1~5') } })).toThrow('requires a column "1~5"');
    expect(() => parseResponses([row], { columns: { a: text('nps') } })).toThrow('requires a column "nps"');
  });

  test('names an issue by the heading that the rows have', () => {
    const { rejected } = parseResponses([{ ＮＰＳ: '11' }], { columns: { a: score('NPS', { scale: [0, 10] }) } });
    expect(rejected[0]?.field).toBe('ＮＰＳ');
  });

  test('does not take an inherited property for a column', () => {
    const inherited = text('toString');
    expect(() => parseResponses([{ a: 1 }], { columns: { inherited } })).toThrow(InvalidDataError);
  });

  test('reads and writes a column named __proto__', () => {
    const row: object = JSON.parse('{ "__proto__": "a" }');
    const columns = JSON.parse('{ "__proto__": 0 }');
    Object.defineProperty(columns, '__proto__', { value: text('__proto__'), enumerable: true });
    const [typed] = parseResponses([row], { columns }).rows;
    expect(JSON.stringify(typed)).toBe('{"__proto__":"a"}');
    expect(Object.getPrototypeOf(typed)).toBe(Object.prototype);
  });

  test('never shows a value', () => {
    const secret = 'taro@example.com';
    const rows = [{ おすすめ度: secret, プラン: { [secret]: secret } }, secret];
    const { rejected } = parseResponses(rows, { columns: { recommend, plan } });
    expect(rejected).toHaveLength(3);
    expect(JSON.stringify(rejected)).not.toContain(secret);
  });

  test('refuses rows that cannot be iterated over, and options that are none', () => {
    for (const rows of [null, undefined, 5, 'text', { おすすめ度: [1] }]) {
      expect(() => parseResponses(rows as unknown as [], { columns: { recommend } })).toThrow(InvalidDataError);
    }
    const refused: unknown[] = [
      undefined,
      {},
      { columns: {} },
      { columns: [] },
      { columns: { a: 'おすすめ度' } },
      { column: { recommend } },
      { columns: { recommend }, schema: zod.unknown() },
      { schema: null },
      { schema: { '~standard': {} } },
    ];
    for (const options of refused) {
      expect(() => parseResponses([], options as { columns: { recommend: typeof recommend } })).toThrow(
        InvalidOptionError,
      );
    }
  });
});

describe('parseResponses with a Standard Schema', () => {
  const byHand: StandardSchemaV1<unknown, { score: number }> = {
    '~standard': {
      version: 1,
      vendor: 'by hand',
      validate(row) {
        const score = (row as { score?: unknown } | null)?.score;
        if (typeof score === 'number' && score >= 0 && score <= 10) return { value: { score } };
        return { issues: [{ message: `what is ${String(score)}?`, path: [{ key: 'score' }] }] };
      },
    },
  };
  const schemas: readonly [string, StandardSchemaV1<unknown, { score: number }>][] = [
    ['zod', zod.object({ score: zod.number().min(0).max(10) })],
    ['zod/mini', mini.object({ score: mini.number().check(mini.gte(0), mini.lte(10)) })],
    ['a schema by hand', byHand],
  ];

  test.each(schemas)('takes %s', (_, schema) => {
    const rows = [{ score: 9 }, { score: 'secret' }, { score: 11 }, { score: 0 }];
    const result = parseResponses(rows, { schema });
    expect(result.rows).toEqual([{ score: 9 }, { score: 0 }]);
    expect(result.rejected.map(({ index, field, received }) => [index, field, received])).toEqual([
      [1, 'score', 'string'],
      [2, 'score', 'number'],
    ]);
    expect(result.rejectedIndexes).toEqual([1, 2]);
    expect(JSON.stringify(result)).not.toContain('secret');
  });

  test('tells the kind of issue where it is zod, and the vendor always', () => {
    const rows = [{ score: 'x' }, { score: 11 }, { score: Number.NaN }, {}, 'row'];
    const schema = zod.object({ score: zod.number().max(10) });
    expect(parseResponses(rows, { schema }).rejected).toEqual([
      issue('E_FIELD_TYPE', 0, 'score', 'zod, invalid_type', 'string'),
      issue('E_NUM_RANGE', 1, 'score', 'zod, too_big', 'number'),
      issue('E_NUM_NONFINITE', 2, 'score', 'zod, invalid_type', 'NaN'),
      issue('E_FIELD_TYPE', 3, 'score', 'zod, invalid_type', 'undefined'),
      issue('E_ROW_TYPE', 4, null, 'zod, invalid_type', 'string'),
    ]);
    expect(parseResponses([{ score: 11 }], { schema: byHand }).rejected).toEqual([
      issue('E_FIELD_VALUE', 0, 'score', 'by hand', 'number'),
    ]);
  });

  test('tells names that stand deeper than the columns by their place', () => {
    const schema = zod.object({ answers: zod.record(zod.string(), zod.array(zod.number())) });
    const { rejected } = parseResponses([{ answers: { ok: [1], 'taro@example.com': [1, 'x'] } }], { schema });
    expect(rejected).toEqual([issue('E_FIELD_TYPE', 0, 'answers[key #1][1]', 'zod, invalid_type', 'string')]);
  });

  test('gives what the schema makes of a row', () => {
    const schema = zod.object({ q1: zod.coerce.number() }).transform(({ q1 }) => ({ score: q1, isHigh: q1 > 8 }));
    expect(parseResponses([{ q1: '9' }], { schema }).rows).toEqual([{ score: 9, isHigh: true }]);
  });

  test('refuses a schema that answers with a Promise, kept or broken', async () => {
    const asynchronous = zod.object({ score: zod.number().refine(async () => true) });
    expect(() => parseResponses([{ score: 1 }], { schema: asynchronous })).toThrow('to validate synchronously');
    const broken: StandardSchemaV1<unknown, number> = {
      '~standard': { version: 1, vendor: 'x', validate: () => Promise.reject(new Error('unheard')) },
    };
    expect(() => parseResponses([1], { schema: broken })).toThrow(InvalidOptionError);
    await new Promise((resolve) => setTimeout(resolve, 0)); // an unheard rejection would fail the test here
  });

  test('counts a row that the schema fails without an issue', () => {
    const silent: StandardSchemaV1<unknown, number> = {
      '~standard': { version: 1, vendor: 'silent', validate: () => ({ issues: [] }) },
    };
    const { rejected, rejectedCount } = parseResponses([{}], { schema: silent });
    expect(rejectedCount).toBe(1);
    expect(rejected).toEqual([issue('E_FIELD_VALUE', 0, null, 'silent', 'object')]);
  });
});

describe('what throws while it is read', () => {
  const secret = new Error('taro@example.com');
  const thrower: StandardSchemaV1<unknown, string> = {
    '~standard': {
      version: 1,
      vendor: 'by hand',
      validate(value) {
        if (value === 'ok' || Object.hasOwn(Object(value), 'a')) return { value: 'ok' };
        throw new Error(`what is ${JSON.stringify(value)}?`, { cause: secret });
      },
    },
  };
  const hostile = {
    get mail(): string {
      throw secret;
    },
  };

  test('a schema of rows comes back with the row, and what it threw as the cause alone', () => {
    const error = thrown(() => parseResponses([{ a: 1 }, { b: 'taro' }], { schema: thrower }));
    expect(error).toBeInstanceOf(InvalidDataError);
    expect(error).toMatchObject({
      code: 'E_ACCESSOR',
      issues: [{ code: 'E_ACCESSOR', index: 1, field: null, received: 'object' }],
      cause: { message: 'what is {"b":"taro"}?' },
    });
    expect(`${error.message} ${JSON.stringify(error.issues)}`).not.toContain('taro');
  });

  test('a schema of a column, with its name', () => {
    const columns = { mail: column('mail', thrower) };
    const error = thrown(() => parseResponses([{ mail: 'ok' }, { mail: 'taro' }], { columns }));
    expect(error.message).toBe('parseResponses requires mail to be readable without an error; row 1 has string');
    expect(error).toMatchObject({
      code: 'E_ACCESSOR',
      issues: [{ index: 1, field: 'mail' }],
      cause: expect.any(Error),
    });
  });

  test('a getter of a row, whoever reads it', () => {
    const mails = [{ mail: 'ok' }, hostile];
    const issuing: StandardSchemaV1<unknown, string> = {
      '~standard': { version: 1, vendor: 'x', validate: () => ({ issues: [{ message: '', path: ['mail'] }] }) },
    };
    const calls = [
      () => parseResponses(mails, { columns: { mail: text('mail') } }),
      () => parseResponses(mails, { schema: zod.object({ mail: zod.string() }) }),
      () => parseResponses(mails, { schema: issuing }),
    ];
    for (const call of calls) {
      const error = thrown(call);
      expect(error).toMatchObject({ code: 'E_ACCESSOR', issues: [{ index: 1 }], cause: secret });
      expect(error.message).not.toContain('taro');
    }
  });

  test('a function within a schema of zod, which makes a Promise of it', async () => {
    const schema = zod.string().transform((mail) => {
      if (mail !== 'ok') throw new Error(mail);
      return mail;
    });
    const error = thrown(() => parseResponses(['ok', 'taro'], { schema }));
    expect(error).toBeInstanceOf(InvalidOptionError);
    expect(error).toMatchObject({ code: 'E_OPT_TYPE', issues: [{ index: 1, field: 'schema', received: 'Promise' }] });
    expect(error.message).not.toContain('taro');
    await new Promise((resolve) => setTimeout(resolve, 0)); // an unheard rejection would fail the test here
  });

  test.each([null, undefined, 5, 'x', {}, { issues: null }, { issues: 5 }])(
    'a result that is none is refused: %o',
    (result) => {
      const schema = { '~standard': { version: 1, vendor: 'x', validate: () => result } };
      const error = thrown(() => parseResponses([1], { schema: schema as unknown as typeof thrower }));
      expect(error).toBeInstanceOf(InvalidOptionError);
      expect(error.code).toBe('E_OPT_TYPE');
    },
  );

  test.each([[[null]], [[{ message: '', path: 5 }]], [[{ message: '', path: [null] }]]])(
    'an issue that is none is refused: %o',
    (issues) => {
      const schema = { '~standard': { version: 1, vendor: 'x', validate: () => ({ issues }) } };
      const error = thrown(() => parseResponses([1], { schema: schema as unknown as typeof thrower }));
      expect(error).toMatchObject({ code: 'E_ACCESSOR', issues: [{ index: 0 }] });
    },
  );
});

function issue(code: string, index: number, field: string | null, by: string, received: string) {
  return { code, index, field, expected: `what the schema accepts (${by})`, received };
}
