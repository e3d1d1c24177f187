import { proxy, wrap } from 'comlink';
import type { OfficePorts } from '$lib/office';
import type { ProofWorker } from '../workers/work';

/** `proofOfWork` in a worker of its own: to cancel it is to end the worker. */
export const workInWorker: OfficePorts['work'] = async (subject, bits, signal, onProgress) => {
  signal?.throwIfAborted();
  const worker = new Worker(new URL('../workers/work.ts', import.meta.url), { type: 'module', name: 'work' });
  try {
    const stopped = new Promise<never>((_, reject) => {
      signal?.addEventListener('abort', () => reject(signal.reason as Error));
      worker.addEventListener('error', ({ message }) => reject(new Error(message)));
    });
    const remote = wrap<ProofWorker>(worker);
    const told = proxy((progress: Parameters<NonNullable<typeof onProgress>>[0]) => onProgress?.(progress));
    return await Promise.race([remote.prove(subject, bits, told), stopped]);
  } finally {
    worker.terminate();
  }
};
