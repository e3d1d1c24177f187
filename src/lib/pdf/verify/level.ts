import type { PdfDocument } from '../syntax';
import type { SignatureLevel } from './report';
import type { SignatureTimestamp } from './timestamp';
import { isComplete, type Trust, type TrustAnchors, type TrustQuestion, type ValidationData } from './trust';
import { validationDataOf } from './validation-store';
import type { CheckedSignature, Surroundings } from './verify-signature';

/** A time stamp on a signature: its own, or a document timestamp of a later revision. */
interface Stamp {
  certificate: Uint8Array;
  own: ValidationData;
  time: Date;
  /** of the document timestamp; the signature's own where it is in the signature */
  revision: number;
}

/**
 * The PAdES baseline level that a signature has reached (ETSI EN 319 142-1 §6): B-B, with a timestamp B-T, with all
 * that it takes to judge signer and timestamp in /DSS B-LT, with a later trusted document timestamp over that B-LTA.
 * Levels are a matter of what is in the file: the signer's root need not be trusted here.
 */
export async function levelOf(
  signature: CheckedSignature,
  trust: Trust,
  timestamp: SignatureTimestamp | undefined,
  around: Surroundings,
): Promise<SignatureLevel> {
  const { subFilter, integrity, revision } = signature;
  const isBaseline =
    subFilter === 'ETSI.CAdES.detached' &&
    integrity.namesCertificate &&
    integrity.others.length === 0 &&
    trust.path.length > 0;
  if (!isBaseline) return 'basic';
  const later = around.all.filter((other) => isTimestampAfter(other, revision));
  const stamp = timestamp ? stampOf(timestamp, revision) : documentStamp(later[0]);
  if (!stamp) return 'B-B';
  if (!(await holdsAll(around.doc, signature, stamp, around.anchors))) return 'B-T';
  for (const { revision: sealed } of around.proofs) {
    if (sealed <= stamp.revision) continue;
    if (await holdsAll(await around.history.at(sealed), signature, stamp, around.anchors)) return 'B-LTA';
  }
  return 'B-LT';
}

function isTimestampAfter(other: CheckedSignature, revision: number): boolean {
  return other.subFilter === 'ETSI.RFC3161' && other.intact && other.revision > revision;
}

function stampOf({ report, own }: SignatureTimestamp, revision: number): Stamp {
  return { certificate: report.certificate, own, time: report.time, revision };
}

function documentStamp(signature: CheckedSignature | undefined): Stamp | undefined {
  const { certificate, own, timestampTime: time } = signature?.integrity ?? {};
  if (!signature || !certificate || !own || !time) return undefined;
  return { certificate, own, time, revision: signature.revision };
}

/** Whether the document's /DSS has the revocation data of all certificates, and with the signature their paths. */
async function holdsAll(
  doc: PdfDocument,
  { integrity }: CheckedSignature,
  stamp: Stamp,
  { roots }: TrustAnchors,
): Promise<boolean> {
  const stored = await validationDataOf(doc);
  if (!stored || !integrity.certificate) return false;
  const complete = (certificate: Uint8Array, own: ValidationData, purpose: TrustQuestion['purpose']) =>
    isComplete({
      certificate,
      own: { certificates: own.certificates, crls: [], ocsps: [] },
      anchors: { ...stored, roots, registers: [] },
      at: stamp.time,
      purpose,
    });
  return (
    (await complete(integrity.certificate, integrity.own, 'document-signing')) &&
    (await complete(stamp.certificate, stamp.own, 'timestamping'))
  );
}
