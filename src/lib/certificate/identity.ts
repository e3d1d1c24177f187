import * as v from 'valibot';
import type { UnlockedVault } from '../keys';
import type { SealingSigner } from '../pdf/sign';
import { CertificateError } from './error';
import { parseStored } from './stored';

const der = v.pipe(
  v.custom<Uint8Array>((value) => value instanceof Uint8Array),
  v.minLength(1),
  v.maxLength(64 * 1024),
);
const name = v.pipe(v.string(), v.minLength(1), v.maxLength(1000));
const instant = v.pipe(v.number(), v.finite());

const common = {
  id: name,
  companyName: name,
  creditCode: name,
  algorithm: v.picklist(['p256', 'rsa2048']),
  vaultId: name,
  /** the company's key in the vault */
  keyId: name,
  certificate: der,
  /** issuer first, root last */
  chain: v.pipe(v.array(der), v.minLength(1), v.maxLength(8)),
  /** of the certificate, ms since the epoch */
  notBefore: instant,
  notAfter: instant,
  createdAt: instant,
};

const identitySchema = v.variant('kind', [
  v.object({ ...common, kind: v.literal('trial') }),
  v.object({
    ...common,
    kind: v.literal('platform'),
    /** of the platform that has issued the certificate */
    platform: name,
    /** of the certificate, hexadecimal */
    serial: name,
    /** the company's, on the platform */
    enterprise: name,
  }),
]);

/**
 * A company as which this device can seal: for trying out, or by a certificate of a platform. Certificates are DER,
 * instants ms since the epoch.
 */
export type Identity = v.InferOutput<typeof identitySchema>;

export type PlatformIdentity = Extract<Identity, { kind: 'platform' }>;

/** @throws CertificateError `storage-damaged` */
export function parseIdentity(stored: unknown): Identity {
  return parseStored(identitySchema, stored, 'identity');
}

/** What is left of an identity whose record is not what this app wrote. */
export interface DamagedIdentity {
  id: string;
  companyName?: string;
}

/** @returns undefined where the record can be read, or has no name by which it could be removed */
export function damagedIdentity(stored: unknown): DamagedIdentity | undefined {
  if (v.is(identitySchema, stored)) return undefined;
  const rest = v.safeParse(
    v.object({ id: v.string(), companyName: v.optional(v.fallback(v.optional(name), undefined)) }),
    stored,
  );
  return rest.success ? rest.output : undefined;
}

/** The certificate at the end of the identity's chain, DER. */
export function rootOf({ chain, certificate }: Identity): Uint8Array {
  return chain.at(-1) ?? certificate;
}

/**
 * What sealing needs of an identity.
 *
 * @param unlocked the identity's vault; when it locks itself meanwhile, `sign` rejects with KeyError `vault-locked`
 * @throws CertificateError `wrong-vault`
 */
export function signerOf(identity: Identity, unlocked: UnlockedVault): SealingSigner {
  const { vaultId, keyId, certificate, chain, algorithm } = identity;
  if (unlocked.vaultId !== vaultId) throw new CertificateError('wrong-vault', { id: identity.id });
  return { certificate, chain, algorithm, sign: (data) => unlocked.sign(keyId, data) };
}
