import fc from 'fast-check';
import {
  customerPyramid,
  customerPyramidMetric,
  InvalidDataError,
  InvalidOptionError,
  proportionInterval,
} from 'kizuna';
import { describe, expect, test } from 'vitest';
import { thrown } from '../support/thrown.js';
import { shuffled } from './amounts.js';

const FIELDS = { aware: 'knows', bought: 'bought', frequency: 'times', loyalFrom: 4 } as const;

interface Answer {
  readonly knows: boolean | null;
  readonly bought: boolean | null;
  readonly times: number | null;
  readonly next: boolean | null;
}

const answer = (
  knows: boolean | null,
  bought: boolean | null = null,
  times: number | null = null,
  next: boolean | null = null,
): Answer => ({
  ...{ knows, bought, times, next },
});

describe('the customer pyramid', () => {
  test('has five layers, loyal first', () => {
    const answers = [
      answer(false),
      answer(false),
      answer(true, false),
      answer(true, true, 0),
      answer(true, true, 3.9),
      answer(true, true, 4),
    ];
    const { segments, n, nine } = customerPyramid(answers, FIELDS);
    expect([n, nine]).toEqual([6, null]);
    expect(segments.map(({ segment, share, intention }) => [segment, share.numerator, intention])).toEqual([
      ['loyal', 1, null],
      ['general', 1, null],
      ['lapsed', 1, null],
      ['awareNotBought', 1, null],
      ['unaware', 2, null],
    ]);
    expect(segments[4]?.share.interval).toEqual(proportionInterval(2, 6));
    expect(customerPyramid(answers, { ...FIELDS, confidence: 0.8 }).segments[4]?.share.interval?.confidence).toBe(0.8);
  });

  test('calls those lapsed who buy less often than a general customer, where that is said', () => {
    const answers = [0.5, 1, 4].map((times) => answer(true, true, times));
    const found = customerPyramid(answers, { ...FIELDS, generalFrom: 1 });
    expect(found.segments.map(({ share }) => share.numerator)).toEqual([1, 1, 1, 0, 0]);
  });

  test('makes nine segments with the intention, numbered as their author does', () => {
    const answers = [
      ...[answer(true, true, 9, true), answer(true, true, 9, false)],
      ...[answer(true, true, 1, true), answer(true, true, 1, false)],
      ...[answer(true, true, 0, true), answer(true, true, 0, false)],
      ...[answer(true, false, null, true), answer(true, false, 0, false)],
      answer(false),
    ];
    const { nine, segments } = customerPyramid(answers, { ...FIELDS, intends: 'next' });
    expect(nine?.map(({ number, segment, intends, share }) => [number, segment, intends, share.numerator])).toEqual([
      [1, 'loyal', true, 1],
      [2, 'loyal', false, 1],
      [3, 'general', true, 1],
      [4, 'general', false, 1],
      [5, 'lapsed', true, 1],
      [6, 'lapsed', false, 1],
      [7, 'awareNotBought', true, 1],
      [8, 'awareNotBought', false, 1],
      [9, 'unaware', null, 1],
    ]);
    expect(segments.map(({ intention }) => intention?.value ?? null)).toEqual([0.5, 0.5, 0.5, 0.5, null]);
  });

  test('leaves out who did not answer what was to be answered', () => {
    const answers = [answer(null), answer(true), answer(true, true), answer(true, true, 1), answer(false)];
    expect(customerPyramid(answers, FIELDS)).toMatchObject({ n: 2, excluded: { missing: 3, invalid: 0 } });
    const nine = customerPyramid(answers, { ...FIELDS, intends: 'next' });
    expect(nine).toMatchObject({ n: 1, excluded: { missing: 4 } });
    expect(() => customerPyramid(answers, { ...FIELDS, missing: 'throw' })).toThrow(InvalidDataError);
  });

  test('refuses answers that contradict each other, or leaves them out and counts them', () => {
    const answers = [
      answer(false, true),
      answer(false, false, 2),
      answer(true, false, 2),
      answer(true, true, -1),
      answer(true, false),
    ];
    const { issues } = thrown(InvalidDataError, () => customerPyramid(answers, FIELDS));
    expect(issues).toEqual([
      {
        code: 'E_FIELD_VALUE',
        index: 0,
        field: 'bought',
        expected: 'false of those who are not aware',
        received: 'boolean',
      },
      { code: 'E_FIELD_VALUE', index: 1, field: 'times', expected: '0 of those who are not aware', received: 'number' },
      { code: 'E_FIELD_VALUE', index: 2, field: 'times', expected: '0 of those who never bought', received: 'number' },
      { code: 'E_NUM_RANGE', index: 3, field: 'times', expected: 'a number from 0', received: 'number' },
    ]);
    expect(customerPyramid(answers, { ...FIELDS, invalid: 'exclude' })).toMatchObject({
      n: 1,
      excluded: { invalid: 4 },
    });
  });

  test('of nobody has no shares', () => {
    const { n, segments, nine } = customerPyramid([] as Answer[], { ...FIELDS, intends: 'next' });
    expect([n, segments[0]?.share.value, segments[0]?.intention?.value, nine?.length]).toEqual([0, null, null, 9]);
  });

  test.each([
    [{ loyalFrom: 0 }, 'customerPyramid requires loyalFrom to be a number above 0; got 0'],
    [{ generalFrom: 5 }, 'customerPyramid requires generalFrom to be at most loyalFrom; got 5'],
    [{ aware: undefined }, 'customerPyramid requires aware to be a field or a function; got undefined'],
    [{ intends: 1 }, 'customerPyramid requires intends to be a field or a function; got 1'],
    [{ weight: 'w' }, 'customerPyramid requires options to be among'],
  ])('refuses %j', (options, sentence) => {
    // @ts-expect-error wrong on purpose
    const call = () => customerPyramidMetric({ ...FIELDS, ...options });
    expect(thrown(InvalidOptionError, call).message).toContain(sentence);
  });
});

const answers: fc.Arbitrary<readonly Answer[]> = fc.array(
  fc.oneof(
    fc.constant(answer(false)),
    fc.boolean().map((next) => answer(true, false, null, next)),
    fc.tuple(fc.integer({ min: 0, max: 6 }), fc.boolean()).map(([times, next]) => answer(true, true, times, next)),
  ),
  { maxLength: 40 },
);

test('everybody is in one layer and one of nine, whatever the order', () => {
  fc.assert(
    fc.property(
      answers.chain((list) => fc.tuple(fc.constant(list), shuffled(list))),
      ([list, other]) => {
        const options = { ...FIELDS, intends: 'next', generalFrom: 2 } as const;
        const found = customerPyramid(list, options);
        expect(customerPyramid(other, options)).toEqual(found);
        expect(found.segments.reduce((total, { share }) => total + share.numerator, 0)).toBe(list.length);
        for (const { segment, share, intention } of found.segments) {
          const own = found.nine?.filter((each) => each.segment === segment) ?? [];
          expect(own.reduce((total, each) => total + each.share.numerator, 0)).toBe(share.numerator);
          expect(intention?.numerator ?? null).toBe(segment === 'unaware' ? null : (own[0]?.share.numerator ?? null));
        }
        const loyal = list.filter(({ times }) => (times ?? 0) >= 4);
        const lapsed = list.filter(({ bought, times }) => bought === true && (times ?? 0) < 2);
        expect(found.segments[0]?.share.numerator).toBe(loyal.length);
        expect(found.segments[2]?.share.numerator).toBe(lapsed.length);
      },
    ),
  );
});
