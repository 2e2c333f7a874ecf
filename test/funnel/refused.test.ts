import { eventLog, funnel, funnelBy, InvalidOptionError } from 'kizuna';
import { describe, expect, test } from 'vitest';
import { thrown } from '../support/thrown.js';

const rows = ['a', 'b'].map((name, i) => ({ customer: 'u', time: Date.UTC(2025, 3, 1) + i, name, plan: 'p' }));
const log = eventLog(rows, { customer: 'customer', time: 'time', name: 'name', properties: ['plan'] });
const AB = ['a', 'b'] as const;

describe('what is refused is told by its path:', () => {
  test.each([
    [{ timeZone: 'Mars/Base' }, 'timeZone', 'timeZone to be an IANA zone such as "Asia/Tokyo"; got "Mars/Base"'],
    [{ timeZone: '+09:00' }, 'timeZone', 'timeZone to be an IANA zone such as "Asia/Tokyo"; got "+09:00"'],
    [{ from: '2025-04-01', to: '2025-04-01' }, 'to', 'to to be after from; got "2025-04-01"'],
    [{ ties: { grace: 1 } }, 'ties.grace', 'fields of ties to be among graceMs; got "grace"'],
    [
      { exclusions: [{ name: 'x', fromStep: 1, toStep: 1 }] },
      'exclusions[0].fromStep',
      'exclusions[0].fromStep to be any step but the last: 0, as steps are counted from 0; got 1',
    ],
    [
      { exclusions: [{ name: 'x', fromStep: 0, toStep: 0 }] },
      'exclusions[0].toStep',
      'exclusions[0].toStep to be a later step than fromStep: 1, as steps are counted from 0; got 0',
    ],
    [
      { steps: ['a'], exclusions: [{ name: 'x', fromStep: 0, toStep: 1 }] },
      'exclusions[0]',
      'exclusions[0] to be left out of a funnel of one step; got object',
    ],
    [
      { preset: 'amplitude', order: 'strict' },
      'order',
      'order to be \'ordered\' with the preset of Amplitude, whose exact order allows no repeats of a step; got "strict"',
    ],
    [
      { preset: 'amplitude', order: 'unordered' },
      'order',
      'order to be \'ordered\' with the preset of Amplitude, whose any order needs the first step among those done; got "unordered"',
    ],
  ])('%j', (wrong, field, message) => {
    // Wrong on purpose.
    const options = { steps: AB, ...wrong } as unknown as Parameters<typeof funnel>[1];
    const error = thrown(InvalidOptionError, () => funnel(log, options));
    expect(error.message).toBe(`funnel requires ${message}`);
    expect(error.issues.map((issue) => issue.field)).toEqual([field]);
  });

  test.each([
    [undefined, {}, 'breakdown', 'breakdown to be an object; got undefined'],
    [
      { property: 'time' },
      {},
      'breakdown.property',
      'breakdown.property to be called otherwise than the fields of a row (steps, conversion, mature, time); got "time"',
    ],
    [
      { property: 'plan', by: 1 },
      {},
      'breakdown.by',
      'fields of breakdown to be among property, attribution; got "by"',
    ],
    [
      { property: 'plan', attribution: { step: 7 } },
      {},
      'breakdown.attribution.step',
      'breakdown.attribution.step to be an integer from 0 to 1, as steps are counted from 0; got 7',
    ],
    [
      { property: 'plan', attribution: { step: 1 } },
      { order: 'unordered' },
      'breakdown.attribution.step',
      'breakdown.attribution.step to be 0, the entry, where steps have no order; got 1',
    ],
  ])('breakdown %j', (breakdown, more, field, message) => {
    // Wrong on purpose.
    const options = { steps: AB, ...more, breakdown } as unknown as Parameters<typeof funnelBy>[1];
    const error = thrown(InvalidOptionError, () => funnelBy(log, options));
    expect(error.message).toBe(`funnelBy requires ${message}`);
    expect(error.issues.map((issue) => issue.field)).toEqual([field]);
  });
});
