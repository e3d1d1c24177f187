import type { DigestName } from '../keys';
import { contextTag, NULL, oid, sequence } from './der';
import { malformed } from './error';
import { OID } from './oid';
import { fields, inside, type Tlv } from './tlv';
import { oidOf, smallIntegerOf } from './value';

export interface AlgorithmIdentifier {
  oid: string;
  parameters?: Tlv;
  raw: Uint8Array;
}

export function algorithmOf(element: Tlv): AlgorithmIdentifier {
  const parts = fields(element, 'AlgorithmIdentifier');
  const name = oidOf(parts.next('algorithm'));
  const [parameters] = parts.rest();
  return { oid: name, parameters, raw: element.raw };
}

export type KeyKind = 'P-256' | 'P-384' | 'P-521' | 'RSA' | 'Ed25519';

/** How a signature was made. */
export interface SignatureScheme {
  kind: 'ecdsa' | 'rsa-pkcs1' | 'rsa-pss' | 'ed25519';
  digest: DigestName;
  /** of PSS, in bytes */
  saltLength?: number;
}

const DIGESTS: Readonly<Record<string, DigestName>> = {
  [OID.md5]: 'md5',
  [OID.sha1]: 'sha1',
  [OID.sha256]: 'sha256',
  [OID.sha384]: 'sha384',
  [OID.sha512]: 'sha512',
};

const SCHEMES: Readonly<Record<string, SignatureScheme>> = {
  [OID.md5WithRSAEncryption]: { kind: 'rsa-pkcs1', digest: 'md5' },
  [OID.sha1WithRSAEncryption]: { kind: 'rsa-pkcs1', digest: 'sha1' },
  [OID.sha256WithRSAEncryption]: { kind: 'rsa-pkcs1', digest: 'sha256' },
  [OID.sha384WithRSAEncryption]: { kind: 'rsa-pkcs1', digest: 'sha384' },
  [OID.sha512WithRSAEncryption]: { kind: 'rsa-pkcs1', digest: 'sha512' },
  [OID.ecdsaWithSHA1]: { kind: 'ecdsa', digest: 'sha1' },
  [OID.ecdsaWithSHA256]: { kind: 'ecdsa', digest: 'sha256' },
  [OID.ecdsaWithSHA384]: { kind: 'ecdsa', digest: 'sha384' },
  [OID.ecdsaWithSHA512]: { kind: 'ecdsa', digest: 'sha512' },
  // RFC 8419 §3.1: a message signed with it has SHA-512 as its digest
  [OID.ed25519]: { kind: 'ed25519', digest: 'sha512' },
};

/** undefined for digests that are not known here. */
export function digestNameOf(algorithm: AlgorithmIdentifier): DigestName | undefined {
  return DIGESTS[algorithm.oid];
}

/** Digests for which collisions can be made: what they vouch for may have been swapped. */
export function isWeakDigest(digest: DigestName): boolean {
  return digest === 'md5' || digest === 'sha1';
}

/**
 * The scheme that a signatureAlgorithm names, undefined for unknown ones.
 *
 * @param digest of a CMS signer: there `rsaEncryption` and `id-ecPublicKey` name the key's kind only (RFC 3370 §3.2)
 */
export function schemeOf(algorithm: AlgorithmIdentifier, digest?: DigestName): SignatureScheme | undefined {
  if (algorithm.oid === OID.rsassaPss) return pssSchemeOf(algorithm.parameters);
  if (digest && algorithm.oid === OID.rsaEncryption) return { kind: 'rsa-pkcs1', digest };
  if (digest && algorithm.oid === OID.ecPublicKey) return { kind: 'ecdsa', digest };
  return SCHEMES[algorithm.oid];
}

/** RSASSA-PSS-params, RFC 4055 §3.1. Masks by another hash than the message's are not supported (nor by WebCrypto). */
function pssSchemeOf(parameters: Tlv | undefined): SignatureScheme | undefined {
  let digest: DigestName | undefined = 'sha1';
  let maskDigest: DigestName | undefined = 'sha1';
  let saltLength = 20;
  if (parameters) {
    const parts = fields(parameters, 'RSASSA-PSS-params');
    const hash = parts.optional(contextTag(0));
    if (hash) digest = digestNameOf(algorithmOf(inside(hash, 'hashAlgorithm')));
    const mask = parts.optional(contextTag(1));
    if (mask) {
      const generator = algorithmOf(inside(mask, 'maskGenAlgorithm'));
      if (generator.oid !== OID.mgf1 || !generator.parameters) return undefined;
      maskDigest = digestNameOf(algorithmOf(generator.parameters));
    }
    const salt = parts.optional(contextTag(2));
    if (salt) saltLength = smallIntegerOf(inside(salt, 'saltLength'));
    const trailer = parts.optional(contextTag(3));
    if (trailer && smallIntegerOf(inside(trailer, 'trailerField')) !== 1) return undefined;
    parts.end();
  }
  if (saltLength > 1024) throw malformed('saltLength');
  return digest && digest === maskDigest ? { kind: 'rsa-pss', digest, saltLength } : undefined;
}

/** RFC 5754 §2: SHA-2 has no parameters. */
export const SHA256 = sequence(oid(OID.sha256));
/** RFC 5758 §3.2: no parameters. */
export const ECDSA_WITH_SHA256 = sequence(oid(OID.ecdsaWithSHA256));
/** RFC 4055 §5: parameters are NULL. */
export const SHA256_WITH_RSA = sequence(oid(OID.sha256WithRSAEncryption), NULL);
