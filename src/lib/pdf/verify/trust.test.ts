import { describe, expect, it } from 'vitest';
import { generateSigningKey, signBytes } from '../../keys';
import { issueRoot } from '../../pki';
import { isTrial } from './trust';

async function root(trial: boolean): Promise<Uint8Array> {
  const { privateKey, publicKey } = await generateSigningKey('p256');
  const spki = new Uint8Array(await crypto.subtle.exportKey('spki', publicKey));
  const sign = (data: Uint8Array) => signBytes(privateKey, data);
  return issueRoot({
    ...{ name: 'root', signer: { algorithm: 'p256', spki, sign } },
    ...{ notBefore: new Date('2026-01-01T00:00:00Z'), years: 1, trial },
  });
}

describe('a trial certificate', () => {
  it('is one by its own mark, or by that of an issuer', async () => {
    const [trial, real] = await Promise.all([root(true), root(false)]);
    expect(isTrial([trial])).toBe(true);
    expect(isTrial([real, trial])).toBe(true);
    expect(isTrial([real])).toBe(false);
  });

  it('cannot be told of what is no certificate', () => {
    expect(isTrial([Uint8Array.of(0x30, 0)])).toBe(false);
    expect(isTrial([])).toBe(false);
  });
});
