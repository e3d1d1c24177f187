import { extendedKeyUsageOf, keyUsageOf, type Extensions } from './extension';
import { OID } from './oid';

/** What a certificate is used for at its end of the chain. */
export type Purpose = 'document-signing' | 'timestamping' | 'any';

const EXTENDED: Readonly<Record<Exclude<Purpose, 'any'>, readonly string[]>> = {
  // RFC 9336 is new: readers take those of Adobe and Microsoft, and e-mail signing, for the same
  'document-signing': [
    OID.documentSigning,
    OID.emailProtection,
    OID.adobeAuthenticDocuments,
    OID.microsoftDocumentSigning,
    OID.anyExtendedKeyUsage,
  ],
  timestamping: [OID.timeStamping],
};

/** What CAs do with an extended key usage, as readers understand it: it bounds what their certificates are for. */
export function authorityAllowsPurpose(extensions: Extensions, purpose: Purpose): boolean {
  const extended = purpose === 'any' ? undefined : extendedKeyUsageOf(extensions);
  return !extended || extended.some((id) => EXTENDED[purpose as Exclude<Purpose, 'any'>].includes(id));
}

/** RFC 5280 §4.2.1.3, §4.2.1.12: without the extensions everything is allowed. */
export function allowsPurpose(extensions: Extensions, purpose: Purpose): boolean {
  if (purpose === 'any') return true;
  const usages = keyUsageOf(extensions);
  if (usages && !usages.includes('digitalSignature') && !usages.includes('nonRepudiation')) return false;
  const extended = extendedKeyUsageOf(extensions);
  if (purpose === 'timestamping') {
    // RFC 3161 §2.3: for this and nothing else, and critical, so that the key is kept for it
    const isCritical = extensions.get(OID.extKeyUsage)?.critical ?? false;
    return isCritical && extended?.length === 1 && extended[0] === OID.timeStamping;
  }
  return !extended || extended.some((id) => EXTENDED[purpose].includes(id));
}
