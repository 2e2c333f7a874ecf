import { choice, id, number, parseEvents, text, time } from 'kizuna/schema';
import { expectTypeOf, test } from 'vitest';

interface Parts {
  readonly customer: string;
  readonly time: number;
  readonly name: string;
  readonly amount: number | null;
}
type Plain = string | number | boolean | null;

test('a row has the parts of an event, whatever the columns are', () => {
  expectTypeOf(parseEvents([]).rows).toEqualTypeOf<readonly Parts[]>();
  expectTypeOf(parseEvents([], { columns: 'ga4' }).rows).toEqualTypeOf<readonly Parts[]>();
  expectTypeOf(parseEvents([], { columns: { customer: 'a', time: ['b', 'c'] } }).rows).toEqualTypeOf<
    readonly Parts[]
  >();
});

test('properties have the names given, and the types of their readers', () => {
  const listed = parseEvents([], { properties: ['plan', 'properties.os'] });
  expectTypeOf(listed.rows).toEqualTypeOf<
    readonly {
      readonly customer: string;
      readonly time: number;
      readonly name: string;
      readonly amount: number | null;
      readonly plan: Plain;
      readonly 'properties.os': Plain;
    }[]
  >();
  const plan = choice('プラン', { choices: ['free', 'pro'] });
  const named = parseEvents([], { properties: { plan, seats: number('席数', { required: true }), note: '備考' } });
  expectTypeOf(named.rows[0]?.plan).toEqualTypeOf<'free' | 'pro' | null | undefined>();
  expectTypeOf(named.rows[0]?.seats).toEqualTypeOf<number | undefined>();
  expectTypeOf(named.rows[0]?.note).toEqualTypeOf<Plain | undefined>();
});

test('parts keep their types where the properties are only known when it runs', () => {
  const { rows } = parseEvents([], { properties: ['plan'] as readonly string[] });
  expectTypeOf(rows[0]?.customer).toEqualTypeOf<string | undefined>();
  expectTypeOf(rows[0]?.time).toEqualTypeOf<number | undefined>();
  expectTypeOf(rows[0]?.plan).toEqualTypeOf<Plain | undefined>();
});

test('names are those of a choice', () => {
  const name = choice('event', { choices: ['visit', 'purchase'], required: true });
  const { rows } = parseEvents([], { columns: { name } });
  expectTypeOf(rows[0]?.name).toEqualTypeOf<'visit' | 'purchase' | undefined>();
});

test('what must not compile does not', () => {
  // @ts-expect-error no such export is known
  parseEvents([], { columns: 'heap' });
  // @ts-expect-error a customer is not optional
  parseEvents([], { columns: { customer: id('a') } });
  // @ts-expect-error nor is a time
  parseEvents([], { columns: { time: time('a') } });
  // @ts-expect-error a time is a number
  parseEvents([], { columns: { time: text('a', { required: true }) } });
  // @ts-expect-error the option is called properties
  parseEvents([], { property: ['plan'] });
});
