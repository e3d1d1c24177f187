import { session } from '../session.svelte';
import { VerifierClient } from '../verify/verifier';

/** What became of checking the file that was just saved. */
export type Check =
  | { kind: 'checking' }
  | { kind: 'valid'; signer: string; trusted: boolean; signatures: number }
  | { kind: 'invalid' }
  | { kind: 'failed'; error: unknown };

/** Checks a sealed file as anybody would: every signature in it, against the roots of this device. Never throws. */
export async function checkSealed(file: Blob): Promise<Check> {
  const client = new VerifierClient();
  try {
    const { roots } = await session.workspace();
    const trusted = await roots.certificates();
    const { verdict, signatures } = await client.verify(file, trusted);
    const newest = signatures.at(-1);
    if ((verdict !== 'valid' && verdict !== 'valid-untrusted') || !newest) return { kind: 'invalid' };
    return { kind: 'valid', signer: newest.signer, trusted: newest.trusted, signatures: signatures.length };
  } catch (error) {
    return { kind: 'failed', error };
  } finally {
    client.close();
  }
}
