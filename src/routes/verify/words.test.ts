import { describe, expect, it } from 'vitest';
import type { SignatureReport, VerifyReport } from '$lib/pdf/verify';
import { m } from '$messages';
import { isRevocationOpen, nextStep, problemText, standingOf, verdictSentence } from './words';

function signature(o: Partial<SignatureReport>): SignatureReport {
  return {
    ...{ field: 'S', fields: ['S'], signer: 'Yunxi', path: [], intact: true, trusted: true, revoked: 'no' },
    ...{ level: 'basic', covers: 'revision', revision: 0, laterChanges: [], clock: 'none', seals: [] },
    ...{ subFilter: 'ETSI.CAdES.detached', problems: [], ...o },
  };
}

const report = (verdict: VerifyReport['verdict'], ...signatures: SignatureReport[]): VerifyReport => ({
  ...{ verdict, signatures, revisionCount: signatures.length },
});
type LaterChange = SignatureReport['laterChanges'][number];
const later = (kind: LaterChange['kind']): LaterChange => ({ revision: 1, kind, changes: [] });

describe('the headline', () => {
  it('tells what came between two signatures', () => {
    const two = report(
      'valid',
      signature({ laterChanges: [later('permitted')] }),
      signature({ revision: 2 }),
    );
    expect(verdictSentence(two, 1000)).toContain(m.verify_after_permitted());
  });

  it('does not tell of the second signature as something that came afterwards', () => {
    const two = report(
      'valid',
      signature({ laterChanges: [later('signatures')] }),
      signature({ revision: 2 }),
    );
    expect(verdictSentence(two, 1000)).toContain(m.verify_after_nothing());
  });

  it('does not call broken what cannot be judged', () => {
    const unknown = signature({ intact: false, problems: ['unsupported-algorithm'] });
    expect(standingOf(unknown)).toBe('unjudged');
    const sentence = verdictSentence(report('invalid', unknown), 1000);
    expect(sentence).toBe(m.verify_line_unjudged({ signer: 'Yunxi' }));
  });

  it('does not tell of changes where a signature is outside the form', () => {
    const loose = signature({ problems: ['outside-form'] });
    const sentence = verdictSentence(report('invalid', loose), 1000);
    expect(sentence).toBe(m.verify_line_misplaced({ signer: 'Yunxi' }));
  });
});

describe('a revoked certificate', () => {
  const revokedAt = new Date('2026-11-25T22:13:00Z');
  const before = new Date('2026-11-25T22:12:00Z');
  const revoked = (o: Partial<SignatureReport>) =>
    signature({ revoked: 'yes', trusted: false, revokedAt, problems: ['certificate-revoked'], ...o });

  it('is said to be revoked after the time that only the signer’s clock tells', () => {
    const one = revoked({ claimedTime: before, clock: 'signer-clock' });
    const sentence = verdictSentence(report('invalid', one), 1000, (time) => time.toISOString());
    expect(sentence).toBe(
      m.verify_line_revoked_unproven({
        ...{ signer: 'Yunxi', time: revokedAt.toISOString(), claimed: before.toISOString() },
      }),
    );
    expect(problemText('certificate-revoked', one).what).not.toBe(m.verify_problem_certificate_revoked());
  });

  it('is only said to be revoked where the clock tells a later time', () => {
    const one = revoked({ claimedTime: new Date(+revokedAt + 1000) });
    const sentence = verdictSentence(report('invalid', one), 1000, (time) => time.toISOString());
    expect(sentence).toBe(m.verify_line_revoked_at({ signer: 'Yunxi', time: revokedAt.toISOString() }));
  });

  it('does not send for another copy of the file, unless the file itself was changed', () => {
    expect(nextStep(report('invalid', revoked({})))).toBe(m.verify_next_revoked());
    expect(nextStep(report('invalid', revoked({ problems: ['forbidden-change'] })))).toBe(
      m.verify_next_invalid(),
    );
  });
});

describe('what stands beside the verdict', () => {
  it.each([
    ['a trusted signature of which nothing tells whether it was revoked', { revoked: 'unknown' }, true],
    ['one that is known not to be', { revoked: 'no' }, false],
    ['one whose signer is not trusted here anyway', { revoked: 'unknown', trusted: false }, false],
    ['one by a trial certificate', { revoked: 'unknown', trial: true }, false],
  ] as const)('for %s', (_, o, open) => {
    expect(isRevocationOpen(report('valid', signature(o)))).toBe(open);
  });
});
