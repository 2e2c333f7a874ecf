export {
  type LogRank,
  type LogRankGroup,
  type LogRankOptions,
  type LogRankPair,
  type LogRankTestName,
  logRank,
  logRankMetric,
} from './log-rank.js';
export type { LogRankCell, LogRankKey, LogRankState } from './log-rank-state.js';
export type { LogRankStatistic } from './log-rank-test.js';
