import { registersOf, type CertificateState } from '../../certificate';
import { bytesEqual } from '../../keys';
import { decodeBase64url } from '../../ledger';
import { describeCertificate, validateChain, type ChainProblem } from '../../pki';
import type { BidBody } from '../secrecy';
import type { Tender, TenderState } from '../state';

/** Why a bid that its company has signed does not count. */
export type BidRefusal =
  | 'unknown-supplier'
  /** The certificate is not the supplier's. */
  | 'other-supplier'
  /** No record says that the platform has issued the certificate. */
  | 'unknown-certificate'
  /** The certificate leads to another root, or cannot be used for it. */
  | 'untrusted'
  | 'not-yet-valid'
  | 'expired'
  | 'revoked'
  | 'not-approved'
  | 'not-invited'
  | 'not-accepted'
  /** There is no price, or one beyond what records can hold. */
  | 'no-price';

/** Refusals of a bid that is its supplier's beyond doubt. */
const BY_A_KNOWN_SUPPLIER: ReadonlySet<string> = new Set<BidRefusal>([
  ...(['not-yet-valid', 'expired', 'revoked', 'not-approved'] as const),
  ...(['not-invited', 'not-accepted', 'no-price'] as const),
]);

export function isKnownSuppliers(refusal: string): boolean {
  return BY_A_KNOWN_SUPPLIER.has(refusal);
}

const MAX_FEN = 10_000_000_000;

/**
 * Judges bids by what the platform's records say, at the instant at which each came: a certificate that expired, was
 * renewed or was revoked later changes nothing.
 *
 * @param asOf of a check: what was recorded about revocations later is left out, ms since the epoch
 * @returns a function that says why a bid does not count, undefined where it does
 */
export function bidJudge(
  state: TenderState,
  tender: Tender,
  asOf = Infinity,
): (body: BidBody, at: number) => Promise<BidRefusal | undefined> {
  const known = knownBy(state, asOf);
  const { founded } = state;
  const roots = founded ? [founded.root] : [];
  const candidates = founded
    ? [...founded.issuers.values(), ...founded.formerIssuers.map(({ certificate }) => certificate)]
    : [];
  const registers = registersOf(known);
  return async (body, at) => {
    const refusal = supplierRefusal(state, body);
    if (refusal) return refusal;
    const certificate = decodeBase64url(body.certificate)!;
    const { serialNumber } = describeCertificate(certificate);
    const issued = known.certificates.get(serialNumber);
    if (!issued || !bytesEqual(issued.certificate, certificate)) return 'unknown-certificate';
    const chain = await validateChain({
      ...{ certificate, candidates, roots, registers },
      at: new Date(at),
    });
    if (chain.status !== 'trusted') return chainRefusal(chain.problems);
    return standingRefusal(state, tender, body, at) ?? (isPriced(body) ? undefined : 'no-price');
  };
}

/** The records' certificates without the revocations that nobody knew of at `asOf`. */
function knownBy(
  { founded, certificates }: TenderState,
  asOf: number,
): Pick<CertificateState, 'founded' | 'certificates'> {
  const known = [...certificates].map(([serial, { revoked, ...certificate }]) => {
    const isKnown = revoked !== undefined && revoked.recordedAt <= asOf;
    return [serial, isKnown ? { ...certificate, revoked } : certificate] as const;
  });
  return { ...(founded && { founded }), certificates: new Map(known) };
}

/** The credit code decides: names change. */
function supplierRefusal(state: TenderState, body: BidBody): BidRefusal | undefined {
  const supplier = state.suppliers.get(body.supplier);
  if (!supplier) return 'unknown-supplier';
  const { approved, latest } = supplier;
  const profile = (approved ?? latest)?.profile;
  return profile?.creditCode === body.creditCode ? undefined : 'other-supplier';
}

function chainRefusal(problems: readonly ChainProblem[]): BidRefusal {
  if (problems.includes('revoked') || problems.includes('authority-revoked')) return 'revoked';
  const times = (['expired', 'not-yet-valid'] as const).filter((one) => problems.includes(one));
  return times.length > 0 && problems.length === times.length ? times[0]! : 'untrusted';
}

/** Whether the supplier could take part when the bid came. */
function standingRefusal(
  state: TenderState,
  tender: Tender,
  { supplier: id }: BidBody,
  at: number,
): BidRefusal | undefined {
  const { reviews } = state.suppliers.get(id)!;
  if (!reviews.some((review) => review.reason === undefined && review.at <= at)) return 'not-approved';
  if (tender.access === 'open') return undefined;
  const invitation = tender.invitations.get(id);
  if (!invitation) return 'not-invited';
  return invitation.answer === 'accepted' ? undefined : 'not-accepted';
}

function isPriced({ action, totalFen }: BidBody): boolean {
  return action === 'withdraw' || (totalFen > 0 && totalFen <= MAX_FEN);
}
