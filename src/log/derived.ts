const KEPT = /* @__PURE__ */ new WeakMap<object, Map<string, unknown>>();

/** What was derived from a log (or another value that never changes) before, or is derived now and kept as long as the log lives. */
export function derived<Value>(log: object, what: string, derive: () => Value): Value {
  let kept = KEPT.get(log);
  if (kept === undefined) {
    kept = new Map();
    KEPT.set(log, kept);
  }
  const known = kept.get(what);
  if (known !== undefined) return known as Value; // what is kept under a name was derived under it
  const value = derive();
  kept.set(what, value);
  return value;
}
