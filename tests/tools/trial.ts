/** A throwaway identity for programs outside the browser: root, issuing CA and company certificate in memory. */
import { generateSigningKey, signBytes, type SigningAlgorithm } from '../../src/lib/keys';
import {
  createRequest,
  issueCompany,
  issueIntermediate,
  issueRoot,
  trialCreditCode,
  type Signer,
} from '../../src/lib/pki';
import type { SealingSigner } from '../../src/lib/pdf/sign';

const PLATFORM = '随印体验平台';

export interface TrialIdentity {
  companyName: string;
  signer: SealingSigner;
  /** DER */
  root: Uint8Array;
  /** the company's key, for peers that want a CryptoKey */
  privateKey: CryptoKey;
}

async function newSigner(algorithm: SigningAlgorithm): Promise<Signer & { privateKey: CryptoKey }> {
  const { privateKey, publicKey } = await generateSigningKey(algorithm);
  return {
    privateKey,
    algorithm,
    spki: new Uint8Array(await crypto.subtle.exportKey('spki', publicKey)),
    sign: (data) => signBytes(privateKey, data),
  };
}

/** Makes an identity as the app's trial does; its keys are gone when the process ends. */
export async function throwawayIdentity(
  o: { algorithm?: SigningAlgorithm; companyName?: string } = {},
): Promise<TrialIdentity> {
  const { algorithm = 'p256', companyName = '云溪测试有限公司' } = o;
  const terms = { notBefore: new Date(), trial: true };
  const [rootSigner, issuingSigner, companySigner] = await Promise.all([
    newSigner(algorithm),
    newSigner(algorithm),
    newSigner(algorithm),
  ]);
  const creditCode = trialCreditCode();
  const mark = creditCode.slice(-6);
  const root = await issueRoot({
    name: `${PLATFORM} 根 CA ${mark}`,
    signer: rootSigner,
    ...terms,
    years: 10,
  });
  const issuing = await issueIntermediate({
    name: `${PLATFORM} 签发 CA ${mark}`,
    spki: issuingSigner.spki,
    issuer: { certificate: root, signer: rootSigner },
    ...terms,
    years: 5,
  });
  const request = await createRequest({
    subject: { companyName, creditCode, platformName: PLATFORM },
    signer: companySigner,
  });
  const certificate = await issueCompany({
    request,
    issuer: { certificate: issuing, signer: issuingSigner },
    ...terms,
    years: 1,
  });
  const { sign, privateKey } = companySigner;
  const chain = [issuing, root];
  return { companyName, signer: { certificate, chain, algorithm, sign }, root, privateKey };
}

/** RFC 7468 */
export function certificatePem(der: Uint8Array): string {
  const lines =
    Buffer.from(der)
      .toString('base64')
      .match(/.{1,64}/g) ?? [];
  return `-----BEGIN CERTIFICATE-----\n${lines.join('\n')}\n-----END CERTIFICATE-----\n`;
}
