import type { VerifyReport } from '$lib/pdf/verify';
import { trustHere } from '../trust';
import { isRevocationOpen } from '../verify/words';
import { VerifierClient } from '../verify/verifier';
import { faultySigners, isFaulty, judgeEarlier, type Earlier } from './earlier';

/** What became of checking the file that was just saved. */
export type Check =
  | { kind: 'checking' }
  | { kind: 'valid'; signer: string; trusted: boolean; signatures: number; revocationOpen: boolean }
  /** the new signature is good, but the document came with another that was not */
  | { kind: 'earlier-broken'; signer: string; broken: readonly string[] }
  | { kind: 'invalid' }
  | { kind: 'failed'; error: unknown };

/**
 * What a report says of a file that was sealed here.
 *
 * @param field  of the signature that was added
 * @param before what its earlier signatures were worth before that
 */
export function judgeSealed(report: VerifyReport, field: string, before: Earlier): Check {
  const { verdict, signatures } = report;
  const own = signatures.find(({ fields }) => fields.includes(field));
  if (!own) return { kind: 'invalid' };
  const { signer, trusted } = own;
  if (verdict === 'valid' || verdict === 'valid-untrusted')
    return {
      kind: 'valid',
      ...{ signer, trusted },
      signatures: signatures.length,
      revocationOpen: isRevocationOpen(report),
    };
  if (before.kind !== 'broken' || isFaulty(own)) return { kind: 'invalid' };
  const others = faultySigners(signatures.filter((signature) => signature !== own));
  return { kind: 'earlier-broken', signer, broken: others.length > 0 ? others : before.signers };
}

/** Verifies a file against what this device trusts, in a worker of its own. */
async function verify(file: Blob, signal?: AbortSignal): Promise<VerifyReport> {
  const client = new VerifierClient();
  try {
    return await client.verify(file, await trustHere(), signal ? { signal } : {});
  } finally {
    client.close();
  }
}

/**
 * Checks a sealed file as anybody would: every signature in it, against what this device trusts. Never throws.
 *
 * @param before see `judgeSealed`; it is waited for
 */
export async function checkSealed(file: Blob, field: string, before: Promise<Earlier>): Promise<Check> {
  try {
    return judgeSealed(await verify(file), field, await before);
  } catch (error) {
    return { kind: 'failed', error };
  }
}

/** Checks the signatures of a document that was opened to be sealed. Never throws. */
export async function checkEarlier(file: Blob, signal: AbortSignal): Promise<Earlier> {
  try {
    return judgeEarlier(await verify(file, signal));
  } catch {
    return { kind: 'unknown' };
  }
}
