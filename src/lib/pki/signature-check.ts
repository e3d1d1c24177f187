import { bufferSource } from '../keys';
import type { SignatureScheme } from './algorithm';
import { OID } from './oid';
import { digestOf } from './digest-of';
import { readPublicKey, type PublicKeyInfo } from './public-key';
import { ecdsaSignatureFromDer } from './ecdsa-signature';
import { checkRsaDigest } from './rsa-digest';

export type SignatureOutcome = 'valid' | 'invalid' | 'unsupported';

const HASHES = { sha1: 'SHA-1', sha256: 'SHA-256', sha384: 'SHA-384', sha512: 'SHA-512' } as const;
const COORDINATE_BYTES = { 'P-256': 32, 'P-384': 48, 'P-521': 66 } as const;

/**
 * Verifies a signature as X.509 and CMS carry it (ECDSA in DER).
 *
 * @param spki of whoever signed, DER
 * @returns `unsupported` for keys and digests that WebCrypto does not verify; never throws
 */
export async function checkSignature(
  scheme: SignatureScheme,
  spki: Uint8Array,
  data: Uint8Array,
  signature: Uint8Array,
): Promise<SignatureOutcome> {
  try {
    const key = readPublicKey(spki);
    if (!key) return 'unsupported';
    if (scheme.digest === 'md5') return await checkMd5(scheme, spki, data, signature);
    const parameters = parametersOf(scheme, key, HASHES[scheme.digest]);
    if (!parameters) return 'invalid';
    const value = valueOf(key, signature);
    if (!value) return 'invalid';
    const { imported: wanted, verified } = parameters;
    const publicKey = await importKey(key.importable, wanted);
    if (!publicKey) return 'unsupported';
    const isValid = await crypto.subtle.verify(verified, publicKey, bufferSource(value), bufferSource(data));
    return isValid ? 'valid' : 'invalid';
  } catch {
    return 'invalid';
  }
}

/** WebCrypto has no MD5, and old signatures have. */
async function checkMd5(
  { kind }: SignatureScheme,
  spki: Uint8Array,
  data: Uint8Array,
  signature: Uint8Array,
): Promise<SignatureOutcome> {
  if (kind !== 'rsa-pkcs1') return 'unsupported';
  const verdict = await checkRsaDigest(spki, signature, (name) => digestOf(name, data));
  if (verdict.outcome === 'unsupported') return 'unsupported';
  return verdict.outcome === 'valid' && verdict.digest === 'md5' ? 'valid' : 'invalid';
}

/** The signature as WebCrypto wants it. */
function valueOf({ kind }: PublicKeyInfo, signature: Uint8Array): Uint8Array | undefined {
  return kind === 'RSA' || kind === 'Ed25519'
    ? signature
    : ecdsaSignatureFromDer(signature, COORDINATE_BYTES[kind]);
}

interface Parameters {
  imported: AlgorithmIdentifier | EcKeyImportParams | RsaHashedImportParams;
  verified: AlgorithmIdentifier | EcdsaParams | RsaPssParams;
}

/** undefined where the scheme is none of the key. */
function parametersOf(scheme: SignatureScheme, key: PublicKeyInfo, hash: string): Parameters | undefined {
  if (scheme.kind === 'ed25519' || key.kind === 'Ed25519') {
    if (scheme.kind !== 'ed25519' || key.kind !== 'Ed25519') return undefined;
    return { imported: { name: 'Ed25519' }, verified: { name: 'Ed25519' } };
  }
  if (scheme.kind === 'ecdsa') {
    if (key.kind === 'RSA') return undefined;
    return { imported: { name: 'ECDSA', namedCurve: key.kind }, verified: { name: 'ECDSA', hash } };
  }
  if (key.kind !== 'RSA') return undefined;
  if (scheme.kind === 'rsa-pss') {
    return {
      imported: { name: 'RSA-PSS', hash },
      verified: { name: 'RSA-PSS', saltLength: scheme.saltLength ?? 20 },
    };
  }
  // RFC 4055 §1.2: a key marked for PSS verifies nothing else
  if (key.algorithm.oid === OID.rsassaPss) return undefined;
  return { imported: { name: 'RSASSA-PKCS1-v1_5', hash }, verified: { name: 'RSASSA-PKCS1-v1_5' } };
}

/** Importing a key takes longer than verifying by it, and many signatures have the same signer and authorities. */
const MAX_IMPORTED = 64;
const imported = new Map<string, Promise<CryptoKey | undefined>>();

function importKey(spki: Uint8Array, parameters: Parameters['imported']): Promise<CryptoKey | undefined> {
  const name = `${JSON.stringify(parameters)} ${spki.join(' ')}`;
  const known = imported.get(name);
  if (known) return known;
  const key = importAnew(spki, parameters);
  const [oldest] = imported.keys();
  if (imported.size >= MAX_IMPORTED && oldest !== undefined) imported.delete(oldest);
  imported.set(name, key);
  return key;
}

async function importAnew(
  spki: Uint8Array,
  parameters: Parameters['imported'],
): Promise<CryptoKey | undefined> {
  try {
    return await crypto.subtle.importKey('spki', bufferSource(spki), parameters, false, ['verify']);
  } catch {
    return undefined;
  }
}
