import { describe, expect, it } from 'vitest';
import type { RecordId } from '$lib/ledger';
import type { Tender, TenderState } from '$lib/tender';
import { describeError } from '../error-text';
import { noteText, verdictLooks } from './words';

const [ONE, TWO] = ['one', 'two'] as string[] as [RecordId, RecordId];
const report = {
  state: { suppliers: new Map() } as unknown as TenderState,
  tender: {
    envelopes: new Map([
      [ONE, {}],
      [TWO, {}],
    ]),
    opened: { bids: [{ envelope: ONE, supplier: ONE, company: '云溪公司', status: 'opened' }] },
  } as unknown as Tender,
};

describe('what an archive’s checks have found', () => {
  it('names the envelope by its place, and the company by its bid', () => {
    const recorded = { envelope: TWO, status: 'opened' as const };
    const found = { envelope: TWO, status: 'unreadable' as const };
    const note = { code: 'opening-differs' as const, envelope: TWO, problem: 'status' as const };
    expect(noteText({ ...note, recorded, found }, report)).toBe(
      '第 2 个信封：记录为「有效」，重新开启为「无法解密」。',
    );
    expect(noteText({ code: 'winner-not-first', supplier: ONE, rank: 2 }, report)).toContain('云溪公司');
  });

  it('says why a record or a key does not count', () => {
    const refused = { code: 'record-refused' as const, position: 7, reason: 'bad-signature' as const };
    expect(noteText(refused, report)).toContain('第 7 条记录未计入');
    expect(noteText({ code: 'no-opening-key', reason: 'too-few-shares' }, report)).toMatch(
      /不能恢复开标密钥/,
    );
  });

  it('is not called good where nothing was checked', () => {
    expect(verdictLooks(undefined).status).toBe('offline');
    expect(verdictLooks('bad').status).toBe('invalid');
  });

  it('is a typed error where the file is none', () => {
    const error = { name: 'ArchiveError', code: 'records-gap', detail: { expected: 5, position: 6 } };
    expect(describeError(error).text).toContain('第 4 条之后是第 6 条');
  });
});
