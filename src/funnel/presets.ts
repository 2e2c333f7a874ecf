/** What the presets set: defaults of the products' own, and nothing that the other options could not say. */
export const PRESETS = {
  posthog: { within: { days: 14 }, exclusionEffect: 'dropCustomer', completion: 'inRange', attribution: 'firstTouch' },
  mixpanel: { within: { days: 7 }, reentry: 'first', timing: 'firstStart', ties: { graceMs: 2000 } },
  amplitude: { within: { days: 1 }, timing: 'firstStart', ties: { graceMs: 1000 } },
} as const;
