import type { SigningAlgorithm } from '../keys';
import { ECDSA_WITH_SHA256, SHA256_WITH_RSA } from './algorithm';
import { bitString, sequence } from './der';
import { ecdsaSignatureToDer } from './ecdsa-signature';

/** A key that signs here and never leaves where it is. */
export interface Signer {
  algorithm: SigningAlgorithm;
  /** SubjectPublicKeyInfo, DER */
  spki: Uint8Array;
  /** Signs SHA-256 of `data`: IEEE P1363 (r‖s) for `p256`, PKCS#1 v1.5 for `rsa2048`; may throw what it likes. */
  sign(data: Uint8Array): Promise<Uint8Array>;
}

export function signatureAlgorithmOf(algorithm: SigningAlgorithm): Uint8Array {
  return algorithm === 'p256' ? ECDSA_WITH_SHA256 : SHA256_WITH_RSA;
}

/** A signature in the form that X.509 and CMS carry: ECDSA as DER. */
export async function standardSignature(
  signer: Pick<Signer, 'algorithm' | 'sign'>,
  data: Uint8Array,
): Promise<Uint8Array> {
  const signature = await signer.sign(data);
  return signer.algorithm === 'p256' ? ecdsaSignatureToDer(signature) : signature;
}

/** `SIGNED{…}`: what is to be signed, the algorithm, the signature. The same for certificates, requests and CRLs. */
export async function signed(signer: Signer, tbs: Uint8Array): Promise<Uint8Array> {
  return sequence(
    tbs,
    signatureAlgorithmOf(signer.algorithm),
    bitString(await standardSignature(signer, tbs)),
  );
}
