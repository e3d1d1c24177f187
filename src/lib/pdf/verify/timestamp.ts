import { bufferSource, digestOfBlob } from '../../keys';
import { verifyTimestamp, type ParsedSignedData } from '../../pki';
import { problemCodesOf } from './integrity';
import type { TimestampReport } from './report';
import { commonNameOf, judgeTrust, type TrustAnchors, type ValidationData } from './trust';

/** That everything up to a revision's end existed at a time, by a document timestamp that is trusted here. */
export interface TimeProof {
  /** the revision that the timestamp is in, and signs */
  revision: number;
  time: Date;
}

/** The earliest time at which what a revision contains is proven to have been there. */
export function provenBy(proofs: readonly TimeProof[], revision: number): Date | undefined {
  return earliest(proofs.filter((proof) => proof.revision > revision).map(({ time }) => time));
}

export function earliest(times: readonly Date[]): Date | undefined {
  return times.length > 0 ? new Date(Math.min(...times.map((time) => time.getTime()))) : undefined;
}

/** The timestamp over a signature (RFC 3161 appendix A). */
export interface SignatureTimestamp {
  report: TimestampReport;
  own: ValidationData;
}

/** Timestamps of one signature that are looked at; more are hostile. */
const MAX_TIMESTAMPS = 8;

const SIGNATURE_TIMESTAMP = '1.2.840.113549.1.9.16.2.14';

/**
 * Judges the timestamps of a signature.
 *
 * @param at when they are known to have existed: proven by a later document timestamp, else now. Their authority's
 *   certificate must have been good then, or nobody could tell who used its key.
 * @returns the one that says most: trusted before untrusted, early before late; `isBroken`: one of them is no
 *   timestamp, or one of something else
 */
export async function signatureTimestamp(
  message: ParsedSignedData | undefined,
  anchors: TrustAnchors,
  at: Date,
): Promise<{ best?: SignatureTimestamp; isBroken: boolean }> {
  const [signer] = message?.signers ?? [];
  const tokens = (signer?.unsignedAttributes ?? [])
    .filter(({ type }) => type === SIGNATURE_TIMESTAMP)
    .flatMap(({ values }) => values);
  if (!signer || tokens.length === 0) return { isBroken: false };
  const found: SignatureTimestamp[] = [];
  let isBroken = tokens.length > MAX_TIMESTAMPS;
  for (const { raw } of tokens.slice(0, MAX_TIMESTAMPS)) {
    const judged = await judge(raw, signer.signature, anchors, at);
    if (judged) found.push(judged);
    else isBroken = true;
  }
  const rank = ({ report }: SignatureTimestamp) => (report.trusted ? 0 : 1);
  found.sort((a, b) => rank(a) - rank(b) || a.report.time.getTime() - b.report.time.getTime());
  return { best: found[0], isBroken };
}

async function judge(
  token: Uint8Array,
  signature: Uint8Array,
  anchors: TrustAnchors,
  at: Date,
): Promise<SignatureTimestamp | undefined> {
  const signed = new Blob([bufferSource(signature)]);
  const verdict = await verifyTimestamp(token, (name) => digestOfBlob(name, signed));
  const { time, certificate, certificates, crls, ocsps } = verdict;
  if (!verdict.intact || !time || !certificate) return undefined;
  const own = { certificates, crls, ocsps };
  const trust = await judgeTrust({
    certificate,
    own,
    anchors,
    at,
    purpose: 'timestamping',
    stampedAt: time,
  });
  const problems = new Set([...problemCodesOf(verdict.problems), ...trust.problems]);
  return {
    report: {
      time,
      authority: commonNameOf(certificate),
      // A time that has not come yet proves nothing.
      trusted: trust.trusted && !problems.has('weak-algorithm') && time <= at,
      certificate,
      path: trust.path,
      problems: [...problems],
    },
    own,
  };
}
