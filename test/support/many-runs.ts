import * as fc from '../../node_modules/fast-check/lib/fast-check.js';

// Stands for fast-check where KIZUNA_RUNS is set (vitest.config.ts): each property is tried so many times as often as its test says.
export * from '../../node_modules/fast-check/lib/fast-check.js';

const times = Number(process.env.KIZUNA_RUNS ?? 1);

// Its overloads are those of fast-check: it hands on whatever it is given, and gives back what comes.
export const assert = ((property: fc.IRawProperty<unknown>, parameters: fc.Parameters<unknown> = {}) => {
  const numRuns = parameters.numRuns ?? fc.readConfigureGlobal()?.numRuns ?? 100;
  return fc.assert(property, { ...parameters, numRuns: Math.ceil(numRuns * times) });
}) as typeof fc.assert;

const all: typeof fc = { ...fc, assert };
// biome-ignore lint/style/noDefaultExport: fast-check has one
export default all;
