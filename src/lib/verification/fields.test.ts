import { beforeAll, describe, expect, test } from 'vitest';
import type { SignatureReport, VerifyReport } from '../pdf/verify';
import { reportFields } from '.';

const CHECKED = new Date('2026-11-25T08:00:00Z');
const FACTS = { name: 'a.pdf', sizeBytes: 12, sha256: 'ab', checkedAt: CHECKED };
const DER = Uint8Array.of(0x30, 0);

const signature: SignatureReport = {
  field: 'Seal1',
  fields: ['Seal1'],
  signer: '云溪测试有限公司',
  certificate: DER,
  path: [DER],
  trial: true,
  root: DER,
  intact: true,
  trusted: false,
  revoked: 'unknown',
  level: 'B-T',
  covers: 'revision',
  revision: 0,
  laterChanges: [{ revision: 1, kind: 'other', changes: [{ kind: 'metadata', permitted: false }] }],
  claimedTime: CHECKED,
  clock: 'timestamp',
  seals: [{ page: 1, box: { xMm: 10.123456, yMm: 20, widthMm: 40.0049, heightMm: 40 }, source: 'field' }],
  subFilter: 'ETSI.CAdES.detached',
  problems: ['forbidden-change'],
  timestamp: {
    time: CHECKED,
    authority: 'TSA',
    trusted: true,
    certificate: DER,
    path: [DER],
    problems: [],
  },
};

const report: VerifyReport = {
  verdict: 'invalid',
  signatures: [signature],
  revisionCount: 2,
  revisions: [
    { index: 0, endOffset: 5, signedBy: ['Seal1'], changes: [] },
    { index: 1, endOffset: 12, signedBy: [], changes: [{ kind: 'metadata' }] },
  ],
};

describe('the fields of a report', () => {
  let told: Record<string, unknown>;
  beforeAll(async () => {
    told = JSON.parse(JSON.stringify(await reportFields(FACTS, report))) as Record<string, unknown>;
  });

  test('name the file and the verdict', () => {
    expect(told).toMatchObject({
      file: 'a.pdf',
      sizeBytes: 12,
      sha256: 'ab',
      checkedAt: '2026-11-25T08:00:00.000Z',
      verdict: 'invalid',
      problems: ['forbidden-change'],
      revisionCount: 2,
    });
  });

  test('tell signatures as `engine verify` does, places in hundredths of a millimetre', () => {
    expect(told.signatures).toMatchObject([
      {
        field: 'Seal1',
        trial: true,
        laterChanges: [{ revision: 1, kind: 'other', changes: [{ kind: 'metadata', permitted: false }] }],
        seals: [{ page: 1, xMm: 10.12, yMm: 20, widthMm: 40, heightMm: 40, source: 'field' }],
        problems: ['forbidden-change'],
        timestamp: { authority: 'TSA', trusted: true, problems: [] },
      },
    ]);
  });

  test('say why a file cannot be read', async () => {
    const unreadable: VerifyReport = {
      verdict: 'unreadable',
      problem: 'encrypted',
      signatures: [],
      revisionCount: 0,
    };
    expect(await reportFields(FACTS, unreadable)).toMatchObject({ problems: ['encrypted'], signatures: [] });
  });

  test('tell revisions with their ends', () => {
    expect(told.revisions).toEqual(report.revisions);
  });

  test('name certificates by their digest and hold no bytes', () => {
    const [first] = told.signatures as Record<string, unknown>[];
    expect(first?.chain).toEqual([{ sha256: expect.stringMatching(/^[0-9a-f]{64}$/) as string }]);
    for (const bytes of ['certificate', 'root', 'path']) expect(first).not.toHaveProperty(bytes);
    expect(first?.timestamp).not.toHaveProperty('certificate');
  });
});
