import { runInNewContext } from 'node:vm';
import { describe, expect, test } from 'vitest';
import {
  errorOf,
  FitError,
  InvalidDataError,
  InvalidOptionError,
  type Issue,
  KizunaError,
  LimitError,
  SqlCompileError,
  typeName,
} from '../../src/core/errors.js';
import { checkChoice, checkConfidence, checkNumber, checkOptions, refuseOption } from '../../src/core/options.js';

const issue: Issue = { code: 'E_NUM_RANGE', index: 3, field: 'score', expected: 'at most 10', received: 'number' };

describe('an error', () => {
  test('carries the code of its first issue, at most 100 issues and how many there were', () => {
    const error = new InvalidDataError('a requires b; got c', Array<Issue>(150).fill(issue));
    expect(error.code).toBe('E_NUM_RANGE');
    expect(error.issues).toHaveLength(100);
    expect(error.issueCount).toBe(150);
    expect(new InvalidDataError('a requires b', [issue], { issueCount: 7 }).issueCount).toBe(7);
  });

  test('keeps its cause', () => {
    const cause = new TypeError('inner');
    expect(new KizunaError('a requires b', [issue], { cause }).cause).toBe(cause);
  });

  test.each([InvalidOptionError, InvalidDataError, LimitError, FitError, SqlCompileError])(
    '%o is a KizunaError and an Error, under its own name',
    (Kind) => {
      const error = new Kind('a requires b', [issue]);
      expect(error).toBeInstanceOf(KizunaError);
      expect(error).toBeInstanceOf(Error);
      expect(error.name).toBe(Kind.name);
      expect(String(error)).toBe(`${Kind.name}: a requires b`);
    },
  );

  test('says what was required and what was found where, without the value', () => {
    expect(errorOf(InvalidDataError, 'nps', [issue]).message).toBe(
      'nps requires score to be at most 10; row 3 has number',
    );
    expect(errorOf(InvalidDataError, 'nps', [issue], { issueCount: 12 }).message).toBe(
      'nps requires score to be at most 10; row 3 has number (1 of 12)',
    );
    const nowhere = { ...issue, index: null, field: null, expected: 'to be a list' };
    expect(errorOf(InvalidDataError, 'nps', [nowhere]).message).toBe('nps requires rows to be a list; got number');
  });
});

describe('typeName', () => {
  test.each([
    [null, 'null'],
    [undefined, 'undefined'],
    [1, 'number'],
    [Number.NaN, 'NaN'],
    [-Infinity, '-Infinity'],
    ['text', 'string'],
    [true, 'boolean'],
    [1n, 'bigint'],
    [Symbol('s'), 'symbol'],
    [() => 1, 'function'],
    [{}, 'object'],
    [[1], 'array'],
    [new Uint8Array(1), 'uint8array'],
    [new Map(), 'map'],
    [new Date(0), 'Date'],
    [new Date(Number.NaN), 'Invalid Date'],
  ])('of %o is %s', (value, name) => {
    expect(typeName(value)).toBe(name);
  });

  test('is right for dates of other realms', () => {
    expect(typeName(runInNewContext('new Date(0)'))).toBe('Date');
    expect(typeName(runInNewContext('new Date("never")'))).toBe('Invalid Date');
  });

  test('is a name for what is no date, or does not let itself be asked', () => {
    const revoked = Proxy.revocable({}, {});
    revoked.revoke();
    const throwing = {
      get [Symbol.toStringTag](): string {
        throw new Error('private');
      },
    };
    expect(typeName(Object.create(Date.prototype))).toBe('object');
    expect(typeName({ [Symbol.toStringTag]: 'Date' })).toBe('object');
    expect(typeName({ __proto__: null, [Symbol.toStringTag]: 'Date' })).toBe('object');
    expect(typeName({ [Symbol.toStringTag]: 'Date', valueOf: () => 0 })).toBe('object');
    expect(typeName(throwing)).toBe('object');
    expect(typeName(revoked.proxy)).toBe('object');
    expect(typeName(Object.create(null))).toBe('object');
  });
});

describe('an option', () => {
  const facts = (act: () => unknown): unknown => {
    try {
      return act();
    } catch (error) {
      if (!(error instanceof InvalidOptionError)) throw error;
      return [error.code, error.issues[0]?.field, error.message];
    }
  };

  test('is shown where it is short, because it comes from the code', () => {
    const refused = (value: unknown) => facts(() => refuseOption('nps', 'method', 'to be a word', value));
    expect(refused('walt')).toEqual(['E_OPT_RANGE', 'method', 'nps requires method to be a word; got "walt"']);
    expect(refused(7)).toEqual(['E_OPT_RANGE', 'method', 'nps requires method to be a word; got 7']);
    expect(refused(null)).toEqual(['E_OPT_RANGE', 'method', 'nps requires method to be a word; got null']);
    expect(refused([1])).toEqual(['E_OPT_RANGE', 'method', 'nps requires method to be a word; got array']);
    expect(refused(Symbol('x'))).toEqual(['E_OPT_RANGE', 'method', 'nps requires method to be a word; got Symbol(x)']);
    expect(String(refused('x'.repeat(500)))).toHaveLength(
      'E_OPT_RANGE,method,nps requires method to be a word; got '.length + 42,
    );
  });

  test('must be one of those that are known, in an object', () => {
    expect(facts(() => checkOptions('nps', { scroe: 'a' }, ['score', 'weight']))).toEqual([
      'E_OPT_UNKNOWN',
      'scroe',
      'nps requires options to be among score, weight; got "scroe"',
    ]);
    expect(facts(() => checkOptions('nps', null, []))).toEqual([
      'E_OPT_TYPE',
      'options',
      'nps requires options to be an object; got null',
    ]);
    expect(facts(() => checkOptions('nps', { score: undefined }, ['score']))).toBeUndefined();
  });

  test('that is a choice names its choices', () => {
    expect(checkChoice('nps', 'method', 'wald', ['score', 'wald'])).toBe('wald');
    expect(facts(() => checkChoice('nps', 'method', 'walt' as 'wald', ['score', 'wald']))).toEqual([
      'E_OPT_RANGE',
      'method',
      'nps requires method to be one of score, wald; got "walt"',
    ]);
  });

  test('that is a number is finite, in its range, and whole where asked', () => {
    expect(checkNumber('f', 'a', 1, { min: 1, max: 2 })).toBe(1);
    const message = (value: unknown, range: Parameters<typeof checkNumber>[3]) =>
      (facts(() => checkNumber('f', 'a', value, range)) as readonly unknown[])[2];
    expect(message(3, { min: 1, max: 2 })).toBe('f requires a to be a number from 1 to 2; got 3');
    expect(message(1, { min: 1, max: 2, open: true })).toBe(
      'f requires a to be a number between 1 and 2, both excluded; got 1',
    );
    expect(message(1.5, { integer: true })).toBe('f requires a to be an integer; got 1.5');
    expect(message(0, { min: 1 })).toBe('f requires a to be a number of at least 1; got 0');
    expect(message(0, { min: 0, open: true })).toBe('f requires a to be a number above 0; got 0');
    expect(message(2, { max: 1 })).toBe('f requires a to be a number of at most 1; got 2');
    expect(message(2, { max: 2, open: true })).toBe('f requires a to be a number below 2; got 2');
    expect(message(Number.NaN, {})).toBe('f requires a to be a number; got NaN');
    expect(message('1', {})).toBe('f requires a to be a number; got "1"');
    expect(message(Infinity, { min: 0 })).toBe('f requires a to be a number of at least 0; got Infinity');
  });

  test.each([0, 1, 95, -0.5, Number.NaN, '0.95', null])('that is a confidence is not %o', (value) => {
    expect(() => checkConfidence('nps', value)).toThrow('nps requires confidence to be a number between 0 and 1; got ');
  });
});
