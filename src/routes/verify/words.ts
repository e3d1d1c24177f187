import { isChangeAfterwards, isMisplaced, isUnjudged } from '$lib/pdf/problems';
import type { DocumentVerdict, ProblemCode, SignatureReport, VerifyReport } from '$lib/pdf/verify';
import { m } from '$messages';
import { getLocale } from '$locale';
import { describeError } from '../error-text';
import { countSeals } from './seal-count';
import type { Stop } from './stops';
import { WorkerError } from './verifier';

/** A code as message keys write it. */
export const underscored = <Code extends string>(code: Code) =>
  code.replaceAll('-', '_') as Underscored<Code>;

type Underscored<Code extends string> = Code extends `${infer Head}-${infer Tail}`
  ? `${Head}_${Underscored<Tail>}`
  : Code;

function formatTime(time: Date): string {
  return new Intl.DateTimeFormat(getLocale(), { dateStyle: 'long', timeStyle: 'short' }).format(time);
}

export function formatDay(time: Date): string {
  return new Intl.DateTimeFormat(getLocale(), { dateStyle: 'long' }).format(time);
}

/** To the second and with the zone, for what is handed on. */
export function formatExactTime(time: Date): string {
  return new Intl.DateTimeFormat(getLocale(), { dateStyle: 'long', timeStyle: 'long' }).format(time);
}

/** How a time is told: on the page to the minute, in a report exactly. */
type FormatTime = (time: Date) => string;

export function formatSize(bytes: number): string {
  if (bytes < 1000) return m.verify_bytes({ n: bytes });
  const mega = bytes / 1e6;
  const number = new Intl.NumberFormat(getLocale(), { maximumSignificantDigits: 3 });
  return mega < 1 ? `${number.format(bytes / 1e3)} kB` : `${number.format(mega)} MB`;
}

export function signerOf(signature: SignatureReport): string {
  return signature.signer || m.verify_unknown_signer();
}

/** What became of the document after this signature, of the worst. */
export function afterOf(signature: SignatureReport): 'nothing' | 'signatures' | 'permitted' | 'forbidden' {
  if (hasForbiddenChange(signature)) return 'forbidden';
  const kinds = new Set(signature.laterChanges.map(({ kind }) => kind));
  if (kinds.has('permitted')) return 'permitted';
  return kinds.has('signatures') ? 'signatures' : 'nothing';
}

function hasForbiddenChange(signature: SignatureReport): boolean {
  return signature.problems.some(isChangeAfterwards);
}

/**
 * What became of a document after any of its signatures: that others signed after an earlier one is no news, but what
 * came between two signatures is.
 */
function worstAfter(signatures: readonly SignatureReport[], last: SignatureReport) {
  const all = new Set(signatures.map(afterOf));
  if (all.has('forbidden')) return 'forbidden';
  return all.has('permitted') ? 'permitted' : afterOf(last);
}

export function verdictWord(report: VerifyReport): string {
  return m[`verify_verdict_${underscored(report.verdict)}`]();
}

/** Some signature is by a trial certificate. */
export function isTrial(report: VerifyReport): boolean {
  return report.signatures.some(({ trial }) => trial);
}

/**
 * A trusted signature is good, and nothing at hand tells whether its certificate was revoked: that belongs beside the
 * verdict. A trial certificate is never revoked.
 */
export function isRevocationOpen({ verdict, signatures }: VerifyReport): boolean {
  const isGood = verdict === 'valid' || verdict === 'valid-untrusted';
  return (
    isGood && signatures.some(({ trusted, trial, revoked }) => trusted && !trial && revoked === 'unknown')
  );
}

/** The verdict where it stands alone: that it rests on a trial certificate belongs to it. */
export function fullVerdictWord(report: VerifyReport): string {
  const verdict = verdictWord(report);
  return isTrial(report) ? m.verify_verdict_trial({ verdict }) : verdict;
}

/** What to do about a file, in one sentence; undefined where the verdict says it, or nothing is to be done. */
export function nextStep(report: VerifyReport): string | undefined {
  switch (report.verdict) {
    case 'invalid':
      return isOnlyRevoked(report) ? m.verify_next_revoked() : m.verify_next_invalid();
    case 'valid-untrusted':
      return report.signatures.every(({ trial, trusted }) => trial || trusted)
        ? m.verify_next_trial()
        : m.verify_next_untrusted();
    case 'unsigned':
      return m.verify_next_unsigned();
    case 'valid':
      return isTrial(report) ? m.verify_next_valid_trial() : undefined;
    default:
      return undefined;
  }
}

/**
 * The verdict on a file in one sentence.
 *
 * @param sizeBytes of the file
 */
export function verdictSentence(
  report: VerifyReport,
  sizeBytes: number,
  format: FormatTime = formatTime,
): string {
  switch (report.verdict) {
    case 'unreadable':
      if (sizeBytes === 0) return m.verify_unreadable_empty();
      return m[`verify_unreadable_${underscored(report.problem ?? 'damaged')}`]();
    case 'unsigned':
      return m.verify_line_unsigned();
    case 'invalid':
      return whatIsWrong(report.signatures, format);
    default:
      return whoAndWhen(report.signatures, format);
  }
}

/** Nothing is wrong with the file itself: another copy of it would be no better. */
function isOnlyRevoked({ signatures }: VerifyReport): boolean {
  return signatures.every((signature) => {
    const standing = standingOf(signature);
    const isWhole = !hasForbiddenChange(signature) && !signature.problems.some(isMisplaced);
    return isWhole && ['revoked', 'untrusted', 'good'].includes(standing);
  });
}

/** Of a revoked certificate: the signer's own clock says that it signed before, and nothing proves it. */
function isUnprovenBefore({ revokedAt, signingTime, claimedTime }: SignatureReport): boolean {
  return !signingTime && revokedAt !== undefined && claimedTime !== undefined && claimedTime < revokedAt;
}

function revokedSentence(signature: SignatureReport, format: FormatTime): string {
  const signer = signerOf(signature);
  const { revokedAt, claimedTime } = signature;
  if (!revokedAt) return m.verify_line_revoked({ signer });
  const time = format(revokedAt);
  return claimedTime && isUnprovenBefore(signature)
    ? m.verify_line_revoked_unproven({ signer, time, claimed: format(claimedTime) })
    : m.verify_line_revoked_at({ signer, time });
}

function whatIsWrong(signatures: readonly SignatureReport[], format: FormatTime): string {
  const first = (standing: ReturnType<typeof standingOf>) =>
    signatures.find((signature) => standingOf(signature) === standing);
  const broken = first('broken');
  if (broken) return m.verify_line_broken({ signer: signerOf(broken) });
  const revoked = first('revoked');
  if (revoked) return revokedSentence(revoked, format);
  const removed = signatures.find(({ problems }) => problems.includes('signature-removed'));
  if (removed) return m.verify_line_removed({ signer: signerOf(removed) });
  const misplaced = first('changed') ? undefined : first('misplaced');
  if (misplaced) return m.verify_line_misplaced({ signer: signerOf(misplaced) });
  const unjudged = first('changed') ? undefined : first('unjudged');
  if (unjudged) return m.verify_line_unjudged({ signer: signerOf(unjudged) });
  const changed = first('changed') ?? signatures[0];
  return changed ? m.verify_line_changed({ signer: signerOf(changed) }) : m.verify_line_unsigned();
}

function whoAndWhen(signatures: readonly SignatureReport[], format: FormatTime): string {
  const last = signatures.filter(({ level }) => level !== 'timestamp').at(-1) ?? signatures.at(-1);
  if (!last) return m.verify_line_unsigned();
  const signer = signerOf(last);
  const after = m[`verify_after_${worstAfter(signatures, last)}`]();
  const time = last.signingTime ?? last.claimedTime;
  const n = signatures.length;
  if (n > 1) {
    return time
      ? m.verify_line_many({ n, signer, time: format(time), after })
      : m.verify_line_many_untimed({ n, signer, after });
  }
  return time
    ? m.verify_line_one({ signer, time: format(time), after })
    : m.verify_line_one_untimed({ signer, after });
}

/**
 * @param signature that has the problem. By a trial certificate, it is as it should be that nobody else trusts it; of
 * a revoked one it matters when it signed
 */
export function problemText(
  problem: ProblemCode,
  signature?: SignatureReport,
): { what: string; advice: string } {
  if (signature && problem === 'certificate-revoked')
    return {
      what: revokedSentence(signature, formatTime),
      advice: m.verify_advice_certificate_revoked(),
    };
  if (signature?.trial && problem === 'untrusted-root')
    return { what: m.verify_problem_untrusted_trial(), advice: m.verify_advice_untrusted_trial() };
  const code = underscored(problem);
  return { what: m[`verify_problem_${code}`](), advice: m[`verify_advice_${code}`]() };
}

export function levelText(level: SignatureReport['level']): string {
  return m[`verify_level_${underscored(level)}`]();
}

/** A page or run of pages after another: `1-3, 7`, as people write them. */
export function pageRuns(pages: readonly number[], most: number): string {
  const runs: [number, number][] = [];
  for (const page of [...new Set(pages)].sort((a, b) => a - b)) {
    const last = runs.at(-1);
    if (last && page === last[1] + 1) last[1] = page;
    else runs.push([page, page]);
  }
  const texts = runs.map(([from, to]) => (from === to ? `${from}` : `${from}-${to}`));
  return texts.length > most ? `${texts.slice(0, most).join(', ')} …` : texts.join(', ');
}

/** Where the seals of a signature are, and how many. */
export function sealsText({ seals }: SignatureReport, mostPages: number): string {
  if (seals.length === 0) return m.verify_seal_none();
  const pages = pageRuns(
    seals.map(({ page }) => page),
    mostPages,
  );
  const { seals: n, places, strips } = countSeals(seals);
  return strips > 0 ? m.verify_seal_pages_strips({ pages, n, places }) : m.verify_seal_pages({ pages, n });
}

export function timeText(signature: SignatureReport, format: FormatTime = formatTime): string {
  if (signature.signingTime) {
    const time = format(signature.signingTime);
    const authority = signature.timestamp?.authority;
    return authority ? m.verify_time_timestamp_by({ time, authority }) : m.verify_time_timestamp({ time });
  }
  if (!signature.claimedTime) return m.verify_time_none();
  const claimed = format(signature.claimedTime);
  return signature.level === 'timestamp' || signature.timestamp
    ? m.verify_time_unproven({ time: claimed })
    : m.verify_time_signer_clock({ time: claimed });
}

export function revokedText(signature: SignatureReport, format: FormatTime = formatTime): string {
  if (signature.revoked === 'unknown') return m.verify_revoked_unknown();
  if (signature.revoked === 'no' && !signature.revokedAfterSigning) {
    return signature.revocationSource
      ? m.verify_revoked_no_by({ source: signature.revocationSource === 'ocsp' ? 'OCSP' : 'CRL' })
      : m.verify_revoked_no();
  }
  const time = signature.revokedAt ? format(signature.revokedAt) : undefined;
  if (signature.revokedAfterSigning && time) return m.verify_revoked_later({ time });
  if (time && isUnprovenBefore(signature)) return m.verify_revoked_unproven({ time });
  return time ? m.verify_revoked_yes({ time }) : m.verify_revoked_yes_untimed();
}

export function revisionText(signature: SignatureReport, report: VerifyReport): string {
  const n = signature.revision + 1;
  if (signature.covers === 'partial') return m.verify_revision_partial();
  return signature.covers === 'whole-file'
    ? m.verify_revision_whole({ n })
    : m.verify_revision_part({ n, total: report.revisionCount });
}

/** What a signature is worth, of the worst. */
export function standingOf(
  signature: SignatureReport,
): 'broken' | 'revoked' | 'changed' | 'misplaced' | 'unjudged' | 'untrusted' | 'good' {
  if (!signature.intact && !isUnjudged(signature)) return 'broken';
  if (signature.revoked === 'yes' && !signature.revokedAfterSigning) return 'revoked';
  if (hasForbiddenChange(signature)) return 'changed';
  if (signature.problems.some(isMisplaced)) return 'misplaced';
  if (!signature.intact) return 'unjudged';
  return signature.trusted ? 'good' : 'untrusted';
}

export const TONE_OF_STANDING = {
  broken: 'invalid',
  revoked: 'invalid',
  changed: 'invalid',
  misplaced: 'invalid',
  unjudged: 'pending',
  untrusted: 'pending',
  good: 'valid',
} as const;

export const TONE_OF_VERDICT = {
  valid: 'valid',
  'valid-untrusted': 'pending',
  invalid: 'invalid',
  unsigned: 'neutral',
  unreadable: 'neutral',
} as const satisfies Record<DocumentVerdict, string>;

/** What a stop of the time line is, in a word or two. */
export function stopTitle(stop: Stop): string {
  return m[`verify_stop_${stop.kind}`]();
}

/** Why a file could not be verified. */
export function failureText(error: unknown): string {
  if (!(error instanceof WorkerError)) return describeError(error).text;
  return error.code === 'not-loaded' ? m.verify_worker_not_loaded() : m.verify_worker_died();
}

/** Which root the signer's certificate leads to; of a revoked one, that it no longer counts. */
export function rootText({ rootName, revoked }: Pick<SignatureReport, 'rootName' | 'revoked'>): string {
  if (rootName !== undefined) return rootName;
  return revoked === 'yes' ? m.verify_root_revoked() : m.verify_root_unknown();
}
