/** Does the work that a registration costs, off the main thread. */
import { expose } from 'comlink';
import { proofOfWork, type WorkProgress } from '$lib/platform';

const workbench = {
  /** @returns the proof: see `proofOfWork` */
  prove(subject: string, bits: number, onProgress: (progress: WorkProgress) => void): Promise<string> {
    return proofOfWork(subject, bits, undefined, onProgress);
  },
};

export type ProofWorker = typeof workbench;

expose(workbench);
