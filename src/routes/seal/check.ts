import { proxy, wrap } from 'comlink';
import type { Verifier } from '../../workers/verify';
import { session } from '../session.svelte';

/** What became of checking the file that was just saved. */
export type Check =
  | { kind: 'checking' }
  | { kind: 'valid'; signer: string; trusted: boolean; signatures: number }
  | { kind: 'invalid' }
  | { kind: 'failed'; error: unknown };

/** Checks a sealed file as anybody would: every signature in it, against the roots of this device. Never throws. */
export async function checkSealed(file: Blob): Promise<Check> {
  const worker = new Worker(new URL('../../workers/verify.ts', import.meta.url), {
    type: 'module',
    name: 'verify',
  });
  try {
    const { roots } = await session.workspace();
    const trusted = await roots.certificates();
    const answer = await wrap<Verifier>(worker).verify(
      1,
      file,
      trusted,
      proxy(() => undefined),
    );
    if (answer.kind !== 'report') return { kind: 'failed', error: new Error(answer.kind) };
    const { verdict, signatures } = answer.report;
    const newest = signatures.at(-1);
    if ((verdict !== 'valid' && verdict !== 'valid-untrusted') || !newest) return { kind: 'invalid' };
    return { kind: 'valid', signer: newest.signer, trusted: newest.trusted, signatures: signatures.length };
  } catch (error) {
    return { kind: 'failed', error };
  } finally {
    worker.terminate();
  }
}
