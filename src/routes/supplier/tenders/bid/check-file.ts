import type { BidPaperCheck } from '$lib/tender/papers';
import { office } from '../../../office.svelte';
import { trustHere } from '../../../trust';

/** Verifies a sealed PDF by what this device trusts, on the platform's time. @throws the signal's reason */
export async function checkFile(
  file: Blob,
  company: { name: string; creditCode: string },
  o: { signal: AbortSignal; onProgress(progress: { done: number; total: number }): void },
): Promise<BidPaperCheck> {
  const [{ checkBidPaper }, trust] = await Promise.all([import('$lib/tender/papers'), trustHere()]);
  return checkBidPaper(file, { company, ...trust, now: new Date(office.now()), ...o });
}
