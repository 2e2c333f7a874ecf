import { type PeerProcess, startProcess } from '../peer-process.js';

/** A Python program in a process of its own, on one thread. */
export type PythonPeer = PeerProcess;

/** Starts one of the programs in `peers`; `null`, and a line that says so, where no Python has what it needs. */
export async function startPython(name: string, script: string): Promise<PythonPeer | null> {
  const path = new URL(`./peers/${script}`, import.meta.url).pathname;
  return startProcess(name, [
    ['python3', path],
    ['/usr/bin/python3', path],
  ]);
}
