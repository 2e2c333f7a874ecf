import fc from 'fast-check';
import { expect, test } from 'vitest';
import { NameCodes } from '../../src/log/reading/name-codes.js';
import { ValueCodes } from '../../src/log/reading/value-codes.js';

/** Many that have their length and two characters in common, as names that count up have. */
const name = fc.oneof(
  fc.integer({ min: 0, max: 400 }).map((id) => `step_${id}_done`),
  fc.tuple(fc.constantFrom('a', 'b', 'é', '訪', '\ud800'), fc.nat(3)).map(([unit, length]) => unit.repeat(length)),
  fc.string({ maxLength: 3 }),
);
const value = fc.oneof({ arbitrary: name, weight: 9 }, { arbitrary: fc.constantFrom(null, 5, true), weight: 1 });

test('names have the codes that a map gives them, and what is no text has none', () => {
  fc.assert(
    fc.property(fc.array(value, { minLength: 1, maxLength: 600 }), (drawn) => {
      const [names, all] = [new NameCodes(), new ValueCodes<string>()];
      for (const each of drawn) {
        expect(names.find(each)).toBe(all.find(each));
        if (typeof each !== 'string' || all.find(each) >= 0) continue;
        expect(names.learn(each)).toBe(all.learn(each));
      }
      expect(drawn.map((each) => names.find(each))).toEqual(drawn.map((each) => all.find(each)));
      expect(names.values).toEqual(all.values);
    }),
  );
});
