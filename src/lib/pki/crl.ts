import { encode, enumerated, sequence, TAG, time, unsignedInteger } from './der';
import { PkiError } from './error';
import { issuerKeyIdentifier, readIssuer, type Issuer } from './issuer';
import { OID } from './oid';
import { authorityKeyIdentifier, extension, extensionList } from './profile';
import { signatureAlgorithmOf, signed } from './signer';
import { bytesOfHex } from './value';

/** RFC 5280 §5.3.1, by value; 7 is not used. */
export const REVOCATION_REASONS = {
  unspecified: 0,
  keyCompromise: 1,
  cACompromise: 2,
  affiliationChanged: 3,
  superseded: 4,
  cessationOfOperation: 5,
  certificateHold: 6,
  removeFromCRL: 8,
  privilegeWithdrawn: 9,
  aACompromise: 10,
} as const;
export type RevocationReason = keyof typeof REVOCATION_REASONS;

export interface Revocation {
  /** hexadecimal, as `describeCertificate` gives it */
  serialNumber: string;
  at: Date;
  reason?: RevocationReason;
}

/**
 * Makes a certificate revocation list (v2, RFC 5280 §5).
 *
 * @param o.number grows with each list of this issuer
 * @returns DER
 * @throws PkiError `not-an-issuer`, `key-mismatch`, `bad-validity`, `bad-number`; what the signer throws
 */
export async function issueCrl(o: {
  issuer: Issuer;
  number: number;
  thisUpdate: Date;
  nextUpdate: Date;
  revoked: readonly Revocation[];
}): Promise<Uint8Array> {
  const issuer = readIssuer(o.issuer, 'cRLSign');
  if (!(o.nextUpdate > o.thisUpdate))
    throw new PkiError('bad-validity', { thisUpdate: String(o.thisUpdate) });
  const { signer } = o.issuer;
  const extensions = [
    authorityKeyIdentifier(await issuerKeyIdentifier(issuer)),
    extension(OID.cRLNumber, unsignedInteger(o.number)),
  ];
  const tbs = sequence(
    unsignedInteger(1),
    signatureAlgorithmOf(signer.algorithm),
    issuer.subject,
    time(o.thisUpdate),
    time(o.nextUpdate),
    // §5.1.2.6: absent where nothing is revoked
    ...(o.revoked.length > 0 ? [sequence(...o.revoked.map(entryOf))] : []),
    extensionList(extensions, 0),
  );
  return signed(signer, tbs);
}

function entryOf({ serialNumber, at, reason = 'unspecified' }: Revocation): Uint8Array {
  // §5.3.1: unspecified is said by saying nothing
  const extensions =
    reason === 'unspecified'
      ? []
      : [sequence(extension(OID.reasonCode, enumerated(REVOCATION_REASONS[reason])))];
  return sequence(encode(TAG.integer, serialContent(serialNumber)), time(at), ...extensions);
}

function serialContent(hex: string): Uint8Array {
  if (!/^([0-9a-f]{2}){1,40}$/i.test(hex)) throw new PkiError('bad-number', { serialNumber: hex });
  return bytesOfHex(hex);
}
