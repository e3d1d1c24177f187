/** A throwaway identity for programs outside the browser: root, issuing CA and company certificate in memory. */
import { generateSigningKey, signBytes, type SigningAlgorithm } from '../../src/lib/keys';
import { issueTrial } from '../../src/lib/certificate';
import type { SealingSigner } from '../../src/lib/pdf/sign';

export interface TrialIdentity {
  companyName: string;
  signer: SealingSigner;
  /** DER */
  root: Uint8Array;
  /** the company's key, for peers that want a CryptoKey */
  privateKey: CryptoKey;
}

/** Makes an identity as the app's trial does; its keys are gone when the process ends. */
export async function throwawayIdentity(
  o: { algorithm?: SigningAlgorithm; companyName?: string } = {},
): Promise<TrialIdentity> {
  const { algorithm = 'p256', companyName = '云溪测试有限公司' } = o;
  const keys = new Map<string, CryptoKey>();
  const issued = await issueTrial({
    companyName,
    algorithm,
    now: Date.now(),
    newSigner: async (keyId) => {
      const { privateKey, publicKey } = await generateSigningKey(algorithm);
      keys.set(keyId, privateKey);
      const spki = new Uint8Array(await crypto.subtle.exportKey('spki', publicKey));
      return { algorithm, spki, sign: (data) => signBytes(privateKey, data) };
    },
  });
  const { certificate, chain, keyId } = issued;
  const privateKey = keys.get(keyId)!;
  const signer = { certificate, chain, algorithm, sign: (data: Uint8Array) => signBytes(privateKey, data) };
  return { companyName, signer, root: chain.at(-1)!, privateKey };
}

/** RFC 7468 */
export function certificatePem(der: Uint8Array): string {
  const lines =
    Buffer.from(der)
      .toString('base64')
      .match(/.{1,64}/g) ?? [];
  return `-----BEGIN CERTIFICATE-----\n${lines.join('\n')}\n-----END CERTIFICATE-----\n`;
}
