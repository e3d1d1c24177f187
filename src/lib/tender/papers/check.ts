import { digestOfBlob } from '../../keys';
import { encodeBase64url } from '../../ledger';
import { isFatal, isUnjudged } from '../../pdf/problems';
import { openPdf } from '../../pdf/syntax';
import {
  verifyPdf,
  type Change,
  type ProblemCode,
  type SignatureReport,
  type VerifyReport,
} from '../../pdf/verify';
import { certificateFingerprint, describeCertificate, type IssuerRegister } from '../../pki';

/** Why a document cannot be attached to a bid. */
export type BidPaperRefusalCode =
  | 'not-a-pdf'
  /** It is broken beyond what can be read safely. */
  | 'damaged'
  /** It is encrypted, with a password to open it or without. */
  | 'encrypted'
  /** The file went away or changed while it was read. */
  | 'file-unreadable'
  /** It has more signatures or objects than an honest document has. */
  | 'too-complex'
  /** Nobody has sealed or signed it. */
  | 'unsigned'
  /** The company has signed it, but no page shows a seal. */
  | 'no-seal'
  /** Others have sealed it, the company has not. Detail: `signers`, `company`. */
  | 'other-company'
  /** What was sealed is not what stands there now. Detail: `problems`. */
  | 'altered'
  /** Something was changed after the company's seal. Detail: `changes`, kinds of them; `problems`. */
  | 'changed-after'
  /** Somebody else has signed after the company's seal. Detail: `signers`. */
  | 'signed-after'
  /** The seal's format or an algorithm is not known here. Detail: `problems`. */
  | 'not-judged'
  /** The certificate does not lead to the platform's root. Detail: `issuer`. */
  | 'other-root'
  /** Detail: `revokedAt`, ms since the epoch, where it is known. */
  | 'certificate-revoked'
  /** Detail: `notAfter`, ms since the epoch. */
  | 'certificate-expired'
  /** Detail: `notBefore`, ms since the epoch. */
  | 'certificate-not-yet-valid'
  /** The certificate is not one to seal with, or its chain breaks a rule. Detail: `problems`. */
  | 'certificate-invalid'
  /** An earlier signature in it is broken or revoked. Detail: `signers`. */
  | 'other-signature-invalid';

export interface BidPaperRefusal {
  code: BidPaperRefusalCode;
  detail: Readonly<Record<string, unknown>>;
}

/** What is known of a document that may be attached. */
export interface BidPaperFacts {
  pages: number;
  bytes: number;
  /** of the file, base64url: as an envelope names it */
  sha256: string;
  /** places in which pages show the company's seals */
  seals: number;
  /** 1-based, ascending */
  sealedPages: number[];
  company: string;
  creditCode: string;
  /** SHA-256 of the company's certificate, hexadecimal */
  certificate: string;
  certificateSerial: string;
  /** ms since the epoch */
  certificateNotAfter: number;
  /** ms since the epoch; proven by a trusted timestamp, or by the signer's own clock */
  sealedAt?: { at: number; clock: 'timestamp' | 'signer-clock' };
  /** the certificate was issued for trying out */
  trial: boolean;
  /** who else has signed it, before the company; whether their certificates are trusted here */
  others: { signer: string; trusted: boolean }[];
}

export type BidPaperCheck = { ok: true; facts: BidPaperFacts } | { ok: false; refusals: BidPaperRefusal[] };

export interface BidPaperTerms {
  /** who bids: as its certificate has to name it */
  company: { name: string; creditCode: string };
  /** DER of the platform's roots */
  roots: readonly Uint8Array[];
  /** DER of revocation lists at hand */
  crls?: readonly Uint8Array[];
  registers?: readonly IssuerRegister[];
  /** by the platform's clock */
  now: Date;
  signal?: AbortSignal;
  onProgress?(progress: { done: number; total: number }): void;
}

/** What may come after the company's seal: proofs of when it was made, and that its certificate was good. */
const PROOFS: readonly Change['kind'][] = ['timestamped', 'validation-data'];

/** What a further signature brings along. */
const SIGNING: readonly Change['kind'][] = [
  ...PROOFS,
  ...(['signed', 'signature-field-added', 'seal-added', 'structure'] as const),
];

/**
 * Checks a sealed PDF when it is attached to a bid: sealed by this company, with a certificate of the platform that is
 * good now, and nothing done to it afterwards. Signatures of others may stand in it if they are older and intact.
 *
 * @returns the facts, or everything that speaks against it, the weightiest first
 * @throws the signal's reason
 */
export async function checkBidPaper(file: Blob, terms: BidPaperTerms): Promise<BidPaperCheck> {
  const { signal, onProgress } = terms;
  const report = await verifyPdf(file, {
    roots: [...terms.roots],
    crls: [...(terms.crls ?? [])],
    registers: terms.registers ?? [],
    ...{ now: terms.now, signal, onProgress },
  });
  const { verdict, problem } = report;
  if (verdict === 'unreadable') {
    return refused(problem === 'unsupported-encryption' ? 'encrypted' : problem!);
  }
  const doc = await openPdf(file, { signal });
  if (doc.encrypted) return refused('encrypted');
  if (verdict === 'unsigned') return refused('unsigned');
  const own = report.signatures.filter((signature) => isOf(signature, terms.company));
  const newest = own.at(-1);
  if (!newest) {
    // What was taken apart and written anew no longer says whose it was.
    const broken = report.signatures.find(({ intact, certificate }) => !intact && !certificate);
    if (broken) {
      const { problems } = broken;
      return refused(isUnjudged(broken) ? 'not-judged' : 'altered', { problems });
    }
    return refused('other-company', { signers: signersIn(report), company: terms.company.name });
  }
  const refusals = [
    ...integrityRefusals(newest, report),
    ...certificateRefusals(newest, terms.now),
    ...othersRefusals(newest, report),
  ];
  const seals = own.flatMap((signature) => signature.seals);
  if (seals.length === 0) refusals.push({ code: 'no-seal', detail: {} });
  if (refusals.length > 0) return { ok: false, refusals };

  const certificate = describeCertificate(newest.certificate!);
  return {
    ok: true,
    facts: {
      pages: await doc.pageCount(),
      bytes: file.size,
      sha256: encodeBase64url(await digestOfBlob('sha256', file, { signal })),
      seals: seals.length,
      sealedPages: [...new Set(seals.map(({ page }) => page))].sort((a, b) => a - b),
      company: certificate.commonName,
      creditCode: terms.company.creditCode,
      certificate: await certificateFingerprint(newest.certificate!),
      certificateSerial: certificate.serialNumber,
      certificateNotAfter: certificate.notAfter.getTime(),
      ...sealedAtOf(newest),
      trial: newest.trial === true,
      others: report.signatures
        .filter((signature) => signature.level !== 'timestamp' && !own.includes(signature))
        .map(({ signer, trusted }) => ({ signer, trusted })),
    },
  };
}

function refused(code: BidPaperRefusalCode, detail: BidPaperRefusal['detail'] = {}): BidPaperCheck {
  return { ok: false, refusals: [{ code, detail }] };
}

/** Whether the certificate of a signature names the company. What it names is its own word until it is trusted. */
function isOf({ certificate, level }: SignatureReport, company: BidPaperTerms['company']): boolean {
  if (!certificate || level === 'timestamp') return false;
  try {
    const { commonName, creditCode } = describeCertificate(certificate);
    return commonName === company.name && creditCode === company.creditCode;
  } catch {
    return false;
  }
}

function signersIn({ signatures }: VerifyReport): string[] {
  const signers = signatures.filter(({ level }) => level !== 'timestamp').map(({ signer }) => signer);
  return [...new Set(signers)];
}

function integrityRefusals(newest: SignatureReport, report: VerifyReport): BidPaperRefusal[] {
  const { problems, intact, laterChanges } = newest;
  if (isUnjudged(newest)) return [{ code: 'not-judged', detail: { problems } }];
  if (!intact) return [{ code: 'altered', detail: { problems } }];
  const changes = laterChanges.flatMap((later) => later.changes);
  const signedFields = new Set(changes.flatMap((one) => (one.kind === 'signed' ? [one.field] : [])));
  const later = report.signatures.filter((one) => one.fields.some((field) => signedFields.has(field)));
  const fatal = problems.filter(isFatal);
  const kinds = [...new Set(changes.map(({ kind }) => kind))].filter((kind) => !PROOFS.includes(kind));
  if (fatal.length === 0 && kinds.length === 0) return [];
  if (fatal.length === 0 && later.length > 0 && kinds.every((kind) => SIGNING.includes(kind)))
    return [{ code: 'signed-after', detail: { signers: later.map(({ signer }) => signer) } }];
  return [{ code: 'changed-after', detail: { changes: kinds, problems: fatal } }];
}

/** Whether the company's certificate is the platform's and good now, also where a timestamp proves that it was then. */
function certificateRefusals(newest: SignatureReport, now: Date): BidPaperRefusal[] {
  const { problems, revoked, revokedAt, trusted } = newest;
  const { notBefore, notAfter, issuerName } = describeCertificate(newest.certificate!);
  const has = (code: ProblemCode) => problems.includes(code);
  const refusals: BidPaperRefusal[] = [];
  if (has('untrusted-root')) refusals.push({ code: 'other-root', detail: { issuer: issuerName } });
  if (revoked === 'yes' || (revokedAt && revokedAt <= now)) {
    const at = revokedAt && { revokedAt: revokedAt.getTime() };
    refusals.push({ code: 'certificate-revoked', detail: { ...at } });
  }
  if (has('certificate-expired') || notAfter < now)
    refusals.push({ code: 'certificate-expired', detail: { notAfter: notAfter.getTime() } });
  if (has('certificate-not-yet-valid') || notBefore > now)
    refusals.push({ code: 'certificate-not-yet-valid', detail: { notBefore: notBefore.getTime() } });
  if (!trusted && refusals.length === 0) refusals.push({ code: 'certificate-invalid', detail: { problems } });
  return refusals;
}

function othersRefusals(newest: SignatureReport, { signatures }: VerifyReport): BidPaperRefusal[] {
  const bad = signatures.filter(
    (one) => one !== newest && (!one.intact || one.revoked === 'yes' || one.problems.some(isFatal)),
  );
  if (bad.length === 0) return [];
  return [{ code: 'other-signature-invalid', detail: { signers: bad.map(({ signer }) => signer) } }];
}

function sealedAtOf({ signingTime, claimedTime }: SignatureReport): Pick<BidPaperFacts, 'sealedAt'> {
  if (signingTime) return { sealedAt: { at: signingTime.getTime(), clock: 'timestamp' } };
  return claimedTime ? { sealedAt: { at: claimedTime.getTime(), clock: 'signer-clock' } } : {};
}
