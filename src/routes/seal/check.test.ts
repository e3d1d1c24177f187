import { describe, expect, test, vi } from 'vitest';
import type { SignatureReport, VerifyReport } from '$lib/pdf/verify';
import { judgeSealed } from './check';
import { judgeEarlier } from './earlier';

vi.mock('../session.svelte', () => ({ session: {} }));

const signature = (
  field: string,
  signer: string,
  faults: Partial<SignatureReport> = {},
): SignatureReport => ({
  field,
  fields: [field],
  signer,
  path: [],
  intact: true,
  trusted: true,
  revoked: 'unknown',
  level: 'B-B',
  covers: 'revision',
  revision: 0,
  laterChanges: [],
  clock: 'none',
  seals: [],
  subFilter: 'ETSI.CAdES.detached',
  problems: [],
  ...faults,
});
const report = (verdict: VerifyReport['verdict'], ...signatures: SignatureReport[]): VerifyReport => ({
  verdict,
  signatures,
  revisionCount: signatures.length,
});

const OWN = signature('Suiyin2', '云溪测试有限公司');
const BROKEN = signature('Suiyin1', '洞庭测试有限公司', { intact: false, problems: ['digest-mismatch'] });
const CHANGED = signature('Suiyin1', '洞庭测试有限公司', { problems: ['forbidden-change'] });
const REVOKED = signature('Suiyin1', '洞庭测试有限公司', { revoked: 'yes' });

describe('signatures that a document came with', () => {
  test.each([BROKEN, CHANGED, REVOKED])('are told to be faulty, by name', (faulty) => {
    expect(judgeEarlier(report('invalid', faulty, signature('b', '岳阳测试有限公司')))).toEqual({
      kind: 'broken',
      signers: ['洞庭测试有限公司'],
    });
  });

  test('are sound where a verifier finds no fault, trusted here or not', () => {
    expect(judgeEarlier(report('valid', OWN))).toEqual({ kind: 'sound' });
    expect(judgeEarlier(report('valid-untrusted', { ...OWN, trusted: false }))).toEqual({ kind: 'sound' });
  });

  test('are not called sound where nothing could be told', () => {
    expect(judgeEarlier(report('unreadable'))).toEqual({ kind: 'unknown' });
  });
});

describe('a file that was sealed here', () => {
  const before = judgeEarlier(report('invalid', BROKEN));

  test('is not blamed for a signature that was broken before', () => {
    expect(judgeSealed(report('invalid', BROKEN, OWN), 'Suiyin2', before)).toEqual({
      kind: 'earlier-broken',
      signer: OWN.signer,
      broken: [BROKEN.signer],
    });
  });

  test('is wrong where the earlier signature was sound before it was sealed', () => {
    const sound = judgeEarlier(report('valid', { ...BROKEN, intact: true }));
    expect(judgeSealed(report('invalid', BROKEN, OWN), 'Suiyin2', sound)).toEqual({ kind: 'invalid' });
    expect(judgeSealed(report('invalid', BROKEN, OWN), 'Suiyin2', { kind: 'unknown' })).toEqual({
      kind: 'invalid',
    });
  });

  test('is wrong where its own signature is faulty or missing, whatever came before', () => {
    const faulty = { ...OWN, intact: false };
    expect(judgeSealed(report('invalid', BROKEN, faulty), 'Suiyin2', before)).toEqual({ kind: 'invalid' });
    expect(judgeSealed(report('invalid', BROKEN), 'Suiyin2', before)).toEqual({ kind: 'invalid' });
    expect(judgeSealed(report('valid', signature('x', 'y')), 'Suiyin2', before)).toEqual({ kind: 'invalid' });
  });

  test('is valid, with the name of who sealed', () => {
    expect(
      judgeSealed(report('valid', signature('Suiyin1', '洞庭测试有限公司'), OWN), 'Suiyin2', {
        kind: 'sound',
      }),
    ).toEqual({ kind: 'valid', signer: OWN.signer, trusted: true, signatures: 2, revocationOpen: true });
  });
});
