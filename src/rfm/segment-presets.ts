import type { SegmentMap } from './segment-rule.js';

/** The names of the segments of `rf10`. */
export type Rf10Segment =
  | 'Champions'
  | 'Loyal'
  | 'Potential Loyalist'
  | 'New'
  | 'Promising'
  | 'Need Attention'
  | 'About to Sleep'
  | 'At Risk'
  | "Can't Lose"
  | 'Hibernating';

/** The names of the segments of `rfm11`. */
export type Rfm11Segment =
  | 'Champions'
  | 'Loyal'
  | 'Potential Loyalist'
  | 'New Customers'
  | 'Promising'
  | 'Need Attention'
  | 'About to Sleep'
  | 'At Risk'
  | 'Cannot Lose Them'
  | 'Hibernating'
  | 'Lost';

/**
 * The two maps in common use, as rules that can be read and changed; both need five bins of each kind. Checked: every code is in
 * one segment, none in two.
 *
 * `rf10` is the map of recency and frequency (5 × 5, ten segments) that notebooks write as patterns of two digits; `rfm11` lists all
 * 125 codes (eleven segments). Maps of ranges that go around (Putler's, that of R's `rfm`) are not here: they leave codes out and
 * name segments that no customer reaches.
 *
 * @example
 * ```ts
 * import { segmentMaps, validateSegmentMap } from 'kizuna';
 *
 * segmentMaps.rf10[0]; // => { segment: 'Champions', r: 5, f: [4, 5] }
 * validateSegmentMap(segmentMaps.rfm11, { bins: 5 }).gaps; // => []
 * ```
 */
export const segmentMaps: {
  readonly rf10: SegmentMap<Rf10Segment>;
  readonly rfm11: SegmentMap<Rfm11Segment>;
} = {
  rf10: [
    { segment: 'Champions', r: 5, f: [4, 5] },
    { segment: 'Loyal', r: [3, 4], f: [4, 5] },
    { segment: 'Potential Loyalist', r: [4, 5], f: [2, 3] },
    { segment: 'New', r: 5, f: 1 },
    { segment: 'Promising', r: 4, f: 1 },
    { segment: 'Need Attention', r: 3, f: 3 },
    { segment: 'About to Sleep', r: 3, f: [1, 2] },
    { segment: 'At Risk', r: [1, 2], f: [3, 4] },
    { segment: "Can't Lose", r: [1, 2], f: 5 },
    { segment: 'Hibernating', r: [1, 2], f: [1, 2] },
  ],
  rfm11: [
    { segment: 'Champions', codes: ['555', '554', '544', '545', '454', '455', '445'] },
    { segment: 'Loyal', codes: ['543', '444', '435', '355', '354', '345', '344', '335'] },
    {
      segment: 'Potential Loyalist',
      codes: [
        ...['553', '551', '552', '541', '542', '533', '532', '531', '452', '451', '442', '441'],
        ...['431', '453', '433', '432', '423', '353', '352', '351', '342', '341', '333', '323'],
      ],
    },
    { segment: 'New Customers', codes: ['512', '511', '422', '421', '412', '411', '311'] },
    {
      segment: 'Promising',
      codes: [
        ...['525', '524', '523', '522', '521', '515', '514', '513'],
        ...['425', '424', '413', '414', '415', '315', '314', '313'],
      ],
    },
    { segment: 'Need Attention', codes: ['535', '534', '443', '434', '343', '334', '325', '324'] },
    { segment: 'About to Sleep', codes: ['331', '321', '312', '221', '213', '231', '241', '251'] },
    {
      segment: 'At Risk',
      codes: [
        ...['255', '254', '245', '244', '253', '252', '243', '242', '235', '234', '225'],
        ...['224', '153', '152', '145', '143', '142', '135', '134', '133', '125', '124'],
      ],
    },
    { segment: 'Cannot Lose Them', codes: ['155', '154', '144', '214', '215', '115', '114', '113'] },
    { segment: 'Hibernating', codes: ['332', '322', '233', '232', '223', '222', '132', '123', '122', '212', '211'] },
    { segment: 'Lost', codes: ['111', '112', '121', '131', '141', '151'] },
  ],
};
