import type { Purpose } from '../../pki';
import { PdfString, type PdfDict, type PdfDocument, type PdfObject } from '../syntax';
import type { RangeDigests, SignedDigests } from './digests';
import type { FoundSignature } from './find-signatures';
import type { History } from './history';
import { broken, checkIntegrity, type Integrity } from './integrity';
import { laterChangesOf } from './later-changes';
import { levelOf } from './level';
import type { LocatedSignature } from './locate';
import { parsePdfDate } from './pdf-date';
import type { ProblemCode, SealReport, SignatureLevel, SignatureReport } from './report';
import { sealsOf, stampsAmong } from './seals';
import { earliest, provenBy, signatureTimestamp, type SignatureTimestamp, type TimeProof } from './timestamp';
import { isUnreadable } from './too-complex';
import { commonNameOf, isTrial, judgeTrust, type Trust, type TrustAnchors } from './trust';

const NO_BYTES = new Uint8Array();

/** For signatures whose bytes were not looked at; what they then seem to have is no finding. */
const NOTHING_HASHED: SignedDigests = {
  of: () => Promise.resolve(NO_BYTES),
  digestOf: () => () => Promise.resolve(NO_BYTES),
};
const OF_DIGESTS: ReadonlySet<ProblemCode> = new Set(['digest-mismatch', 'signature-mismatch']);

/** What all signatures of a document are judged with. */
export interface Surroundings {
  doc: PdfDocument;
  history: History;
  digests: RangeDigests;
  anchors: TrustAnchors;
  proofs: readonly TimeProof[];
  /** all signatures of the document, this one among them, in the order of their revisions */
  all: readonly CheckedSignature[];
  now: Date;
}

/** A signature whose value has been verified against the signed bytes. */
export interface CheckedSignature extends LocatedSignature {
  integrity: Integrity;
  /** the signed bytes are what was signed, and the byte range leaves nothing out */
  intact: boolean;
}

export async function check(
  located: LocatedSignature,
  around: Pick<Surroundings, 'doc' | 'digests'>,
): Promise<CheckedSignature> {
  const integrity = await integrityOf(located, around);
  return { ...located, integrity, intact: integrity.intact && located.problems.length === 0 };
}

/** Whose clock says when, and what else is known of a signature before its document is looked at. */
interface Standing {
  trust: Trust;
  timestamp?: SignatureTimestamp;
  /** proven by a timestamp that is trusted here */
  signingTime?: Date;
  level: SignatureLevel;
  problems: ProblemCode[];
}

/** Judges a signature in every respect. */
export async function reportSignature(
  checked: CheckedSignature,
  around: Surroundings,
  isFirst: boolean,
): Promise<SignatureReport> {
  const { doc, history } = around;
  const { found, range, revision, covers, subFilter, integrity, intact } = checked;
  const { value } = found;
  const then = await history.at(checked.seenIn);
  const problems = new Set<ProblemCode>([...checked.problems, ...integrity.problems]);
  if (checked.seenIn < history.last) problems.add('signature-removed');
  if (checked.found.loose) problems.add('outside-form');

  const { trust, timestamp, signingTime, level, problems: more } = await standingOf(checked, around);
  for (const problem of [...more, ...trust.problems]) problems.add(problem);

  const own = await signedState(history, checked);
  const later = await laterChangesOf(checked, own, around);
  for (const problem of later.problems) problems.add(problem);
  if (later.certifies && !isFirst) problems.add('certification-misplaced');

  const claimed = await textOf(then, value.get('M'));
  const claimedTime =
    (claimed === undefined ? undefined : parsePdfDate(claimed)) ??
    integrity.signingTime ??
    integrity.timestampTime;
  const [field] = own.fields;
  const reason = await textOf(then, value.get('Reason'));
  const location = await textOf(then, value.get('Location'));
  return {
    field: field?.name ?? '',
    fields: own.fields.map(({ name }) => name),
    signer: commonNameOf(integrity.certificate) || ((await textOf(then, value.get('Name'))) ?? ''),
    ...(integrity.certificate ? { certificate: integrity.certificate } : {}),
    ...(integrity.others.length > 0
      ? { signers: [integrity.certificate, ...integrity.others].map(commonNameOf) }
      : {}),
    path: trust.path,
    ...(isTrial(trust.path) ? { trial: true } : {}),
    intact,
    trusted: trust.trusted && !problems.has('weak-algorithm'),
    ...(trust.rootName === undefined ? {} : { rootName: trust.rootName }),
    ...(trust.root ? { root: trust.root } : {}),
    revoked: trust.revoked,
    ...(trust.revokedAt ? { revokedAt: trust.revokedAt } : {}),
    ...(trust.revocationSource ? { revocationSource: trust.revocationSource } : {}),
    ...(trust.revokedLater ? { revokedAfterSigning: true } : {}),
    ...(timestamp ? { timestamp: timestamp.report } : {}),
    level,
    covers,
    revision,
    ...(later.certifies ? { certifies: later.level } : {}),
    laterChanges: later.changes,
    ...(signingTime ? { signingTime } : {}),
    ...(claimedTime ? { claimedTime } : {}),
    clock: signingTime ? 'timestamp' : claimedTime ? 'signer-clock' : 'none',
    seals: range ? await sealsIn(doc, history, revision, own) : [],
    ...(reason === undefined ? {} : { reason }),
    ...(location === undefined ? {} : { location }),
    subFilter,
    problems: [...problems],
  };
}

/**
 * The time that is proven comes first: what is proven to have been there while the certificate was good stays good.
 * Without proof it is judged as of now.
 */
async function standingOf(checked: CheckedSignature, around: Surroundings): Promise<Standing> {
  const { integrity, intact, revision, subFilter } = checked;
  const { anchors, proofs, now } = around;
  const covered = provenBy(proofs, revision);
  if (subFilter === 'ETSI.RFC3161') {
    const trust = await trustOf(integrity, anchors, { at: covered ?? now, othersAt: now }, 'timestamping');
    const signingTime = proofs.find((proof) => proof.revision === revision)?.time;
    return { trust, signingTime, level: 'timestamp', problems: [] };
  }
  const { best, isBroken } = await signatureTimestamp(integrity.message, anchors, covered ?? now);
  const stamped = best?.report.trusted ? [best.report.time] : [];
  const signingTime = intact ? earliest([...stamped, ...(covered ? [covered] : [])]) : undefined;
  const signers = { at: signingTime ?? now, othersAt: (intact ? covered : undefined) ?? now };
  const trust = await trustOf(integrity, anchors, signers, 'document-signing');
  const level = await levelOf(checked, trust, best, around);
  return {
    trust,
    timestamp: best,
    signingTime,
    level,
    problems: isBroken ? ['timestamp-mismatch'] : [],
  };
}

async function integrityOf(
  { range, subFilter, contents, found, problems }: LocatedSignature,
  { doc, digests }: Pick<Surroundings, 'doc' | 'digests'>,
): Promise<Integrity> {
  if (!range) return broken();
  const value = { subFilter, contents, certificates: await certificatesOf(doc, found.value) };
  if (problems.length === 0 || digests.isWorthIt(range)) {
    return checkIntegrity(value, range, digests, () => digests.content(range));
  }
  const integrity = await checkIntegrity(value, range, NOTHING_HASHED, () => Promise.resolve(NO_BYTES));
  const told = integrity.problems.filter((problem) => !OF_DIGESTS.has(problem));
  return { ...integrity, intact: false, problems: told };
}

/**
 * Where several signed one value, all of them have to be trusted. The first one's timestamp says nothing of when the
 * others signed.
 */
async function trustOf(
  { certificate, others, own, timestampTime }: Integrity,
  anchors: TrustAnchors,
  { at, othersAt }: { at: Date; othersAt: Date },
  purpose: Purpose,
): Promise<Trust> {
  if (!certificate) {
    return { trusted: false, path: [], revoked: 'unknown', revokedLater: false, problems: [] };
  }
  const question = { own, anchors, at, purpose, ...(timestampTime ? { stampedAt: timestampTime } : {}) };
  const trust = await judgeTrust({ ...question, certificate });
  for (const other of others) {
    const further = await judgeTrust({ ...question, certificate: other, at: othersAt });
    trust.trusted &&= further.trusted;
    if (further.revoked === 'yes') trust.revoked = 'yes';
    trust.problems = [...new Set([...trust.problems, ...further.problems])];
  }
  return trust;
}

/**
 * The signature as its own revision has it: fields that came to show its value later are not its fields, and what
 * they show is not its seal.
 */
async function signedState(
  history: History,
  { found, revision, covers }: LocatedSignature,
): Promise<FoundSignature> {
  const { ref } = found;
  if (covers === 'partial' || !ref) return found;
  try {
    const then = await history.signaturesAt(revision);
    return then.find((other) => other.ref?.num === ref.num) ?? found;
  } catch (error) {
    if (!isUnreadable(error)) throw error;
    return found;
  }
}

async function sealsIn(
  doc: PdfDocument,
  history: History,
  revision: number,
  own: FoundSignature,
): Promise<SealReport[]> {
  try {
    const then = await history.at(revision);
    // In a file's first revision everything is new: which stamps are seals can't be told there.
    const written = revision > 0 ? (doc.revisions[revision]?.entries.keys() ?? []) : [];
    return await sealsOf(then, own, await stampsAmong(then, written));
  } catch (error) {
    if (!isUnreadable(error)) throw error;
    return [];
  }
}

/** /Cert: one certificate, or a chain (ISO 32000-2 table 255). */
async function certificatesOf(doc: PdfDocument, value: PdfDict): Promise<Uint8Array[]> {
  const entry = await doc.resolve(value.get('Cert') ?? null);
  const certificates: Uint8Array[] = [];
  for (const element of Array.isArray(entry) ? entry.slice(0, 32) : [entry]) {
    const string = await doc.resolve(element);
    if (string instanceof PdfString) certificates.push(string.bytes);
  }
  return certificates;
}

async function textOf(doc: PdfDocument, entry: PdfObject | undefined): Promise<string | undefined> {
  const string = await doc.resolve(entry ?? null);
  return string instanceof PdfString ? string.text() : undefined;
}
