import type { Verdict } from '../events/table.js';
import type { PythonPeer } from './python-peer.js';
export async function compareRfm(_peer: PythonPeer, _folder: string, _isQuick: boolean): Promise<Verdict[]> {
  return [];
}
