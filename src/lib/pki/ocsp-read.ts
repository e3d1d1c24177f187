import { algorithmOf, type AlgorithmIdentifier } from './algorithm';
import { readCertificate, type Certificate } from './certificate';
import { hasOtherCritical, invalidFrom, reasonOf, type RevokedEntry } from './crl-read';
import { contextTag, primitiveContextTag, TAG } from './der';
import { malformed } from './error';
import { extensionsOf, type Extensions } from './extension';
import { OID } from './oid';
import { fields, inside, readDer, type Tlv } from './tlv';
import { bitsOf, hexOf, integerOf, octetsOf, oidOf, smallIntegerOf, timeOf } from './value';

/** What an OCSP response says of one certificate (RFC 6960 §4.2.1). */
export interface OcspSingle {
  hashAlgorithm: AlgorithmIdentifier;
  issuerNameHash: Uint8Array;
  issuerKeyHash: Uint8Array;
  /** hexadecimal */
  serialNumber: string;
  status: 'good' | 'revoked' | 'unknown';
  /** of a revoked one */
  entry?: RevokedEntry;
  thisUpdate: Date;
  nextUpdate?: Date;
  /** good also of certificates that expired after this time (§4.4.4) */
  archiveCutoff?: Date;
}

/** A BasicOCSPResponse as it was read. */
export interface OcspResponse {
  tbs: Uint8Array;
  responder: { name: Uint8Array } | { keyHash: Uint8Array };
  producedAt: Date;
  singles: OcspSingle[];
  signatureAlgorithm: AlgorithmIdentifier;
  signature: Uint8Array;
  /** those that can be read */
  certificates: Certificate[];
}

/** More certificates than a response needs. */
const MAX_CERTIFICATES = 16;

/**
 * Reads an OCSPResponse, or a BasicOCSPResponse alone, as some signatures carry it.
 *
 * @throws PkiError `malformed`, also for one that is no answer (tryLater, unauthorized, …)
 */
export function readOcspResponse(der: Uint8Array): OcspResponse {
  const outer = fields(readDer(der), 'OCSPResponse', TAG.sequence);
  const status = outer.optional(TAG.enumerated);
  if (!status) return readBasic(readDer(der));
  if (smallIntegerOf(status, TAG.enumerated) !== 0) throw malformed('OCSPResponse.responseStatus');
  const bytes = fields(inside(outer.next('responseBytes', contextTag(0)), 'responseBytes'), 'ResponseBytes');
  outer.end();
  if (oidOf(bytes.next('responseType')) !== OID.ocspBasic) throw malformed('ResponseBytes.responseType');
  const response = readDer(octetsOf(bytes.next('response')));
  bytes.end();
  return readBasic(response);
}

function readBasic(element: Tlv): OcspResponse {
  const outer = fields(element, 'BasicOCSPResponse', TAG.sequence);
  const tbs = outer.next('tbsResponseData', TAG.sequence);
  const signatureAlgorithm = algorithmOf(outer.next('signatureAlgorithm', TAG.sequence));
  const signature = bitsOf(outer.next('signature'));
  const certificates = outer.optional(contextTag(0));
  outer.end();

  const parts = fields(tbs, 'ResponseData');
  const version = parts.optional(contextTag(0));
  if (version && smallIntegerOf(inside(version, 'version')) !== 0) throw malformed('ResponseData.version');
  const responder = responderOf(parts.next('responderID'));
  const producedAt = timeOf(parts.next('producedAt', TAG.generalizedTime));
  const singles = fields(parts.next('responses', TAG.sequence), 'responses').all(readSingle);
  extensionsIn(parts.optional(contextTag(1)), NONE);
  parts.end();
  return {
    tbs: tbs.raw,
    responder,
    producedAt,
    singles,
    signatureAlgorithm,
    signature,
    certificates: certificates ? certificatesOf(inside(certificates, 'certs')) : [],
  };
}

function responderOf(element: Tlv): OcspResponse['responder'] {
  if (element.tag === contextTag(1)) return { name: inside(element, 'byName').raw };
  if (element.tag === contextTag(2)) return { keyHash: octetsOf(inside(element, 'byKey')) };
  throw malformed('ResponderID');
}

function certificatesOf(list: Tlv): Certificate[] {
  return fields(list, 'certs', TAG.sequence)
    .rest()
    .slice(0, MAX_CERTIFICATES)
    .flatMap(({ raw }) => {
      try {
        return [readCertificate(raw)];
      } catch {
        return [];
      }
    });
}

const NONE: ReadonlySet<string> = new Set();
const SINGLE_EXTENSIONS = new Set<string>([OID.ocspArchiveCutoff, OID.reasonCode, OID.invalidityDate]);

/** §4.4: an answer with a critical extension that is not understood is none. */
function extensionsIn(element: Tlv | undefined, known: ReadonlySet<string>): Extensions {
  const extensions = element ? extensionsOf(inside(element, 'extensions')) : new Map<string, never>();
  if (hasOtherCritical(extensions, known)) throw malformed('critical extension of OCSP');
  return extensions;
}

function readSingle(element: Tlv): OcspSingle {
  const parts = fields(element, 'SingleResponse', TAG.sequence);
  const id = fields(parts.next('certID', TAG.sequence), 'CertID');
  const hashAlgorithm = algorithmOf(id.next('hashAlgorithm', TAG.sequence));
  const issuerNameHash = octetsOf(id.next('issuerNameHash'));
  const issuerKeyHash = octetsOf(id.next('issuerKeyHash'));
  const serialNumber = hexOf(integerOf(id.next('serialNumber')));
  id.end();
  const status = parts.next('certStatus');
  const thisUpdate = timeOf(parts.next('thisUpdate', TAG.generalizedTime));
  const nextUpdate = parts.optional(contextTag(0));
  const extensions = extensionsIn(parts.optional(contextTag(1)), SINGLE_EXTENSIONS);
  parts.end();
  const cutoff = extensions.get(OID.ocspArchiveCutoff);
  return {
    hashAlgorithm,
    issuerNameHash,
    issuerKeyHash,
    serialNumber,
    ...statusOf(status, extensions),
    thisUpdate,
    nextUpdate: nextUpdate && timeOf(inside(nextUpdate, 'nextUpdate')),
    archiveCutoff: cutoff && timeOf(readDer(cutoff.value)),
  };
}

function statusOf(element: Tlv, extensions: Extensions): Pick<OcspSingle, 'status' | 'entry'> {
  if (element.tag === primitiveContextTag(0)) return { status: 'good' };
  if (element.tag === primitiveContextTag(2)) return { status: 'unknown' };
  if (element.tag !== contextTag(1)) throw malformed('certStatus');
  const parts = fields(element, 'RevokedInfo');
  const revocationTime = timeOf(parts.next('revocationTime', TAG.generalizedTime));
  const reason = parts.optional(contextTag(0));
  parts.end();
  return {
    status: 'revoked',
    entry: {
      at: invalidFrom(revocationTime, extensions),
      reason: reason ? reasonOf(inside(reason, 'revocationReason')) : 'unspecified',
      isReasonMissing: !reason,
    },
  };
}
