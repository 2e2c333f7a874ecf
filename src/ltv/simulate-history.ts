import type { Random } from '../stats/random.js';
import { simulateBgBb } from './bg-bb/simulate.js';
import { simulateBgNbd } from './bg-nbd/simulate.js';
import type { SimulatedHistory } from './customer-history.js';
import { simulateParetoNbd } from './pareto-nbd/simulate.js';
import type { PurchaseModel } from './purchase-model.js';

/** A customer of a model, observed for a time T from the first purchase on. */
export function simulateHistory(model: PurchaseModel, T: number, random: Random): SimulatedHistory {
  switch (model.model) {
    case 'bg/nbd':
    case 'mbg/nbd':
      return simulateBgNbd(model, T, random);
    case 'pareto/nbd':
      return simulateParetoNbd(model, T, random);
    case 'bg/bb':
      return simulateBgBb(model, T, random);
  }
}
