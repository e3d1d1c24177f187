import type { Change, RevisionReport, SignatureReport, VerifyReport } from '$lib/pdf/verify';

/** A change, and whether the signatures before it permit it; undefined where there is none before it. */
export type JudgedChange = Change & { permitted?: boolean };

/**
 * What a revision is for a reader: `original` came before every signature; `signed` by the first, `countersigned` by
 * a further one; `proofs`: nothing but data for validating
 */
type StopKind = 'original' | 'signed' | 'countersigned' | 'timestamped' | 'proofs' | 'changed' | 'resaved';

/** A revision of the document as a stop on the time line. */
export interface Stop {
  /** 0-based */
  index: number;
  kind: StopKind;
  /** of the document at this revision; undefined where it is not known */
  endOffset: number | undefined;
  signatures: SignatureReport[];
  changes: JudgedChange[];
  /** what it changed could not be told */
  unknown: boolean;
  /** some signature before it does not permit it */
  forbidden: boolean;
}

/** The revisions of a document, oldest first, each with what it signed and what it changed. */
export function stopsOf(report: VerifyReport): Stop[] {
  const known = new Map((report.revisions ?? []).map((revision) => [revision.index, revision]));
  const last = Math.max(
    report.revisionCount - 1,
    ...known.keys(),
    ...report.signatures.map(({ revision }) => revision),
    0,
  );
  let signedBefore = false;
  return Array.from({ length: last + 1 }, (_, index) => {
    const revision = known.get(index);
    const signatures = report.signatures.filter((signature) => signature.revision === index);
    const changes = judgedChanges(report.signatures, index, revision);
    const stop: Stop = {
      index,
      kind: kindOf(index, signatures, changes, revision?.unknown === true, signedBefore),
      endOffset: revision?.endOffset,
      signatures,
      changes,
      unknown: revision?.unknown === true,
      forbidden: changes.some(({ permitted }) => permitted === false),
    };
    signedBefore ||= signatures.some(({ level }) => level !== 'timestamp');
    return stop;
  });
}

/** The strictest judgement of a revision by the signatures before it. */
function judgedChanges(
  signatures: readonly SignatureReport[],
  index: number,
  revision: RevisionReport | undefined,
): JudgedChange[] {
  const judged = signatures.flatMap(({ laterChanges }) =>
    laterChanges.filter((later) => later.revision === index),
  );
  const strictest = judged.find(({ kind }) => kind === 'other') ?? judged[0];
  return strictest?.changes ?? revision?.changes ?? [];
}

function kindOf(
  index: number,
  signatures: readonly SignatureReport[],
  changes: readonly JudgedChange[],
  unknown: boolean,
  signedBefore: boolean,
): StopKind {
  if (signatures.some(({ level }) => level !== 'timestamp')) return signedBefore ? 'countersigned' : 'signed';
  if (signatures.length > 0) return 'timestamped';
  if (index === 0) return 'original';
  if (unknown) return 'changed';
  if (changes.length === 0) return 'resaved';
  return changes.every(({ kind }) => kind === 'validation-data') ? 'proofs' : 'changed';
}

/** What a signature brought along in its own revision: its fields and the seals that it stamped. */
export interface OwnPart {
  signature: SignatureReport;
  /** where its seals were stamped, 1-based, one for each */
  pages: number[];
}

/** The changes of a stop: what its own signatures brought along, put together, and everything else. */
export function partsOf(stop: Stop): { own: OwnPart[]; others: JudgedChange[] } {
  const own = stop.signatures.map((signature): OwnPart => ({ signature, pages: [] }));
  // A stamp is a signature's own only as often as it reports one on that page: one more is somebody else's.
  const left = own.map(({ signature }) => signature.seals.map(({ page }) => page));
  const belongs = (change: JudgedChange): boolean => {
    if (change.permitted === false) return false;
    switch (change.kind) {
      case 'signature-field-added':
      case 'signed':
      case 'timestamped':
        return own.some(({ signature }) => signature.fields.includes(change.field));
      case 'seal-added':
      case 'annotation-added': {
        const i = left.findIndex(
          (pages, n) =>
            change.page !== undefined &&
            pages.includes(change.page) &&
            (change.kind === 'seal-added'
              ? own[n]?.signature.fields.includes(change.field)
              : change.subtype === 'Stamp'),
        );
        if (i < 0 || change.page === undefined) return false;
        left[i]?.splice(left[i].indexOf(change.page), 1);
        own[i]?.pages.push(change.page);
        return true;
      }
      default:
        return false;
    }
  };
  const others = stop.changes.filter((change) => !belongs(change));
  return { own, others };
}
