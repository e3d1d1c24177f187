import type { SealReport, SignatureReport, TimestampReport, VerifyReport } from '../pdf/verify';
import { certificateFingerprint, describeCertificate } from '../pki';

/** What is said of a file beside its verification. */
export interface FileFacts {
  name: string;
  sizeBytes: number;
  /** hexadecimal */
  sha256: string;
  checkedAt: Date;
}

interface CertificateFields {
  subject: string;
  issuer: string;
  serialNumber: string;
  notBefore: Date;
  notAfter: Date;
  /** of the whole certificate, hexadecimal */
  sha256: string;
}

/** Millimetres to 1/100: finer than any printer, and free of the noise of conversion. */
const rounded = (millimetres: number): number => Math.round(millimetres * 100) / 100;

/**
 * A report as plain data for programs, certificates by what they say and their SHA-256. The names are kept from
 * version to version, and are those of `engine verify`; dates become ISO 8601 in UTC when it is written as JSON.
 */
export async function reportFields(facts: FileFacts, report: VerifyReport): Promise<object> {
  const { name, sizeBytes, sha256, checkedAt } = facts;
  const { revisionCount } = report;
  return { file: name, sizeBytes, sha256, checkedAt, revisionCount, ...(await verdictFields(report)) };
}

/** The same without what is said of the file. */
export async function verdictFields(report: VerifyReport): Promise<object> {
  const { verdict, problem, revisions = [] } = report;
  return {
    verdict,
    signatures: await Promise.all(report.signatures.map(signatureFields)),
    revisions: revisions.map(({ index, endOffset, signedBy, changes, unknown }) => {
      return { index, endOffset, signedBy, changes, ...(unknown ? { unknown } : {}) };
    }),
    problems: problem ? [problem] : [...new Set(report.signatures.flatMap(({ problems }) => problems))],
  };
}

/** Bytes are left out: they are for programs that hold the file. */
type Told = Omit<SignatureReport, 'certificate' | 'path' | 'root' | 'seals' | 'timestamp'>;

async function signatureFields(signature: SignatureReport): Promise<object> {
  const { path, seals, timestamp } = signature;
  const told: Told & Partial<SignatureReport> = { ...signature };
  delete told.certificate;
  delete told.root;
  delete told.path;
  return {
    ...told,
    seals: seals.map(sealFields),
    chain: await Promise.all(path.map(certificateFields)),
    ...(timestamp ? { timestamp: await timestampFields(timestamp) } : {}),
  };
}

function sealFields({ page, box, source }: SealReport): object {
  return {
    page,
    xMm: rounded(box.xMm),
    yMm: rounded(box.yMm),
    widthMm: rounded(box.widthMm),
    heightMm: rounded(box.heightMm),
    source,
  };
}

async function timestampFields({
  time,
  authority,
  trusted,
  path,
  problems,
}: TimestampReport): Promise<object> {
  return { time, authority, trusted, problems, chain: await Promise.all(path.map(certificateFields)) };
}

async function certificateFields(der: Uint8Array): Promise<CertificateFields | { sha256: string }> {
  const sha256 = await certificateFingerprint(der);
  try {
    const { commonName, issuerName, serialNumber, notBefore, notAfter } = describeCertificate(der);
    return { subject: commonName, issuer: issuerName, serialNumber, notBefore, notAfter, sha256 };
  } catch {
    return { sha256 }; // not readable as a certificate: its digest still names it
  }
}
