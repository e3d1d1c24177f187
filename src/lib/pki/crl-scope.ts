import type { Certificate } from './certificate';
import type { Crl } from './crl-read';
import { contextTag, primitiveContextTag, TAG } from './der';
import { basicConstraintsOf, type Extensions } from './extension';
import { comparableName } from './name';
import { OID } from './oid';
import { fields, readDer, type Tlv } from './tlv';
import { booleanOf, hexOf } from './value';

/**
 * What a list says of a certificate by not naming it:
 * - `all`: it is not revoked
 * - `part`: nothing; it is of other certificates, or of some reasons only. Whom it names is revoked all the same.
 * - `other`: it speaks of something else altogether, and even whom it names is somebody else: other issuers'
 *   certificates (indirect CRLs are not read here) or attribute certificates
 */
type CrlScope = 'all' | 'part' | 'other';

/** RFC 5280 §5.2.5, §6.3.3 (b). @throws PkiError `malformed` */
export function scopeOf(crl: Crl, certificate: Certificate): CrlScope {
  const extension = crl.extensions.get(OID.issuingDistributionPoint);
  if (!extension) return 'all';
  const parts = fields(readDer(extension.value), 'IssuingDistributionPoint', TAG.sequence);
  const point = parts.optional(contextTag(0));
  const flag = (number: number) => {
    const element = parts.optional(primitiveContextTag(number));
    return element !== undefined && booleanOf({ ...element, tag: TAG.boolean });
  };
  const [onlyUsers, onlyAuthorities] = [flag(1), flag(2)];
  const onlySomeReasons = parts.optional(primitiveContextTag(3));
  const [isIndirect, onlyAttributes] = [flag(4), flag(5)];
  parts.end();
  if (isIndirect || onlyAttributes) return 'other';
  const { isCa } = basicConstraintsOf(certificate.extensions);
  if (onlySomeReasons || (onlyUsers && isCa) || (onlyAuthorities && !isCa)) return 'part';
  return !point || isPointOf(point, certificate) ? 'all' : 'part';
}

/** One of the names of the list's place is one of those where the certificate says that its list is. */
function isPointOf(point: Tlv, { extensions, issuer }: Certificate): boolean {
  const own = fullNameOf(point);
  // §6.3.3: where the certificate says nothing, its list has the issuer's name
  const named = distributionPointsOf(extensions) ?? [`name ${comparableName(issuer)}`];
  return own.some((name) => named.includes(name));
}

/** Names relative to the issuer's, which nobody uses, are not read. */
function fullNameOf(point: Tlv): string[] {
  const [name] = fields(point, 'DistributionPointName').rest();
  return name?.tag === contextTag(0) ? fields(name, 'fullName').all(comparableGeneralName) : [];
}

function distributionPointsOf(extensions: Extensions): string[] | undefined {
  const extension = extensions.get(OID.cRLDistributionPoints);
  if (!extension) return undefined;
  const points = fields(readDer(extension.value), 'cRLDistributionPoints', TAG.sequence).rest();
  return points.flatMap((point) => {
    const parts = fields(point, 'DistributionPoint', TAG.sequence);
    const name = parts.optional(contextTag(0));
    parts.optional(primitiveContextTag(1));
    // cRLIssuer: an indirect list
    return name && !parts.optional(contextTag(2)) ? fullNameOf(name) : [];
  });
}

function comparableGeneralName(name: Tlv): string {
  if (name.tag !== contextTag(4)) return hexOf(name.raw);
  return `name ${comparableName(name.content)}`;
}
