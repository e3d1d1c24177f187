import type { Change, ProblemCode, SignatureReport, VerifyReport } from '$lib/pdf/verify';
import { m } from '$messages';
import { getLocale } from '$locale';

const underscored = <Code extends string>(code: Code) => code.replaceAll('-', '_') as Underscored<Code>;

type Underscored<Code extends string> = Code extends `${infer Head}-${infer Tail}`
  ? `${Head}_${Underscored<Tail>}`
  : Code;

export function formatTime(time: Date): string {
  return new Intl.DateTimeFormat(getLocale(), { dateStyle: 'long', timeStyle: 'short' }).format(time);
}

export function formatDay(time: Date): string {
  return new Intl.DateTimeFormat(getLocale(), { dateStyle: 'long' }).format(time);
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

const FORBIDDEN: ReadonlySet<ProblemCode> = new Set<ProblemCode>([
  'forbidden-change',
  'changes-unknown',
  'trailing-data',
  'signature-removed',
]);

export function hasForbiddenChange(signature: SignatureReport): boolean {
  return signature.problems.some((problem) => FORBIDDEN.has(problem));
}

export function verdictWord(report: VerifyReport): string {
  return m[`verify_verdict_${underscored(report.verdict)}`]();
}

/** The verdict on a file in one sentence. */
export function verdictSentence(report: VerifyReport): string {
  switch (report.verdict) {
    case 'unreadable':
      return m[`verify_unreadable_${underscored(report.problem ?? 'damaged')}`]();
    case 'unsigned':
      return m.verify_line_unsigned();
    case 'invalid':
      return whatIsWrong(report.signatures);
    default:
      return whoAndWhen(report.signatures);
  }
}

function whatIsWrong(signatures: readonly SignatureReport[]): string {
  const broken = signatures.find(({ intact }) => !intact);
  if (broken) return m.verify_line_broken({ signer: signerOf(broken) });
  const revoked = signatures.find((signature) => signature.revoked === 'yes');
  if (revoked) return m.verify_line_revoked({ signer: signerOf(revoked) });
  const removed = signatures.find(({ problems }) => problems.includes('signature-removed'));
  if (removed) return m.verify_line_removed({ signer: signerOf(removed) });
  const changed = signatures.find(hasForbiddenChange) ?? signatures[0];
  return changed ? m.verify_line_changed({ signer: signerOf(changed) }) : m.verify_line_unsigned();
}

function whoAndWhen(signatures: readonly SignatureReport[]): string {
  const last = signatures.filter(({ level }) => level !== 'timestamp').at(-1) ?? signatures.at(-1);
  if (!last) return m.verify_line_unsigned();
  const signer = signerOf(last);
  const after = m[`verify_after_${afterOf(last)}`]();
  const time = last.signingTime ?? last.claimedTime;
  const n = signatures.length;
  if (n > 1) {
    return time
      ? m.verify_line_many({ n, signer, time: formatTime(time), after })
      : m.verify_line_many_untimed({ n, signer, after });
  }
  return time
    ? m.verify_line_one({ signer, time: formatTime(time), after })
    : m.verify_line_one_untimed({ signer, after });
}

export function problemText(problem: ProblemCode): { what: string; advice: string } {
  const code = underscored(problem);
  return { what: m[`verify_problem_${code}`](), advice: m[`verify_advice_${code}`]() };
}

/** @param signatures of the document, to say who signed a field */
export function changeText(change: Change, signatures: readonly SignatureReport[]): string {
  switch (change.kind) {
    case 'signature-field-added':
      return change.page === undefined
        ? m.verify_change_signature_field_added({ field: change.field })
        : m.verify_change_signature_field_added_page({ field: change.field, page: change.page });
    case 'signed': {
      const by = signatures.find(({ fields }) => fields.includes(change.field));
      return by
        ? m.verify_change_signed({ signer: signerOf(by), field: change.field })
        : m.verify_change_signed_field({ field: change.field });
    }
    case 'timestamped':
      return m.verify_change_timestamped({ field: change.field });
    case 'form-filled':
      return change.page === undefined
        ? m.verify_change_form_filled({ field: change.field })
        : m.verify_change_form_filled_page({ field: change.field, page: change.page });
    case 'validation-data':
      return m.verify_change_validation_data();
    case 'metadata':
      return m.verify_change_metadata();
    case 'annotation-added':
    case 'annotation-changed':
    case 'annotation-removed':
      return m[`verify_change_${underscored(change.kind)}`]({
        page: change.page ?? m.verify_change_unknown_page(),
        subtype: change.subtype,
      });
    case 'other': {
      const where = m[`verify_place_${underscored(change.where)}`]();
      return change.page === undefined
        ? m.verify_change_other({ where })
        : m.verify_change_other_page({ where, page: change.page });
    }
  }
}

export function levelText(level: SignatureReport['level']): string {
  return m[`verify_level_${underscored(level)}`]();
}
