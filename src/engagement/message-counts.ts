/** What can be counted of messages. */
export const MESSAGE_COUNTS = [
  'sent',
  'bounced',
  'softBounced',
  'opened',
  'clicked',
  'unsubscribed',
  'complained',
] as const;

/** One of the counts of messages. */
export type MessageCount = (typeof MESSAGE_COUNTS)[number];

/** The rates that a campaign may lack, and the optional counts that each needs. */
export const RATE_COUNTS = {
  hardBounceRate: ['softBounced'],
  softBounceRate: ['softBounced'],
  openRate: ['opened'],
  clickRate: ['clicked'],
  clickToOpenRate: ['clicked', 'opened'],
  unsubscribeRate: ['unsubscribed'],
  complaintRate: ['complained'],
} as const satisfies Readonly<Record<OptionalRate, readonly MessageCount[]>>;

/** The name of such a rate. */
export type OptionalRate =
  | 'hardBounceRate'
  | 'softBounceRate'
  | 'openRate'
  | 'clickRate'
  | 'clickToOpenRate'
  | 'unsubscribeRate'
  | 'complaintRate';

/** These names in order. */
export const OPTIONAL_RATES = [
  'hardBounceRate',
  'softBounceRate',
  'openRate',
  'clickRate',
  'clickToOpenRate',
  'unsubscribeRate',
  'complaintRate',
] as const satisfies readonly OptionalRate[];
