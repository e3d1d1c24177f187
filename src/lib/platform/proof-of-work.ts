import { sha256 } from '@noble/hashes/sha2.js';
import { concatBytes, utf8 } from '../keys';

/** Hashes between two breaths: a few tens of milliseconds on a phone. */
const ROUND = 1 << 14;

/** What a registration costs: some 260,000 hashes, a second or so. */
export const REGISTRATION_BITS = 18;

export interface WorkProgress {
  done: number;
  /** how many hashes it takes on average; luck decides */
  expected: number;
}

/**
 * Finds a number whose SHA-256 together with the subject's begins with so many zero bits (as hashcash does). It keeps
 * a processor busy: to be called in a worker.
 *
 * @param subject what the work is for and worth nothing else: the platform, the author and the account
 * @param bits    0 to 32; each doubles the work
 * @returns the proof for `checkProof`: a decimal number
 * @throws the signal's reason
 */
export async function proofOfWork(
  subject: string,
  bits: number,
  signal?: AbortSignal,
  onProgress?: (progress: WorkProgress) => void,
): Promise<string> {
  const attempt = attempts(subject);
  for (let number = 0; ; number++) {
    if (number % ROUND === 0) {
      onProgress?.({ done: number, expected: 2 ** bits });
      await new Promise((resume) => setTimeout(resume));
      signal?.throwIfAborted();
    }
    if (zeroBits(attempt(number)) >= bits) return String(number);
  }
}

/** Whether a proof was worked for this subject. The same answer everywhere and at once: rules of records ask it. */
export function checkProof(subject: string, proof: string, bits: number): boolean {
  const number = Number(proof);
  if (!/^(0|[1-9][0-9]{0,15})$/.test(proof) || !Number.isSafeInteger(number)) return false;
  return zeroBits(attempts(subject)(number)) >= bits;
}

/** @returns the hash of the subject with a number */
function attempts(subject: string): (number: number) => Uint8Array {
  const block = concatBytes(sha256(utf8(`suiyin proof of work\0${subject}`)), new Uint8Array(8));
  const view = new DataView(block.buffer);
  return (number) => {
    view.setUint32(32, Math.floor(number / 2 ** 32));
    view.setUint32(36, number >>> 0);
    return sha256(block);
  };
}

function zeroBits(hash: Uint8Array): number {
  const first = new DataView(hash.buffer, hash.byteOffset).getUint32(0);
  return Math.clz32(first);
}
