import { describe, expect, test } from 'vitest';
import { runExample } from './run-example.js';

describe('the example notebook', () => {
  test('finds the change where the new onboarding is, and only there', async () => {
    const { code, out, error } = await runExample('examples/notebook/nps.ts');
    expect(error).toBe('');
    expect(code).toBe(0);
    expect(out).toContain('1198 answers');
    const intervals = [...out.matchAll(/interval: \{\s*low: (-?[\d.]+),\s*high: (-?[\d.]+)/g)];
    const [helped, others] = intervals.map(([, low, high]) => [Number(low), Number(high)]);
    expect(helped?.[0]).toBeGreaterThan(0);
    expect(others?.[0]).toBeLessThan(0);
    expect(others?.[1]).toBeGreaterThan(0);
  });
});
