import type { ParsedSignedData, ParsedSigner } from './cms-parse';
import { contextTag, TAG } from './der';
import { OID } from './oid';
import { fields, inside, type Tlv } from './tlv';

/** DER of revocation lists and OCSP responses. */
interface RevocationInfo {
  crls: Uint8Array[];
  ocsps: Uint8Array[];
}

/**
 * What a message carries about revocation: beside its certificates (RFC 5652 §10.2.1, RFC 5940), and in the signed
 * attribute of ISO 32000-2 12.8.3.3.2. What cannot be read is left out.
 */
export function revocationInfoOf({ crls, ocsps, signers }: ParsedSignedData): RevocationInfo {
  const archived = signers.map(archivedBy);
  return {
    crls: [...crls, ...archived.flatMap((info) => info.crls)],
    ocsps: [...ocsps, ...archived.flatMap((info) => info.ocsps)],
  };
}

/** RevocationInfoArchival: [0] revocation lists, [1] OCSP responses, [2] other things. */
function archivedBy({ signedAttributes }: ParsedSigner): RevocationInfo {
  const attribute = signedAttributes.find(({ type }) => type === OID.revocationInfoArchival);
  const info: RevocationInfo = { crls: [], ocsps: [] };
  try {
    for (const value of attribute?.values ?? []) {
      const parts = fields(value, 'RevocationInfoArchival', TAG.sequence);
      info.crls.push(...elementsIn(parts.optional(contextTag(0))));
      info.ocsps.push(...elementsIn(parts.optional(contextTag(1))));
    }
  } catch {
    // broken: as if it were not there
  }
  return info;
}

function elementsIn(list: Tlv | undefined): Uint8Array[] {
  return list ? fields(inside(list, 'list'), 'list', TAG.sequence).all(({ raw }) => raw) : [];
}
