import { kept } from '../core/kept.js';

const KEPT = /* @__PURE__ */ new WeakMap<object, Map<string, unknown>>();

/** What was derived from a log (or another value that never changes) before, or is derived now and kept as long as the log lives. */
export function derived<Value>(log: object, what: string, derive: () => Value): Value {
  const ofLog = kept(KEPT, log, () => new Map());
  return kept(ofLog, what, derive) as Value; // what is kept under a name was derived under it
}
