import { bufferSource } from './bytes';
import { KeyError } from './error';

/** ECDSA on P-256 with SHA-256, or RSASSA-PKCS1-v1_5 with 2048 bits and SHA-256. */
export type SigningAlgorithm = 'p256' | 'rsa2048';

const PARAMETERS = {
  p256: { name: 'ECDSA', namedCurve: 'P-256' },
  rsa2048: {
    name: 'RSASSA-PKCS1-v1_5',
    hash: 'SHA-256',
    modulusLength: 2048,
    publicExponent: new Uint8Array([1, 0, 1]),
  },
} as const;

/**
 * WebCrypto's parameters of an algorithm, for importing and unwrapping its keys. They carry the hash for RSA,
 * which WebCrypto binds to the key and not to the act of signing.
 */
export function keyParameters(algorithm: SigningAlgorithm): EcKeyImportParams | RsaHashedImportParams {
  return PARAMETERS[algorithm];
}

/**
 * Makes a signing key pair. The public key can always be exported.
 *
 * @param opts.extractable whether the private key can be exported, to be wrapped; default no
 */
export async function generateSigningKey(
  algorithm: SigningAlgorithm,
  opts: { extractable?: boolean } = {},
): Promise<CryptoKeyPair> {
  const extractable = opts.extractable ?? false;
  const usages: KeyUsage[] = ['sign', 'verify'];
  return algorithm === 'p256'
    ? crypto.subtle.generateKey(PARAMETERS.p256, extractable, usages)
    : crypto.subtle.generateKey(PARAMETERS.rsa2048, extractable, usages);
}

/**
 * Signs with SHA-256.
 *
 * @returns ECDSA: IEEE P1363 (r‖s, 64 bytes for P-256); RSA: RSASSA-PKCS1-v1_5
 * @throws KeyError `unsupported-algorithm` for a key of another kind
 */
export async function signBytes(key: CryptoKey, data: Uint8Array): Promise<Uint8Array> {
  const { name } = key.algorithm;
  if (name !== PARAMETERS.p256.name && name !== PARAMETERS.rsa2048.name) {
    throw new KeyError('unsupported-algorithm', { name });
  }
  return new Uint8Array(await crypto.subtle.sign({ name, hash: 'SHA-256' }, key, bufferSource(data)));
}
