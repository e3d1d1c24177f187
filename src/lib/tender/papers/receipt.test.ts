import { describe, expect, test } from 'vitest';
import { inspectPdf } from '../../pdf/sign';
import { glyphs } from '../../seal/testing';
import { idOf, NOW } from '../testing';
import { composeReceipt, type DeliveredEnvelope } from '.';
import { receiptText } from './receipt';
import { pagesOf } from '../../pdf/compose/testing';

const delivered = (over: Partial<DeliveredEnvelope> = {}): DeliveredEnvelope => ({
  platform: { id: 'A'.repeat(43), name: '云溪电子招标采购平台' },
  tender: { id: idOf('tender'), number: 'YX-2026-001', title: '云溪大道路灯采购', bidsUntil: NOW },
  ...{ company: '云溪测试有限公司', creditCode: '91430600MA4L000000', sent: 'bid' },
  ...{ record: idOf('record'), position: 128, receivedAt: NOW - 3_725_250, late: false },
  ...{ blob: idOf('blob'), bytes: 33_123, totalFen: 123_456_789, files: [] },
  clock: { offsetMs: -2500, uncertaintyMs: 40 },
  madeAt: NOW,
  ...over,
});

const composed = async (over: Partial<DeliveredEnvelope> = {}, timeZone?: string) =>
  (await pagesOf(await composeReceipt(delivered(over), { glyphs, ...(timeZone && { timeZone }) }))).join('');

describe('a receipt', () => {
  test('says what came when, and by whose clock', async () => {
    const text = await composed();
    expect(text).toContain('投标回执');
    expect(text).toContain('YX-2026-001');
    expect(text).toContain('按时送达');
    expect(text).toContain('截止时间前 1 小时 2 分 收到投标文件');
    expect(text).toContain('2026年11月25日 14:57:54.750（UTC+08:00）');
    expect(text).toContain('第 128 条');
    expect(text).toContain('比平台快 2.500 秒（误差不超过 0.040 秒）');
    expect(text).toContain('人民币 1,234,567.89 元');
    expect(text.replaceAll(/\s/g, '')).toContain(idOf('record'));
  });

  test('tells times in another zone where that is wanted', async () => {
    expect(await composed({}, 'Etc/UTC')).toContain('2026年11月25日 06:57:54.750（UTC+00:00）');
  });

  test('tells plainly what came late', async () => {
    const text = await composed({ late: true, receivedAt: NOW + 250 });
    expect(text).toContain('逾期送达');
    expect(text).toContain('晚于投标截止时间 0.250 秒');
  });

  test('names a change and a withdrawal', async () => {
    expect(await composed({ sent: 'change' })).toContain('修改投标');
    const withdrawn = await composed({ sent: 'withdrawal', totalFen: undefined });
    expect(withdrawn).toContain('收到放弃投标的声明');
    expect(withdrawn).not.toContain('投标总价');
  });

  test('does not claim to know a clock that was never compared', async () => {
    expect(await composed({ clock: undefined })).toContain('未能与平台比对');
    expect(await composed({ clock: { offsetMs: 20, uncertaintyMs: 40 } })).toContain('与平台时间一致');
  });

  test('lists the documents of the bid', async () => {
    const files = [{ name: '投标函.pdf', bytes: 20_480, sha256: idOf('file') }];
    const text = await composed({ files });
    expect(text).toContain('投标函.pdf');
    expect(text).toContain('20,480 字节');
  });

  test('holds in its code what can be found in the records of the platform', () => {
    const lines = receiptText(delivered()).split('\n');
    expect(lines).toContain(`record ${idOf('record')}`);
    expect(lines).toContain('received 2026-11-25T06:57:54.750Z');
    expect(lines).toContain('bytes 33123');
  });

  test('is a document that can be signed', async () => {
    const bytes = await composeReceipt(delivered(), { glyphs });
    const summary = await inspectPdf(new Blob([bytes as Uint8Array<ArrayBuffer>]));
    expect(summary.pageCount).toBe(1);
  });
});
