import { bytesEqual } from '../keys';
import { isWeakDigest, schemeOf } from './algorithm';
import type { Certificate } from './certificate';
import { hasOtherCritical, readCrl, type Crl, type RevokedEntry } from './crl-read';
import { scopeOf } from './crl-scope';
import { keyUsageOf } from './extension';
import { comparableName } from './name';
import { responderOf, singleOf } from './ocsp';
import { readOcspResponse, type OcspResponse } from './ocsp-read';
import { OID } from './oid';
import { entryOf, type IssuerRegister } from './register';
import { checkSignature } from './signature-check';

/** `register`: a platform's records */
export type RevocationSource = 'crl' | 'ocsp' | 'register';

export type RevocationStatus =
  | { revoked: 'unknown'; outdated: boolean }
  | { revoked: 'no'; source: RevocationSource }
  /** `later`: the revocation came after the time in question */
  | ({ revoked: 'yes' | 'later'; source: RevocationSource } & RevokedEntry);

/** What is at hand about revocation; of everybody. */
export interface RevocationData {
  crls: readonly Crl[];
  ocsps: readonly OcspResponse[];
  registers: readonly IssuerRegister[];
}

/** What one list or answer says of one certificate. */
interface Statement {
  source: RevocationSource;
  thisUpdate: Date;
  nextUpdate?: Date;
  /** it is revoked; without: it is not, if `isComplete` */
  entry?: RevokedEntry;
  isComplete: boolean;
  /** of a certificate that expired after this: it was still kept track of */
  keptSince?: Date;
}

const DAY_MS = 24 * 3_600_000;
/** How long an answer lasts whose responder says that there is always a newer one (RFC 6960 §4.2.2.1). */
const UNDATED_MS = DAY_MS;

/** Extensions of a list that are understood here; a critical other one makes it useless (RFC 5280 §5.2). */
const KNOWN = new Set<string>([
  OID.authorityKeyIdentifier,
  OID.cRLNumber,
  OID.issuerAltName,
  OID.issuingDistributionPoint,
  OID.deltaCRLIndicator,
  OID.freshestCRL,
]);

/** Reads what there is; what is none is left out. */
export function readRevocationData(o: {
  crls?: readonly Uint8Array[];
  ocsps?: readonly Uint8Array[];
  registers?: readonly IssuerRegister[];
}): RevocationData {
  return {
    crls: readAll(o.crls, LISTS, readCrl),
    ocsps: readAll(o.ocsps, ANSWERS, readOcspResponse),
    registers: o.registers ?? [],
  };
}

/** A document's lists are asked for again for each of its signatures. */
const LISTS = new WeakMap<Uint8Array, Crl>();
const ANSWERS = new WeakMap<Uint8Array, OcspResponse>();

function readAll<T>(
  ders: readonly Uint8Array[] = [],
  known: WeakMap<Uint8Array, T>,
  read: (der: Uint8Array) => T,
): T[] {
  return ders.flatMap((der) => {
    try {
      const value = known.get(der) ?? read(der);
      known.set(der, value);
      return [value];
    } catch {
      return [];
    }
  });
}

/**
 * What the issuer's lists (RFC 5280 §6.3) and answers (RFC 6960) say about a certificate, and a platform's records.
 * Lists of other issuers, badly signed and indirect ones are left aside. Records can only revoke: they may be older
 * here than what was revoked since.
 *
 * That it is not revoked needs a list or an answer that holds at `at`, or that was made after it: what was revoked by
 * then is still on it, unless the certificate had expired before. One that is revoked for good stays so, on whichever
 * list; of one that is on hold the newest list decides.
 */
export async function revocationOf(
  certificate: Certificate,
  issuer: Certificate,
  data: RevocationData,
  at: Date,
): Promise<RevocationStatus> {
  const statements = [
    ...(await statementsOfLists(certificate, issuer, data.crls)),
    ...(await statementsOfAnswers(certificate, issuer, data, at)),
    ...(await statementsOfRegisters(certificate, issuer, data.registers)),
  ].sort((a, b) => b.thisUpdate.getTime() - a.thisUpdate.getTime());

  const lasting = statements
    .filter(({ entry }) => entry && entry.reason !== 'certificateHold')
    .sort((a, b) => Number(a.entry?.at) - Number(b.entry?.at))[0];
  const [newest] = statements.filter(({ entry, isComplete }) => entry ?? isComplete);
  const revoking = lasting ?? (newest?.entry ? newest : undefined);
  if (revoking?.entry) {
    const { source, entry } = revoking;
    return { revoked: entry.at <= at ? 'yes' : 'later', source, ...entry };
  }
  const complete = statements.filter(({ isComplete }) => isComplete);
  const decisive = complete.find((statement) => !statement.entry && isDecisive(statement, certificate, at));
  if (decisive) return { revoked: 'no', source: decisive.source };
  return { revoked: 'unknown', outdated: complete.some(({ thisUpdate }) => thisUpdate <= at) };
}

function isDecisive(statement: Statement, { notAfter }: Certificate, at: Date): boolean {
  const { thisUpdate, nextUpdate, keptSince } = statement;
  if (thisUpdate > at) return thisUpdate <= notAfter || (keptSince !== undefined && keptSince <= notAfter);
  if (nextUpdate) return nextUpdate >= at;
  return statement.source === 'crl' || at.getTime() - thisUpdate.getTime() <= UNDATED_MS;
}

async function statementsOfLists(
  certificate: Certificate,
  issuer: Certificate,
  crls: readonly Crl[],
): Promise<Statement[]> {
  const lists: { crl: Crl; isComplete: boolean }[] = [];
  for (const crl of crls) {
    const scope = await trustedScope(crl, certificate, issuer);
    if (scope !== 'other') lists.push({ crl, isComplete: scope === 'all' && !isWeak(crl) });
  }
  const bases = lists.filter(({ crl }) => crl.baseNumber === undefined);
  return lists.flatMap(({ crl, isComplete }) => {
    const entry = crl.revoked.get(certificate.serialNumber);
    const { thisUpdate, nextUpdate, baseNumber } = crl;
    const common = { source: 'crl', thisUpdate, nextUpdate } as const;
    if (baseNumber === undefined) {
      return [{ ...common, entry: entry?.reason === 'removeFromCRL' ? undefined : entry, isComplete }];
    }
    if (entry && entry.reason !== 'removeFromCRL') return [{ ...common, entry, isComplete: false }];
    // §5.2.4: with the list that it adds to, a delta makes a complete one
    return bases
      .filter((base) => isBaseOf(base.crl, crl))
      .map((base) => ({
        ...common,
        entry: entry ? undefined : base.crl.revoked.get(certificate.serialNumber),
        isComplete: isComplete && base.isComplete,
      }));
  });
}

/** §5.2.4: of the same scope, at least as new as the delta's base, older than the delta. */
function isBaseOf(base: Crl, delta: Crl): boolean {
  const [from, number, to] = [delta.baseNumber, base.number, delta.number].map(
    (hex) => hex !== undefined && BigInt(`0x${hex}`),
  );
  if (!isNumber(from) || !isNumber(number) || !isNumber(to)) return false;
  const [one, two] = [base, delta].map(({ extensions }) => extensions.get(OID.issuingDistributionPoint));
  const isSameScope = one && two ? bytesEqual(one.value, two.value) : one === two;
  return isSameScope && number >= from && number < to;
}

function isNumber(value: bigint | false | undefined): value is bigint {
  return typeof value === 'bigint';
}

/** Never throws: a list or an issuer that cannot be read is no source. */
async function trustedScope(crl: Crl, certificate: Certificate, issuer: Certificate) {
  try {
    if (comparableName(crl.issuer) !== comparableName(issuer.subject) || crl.hasUnknownCritical)
      return 'other';
    if (hasOtherCritical(crl.extensions, KNOWN)) return 'other';
    if (keyUsageOf(issuer.extensions)?.includes('cRLSign') === false) return 'other';
    const scope = scopeOf(crl, certificate);
    return scope !== 'other' && (await isSignedBy(crl, issuer)) ? scope : 'other';
  } catch {
    return 'other';
  }
}

const SIGNATURES = new WeakMap<Crl, { spki: Uint8Array; isValid: boolean }>();

async function isSignedBy(crl: Crl, { spki }: Certificate): Promise<boolean> {
  const known = SIGNATURES.get(crl);
  if (known && bytesEqual(known.spki, spki)) return known.isValid;
  const scheme = schemeOf(crl.signatureAlgorithm);
  const isValid =
    scheme !== undefined && (await checkSignature(scheme, spki, crl.tbs, crl.signature)) === 'valid';
  SIGNATURES.set(crl, { spki, isValid });
  return isValid;
}

function isWeak({ signatureAlgorithm }: Crl): boolean {
  const scheme = schemeOf(signatureAlgorithm);
  return scheme !== undefined && isWeakDigest(scheme.digest);
}

async function statementsOfAnswers(
  certificate: Certificate,
  issuer: Certificate,
  { crls, ocsps }: RevocationData,
  at: Date,
): Promise<Statement[]> {
  const statements: Statement[] = [];
  for (const response of ocsps) {
    const single = await singleOf(response, certificate, issuer);
    if (!single || single.status === 'unknown') continue;
    const responder = await responderOf(response, issuer);
    if (!responder) continue;
    if (!responder.isBeyondRevocation) {
      // its own answers say nothing of a responder: the issuer's lists do
      const { revoked } = await revocationOf(
        responder.certificate,
        issuer,
        { crls, ocsps: [], registers: [] },
        at,
      );
      if (revoked === 'yes') continue;
    }
    const { entry, thisUpdate, nextUpdate, archiveCutoff } = single;
    const isComplete = !responder.isWeak;
    statements.push({ source: 'ocsp', thisUpdate, nextUpdate, entry, isComplete, keptSince: archiveCutoff });
  }
  return statements;
}

async function statementsOfRegisters(
  certificate: Certificate,
  issuer: Certificate,
  registers: readonly IssuerRegister[],
): Promise<Statement[]> {
  const entry = await entryOf(certificate, issuer, registers);
  return entry ? [{ source: 'register', thisUpdate: entry.at, entry, isComplete: false }] : [];
}
