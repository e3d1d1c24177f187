import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import jsQR from 'jsqr';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { generateSigningKey, signBytes } from '../../src/lib/keys';
import type { RecordId } from '../../src/lib/ledger';
import { describeCertificate, type Signer } from '../../src/lib/pki';
import { glyphSource } from '../../src/lib/seal';
import type { BlobId } from '../../src/lib/sync';
import type { TenderItem } from '../../src/lib/tender';
import {
  checkBidPaper,
  composeAwardNotice,
  composeBidLetter,
  composeOpeningRecord,
  composeReceipt,
  composeResult,
  signPaper,
} from '../../src/lib/tender/papers';
import { sealByPlan } from '../tools/seal-by-plan';
import { ROOT } from '../tools/setup.js';
import { throwawayIdentity } from '../tools/trial';
import {
  lastSignature,
  mustRun,
  mutoolVerify,
  nssDatabase,
  opensslCms,
  pdfsig,
  qpdfCheck,
  render,
  renderMupdf,
  scratch,
} from './verifiers';

const COMPANY = '云溪测试有限公司';
const NOW = Date.now();
const GLYPHS = path.join(ROOT, 'static/glyphs');
const glyphs = glyphSource(async (file) => new Uint8Array(await readFile(path.join(GLYPHS, file))));
const id = (letter: string) => letter.repeat(43) as RecordId & BlobId;

const items: TenderItem[] = Array.from({ length: 60 }, (_, n) => ({
  ...{ id: `i${n}`, name: `路灯 ${n + 1} 型`, unit: '盏', quantityMilli: 12_500 },
  requirement: '功率 100 W，色温 4000 K\n防护等级 IP65',
}));
const tender = { number: 'YX-2026-001', title: '云溪大道路灯采购' };
const contact = { name: '王五', phone: '0730-8888888' };
const platform = '云溪电子招标采购平台';

const letter = () =>
  composeBidLetter(
    {
      tender: { ...tender, items, clarifications: 1 },
      draft: {
        version: 1,
        rows: items.map(({ id: item }) => ({
          ...{ item, note: '含运费', response: '功率 100 W，IP66', deviation: 'positive' as const },
          ...{ deliveryDays: 30, unitPriceFen: 100_010 },
        })),
      },
      ...{ platform, company: COMPANY, creditCode: '91430600MA4L000000', madeAt: NOW },
    },
    { glyphs },
  );

const PAPERS: [name: string, text: string[], make: () => Promise<Uint8Array>][] = [
  ['bid letter', ['投标函', '明细价格表', '技术偏离表', '柒拾伍万零柒拾伍元整', '750,075.00'], letter],
  [
    'receipt',
    ['投标回执', '按时送达', '平台接收时间', COMPANY],
    () =>
      composeReceipt(
        {
          platform: { id: id('P'), name: platform },
          tender: { ...tender, id: id('T'), bidsUntil: NOW + 60_000 },
          ...{ company: COMPANY, creditCode: '91430600MA4L000000', sent: 'bid' },
          ...{ record: id('R'), position: 12, receivedAt: NOW, late: false },
          ...{ blob: id('B'), bytes: 32_768, totalFen: 1234, files: [], madeAt: NOW },
        },
        { glyphs },
      ),
  ],
  [
    'opening record',
    ['开标记录', '唱标一览', COMPANY, '异议'],
    () =>
      composeOpeningRecord(
        {
          platform,
          tender: {
            ...{ ...tender, id: id('T'), bidsUntil: NOW - 2000, opensAt: NOW - 1000 },
            ...{ recipient: `age1${'q'.repeat(58)}`, threshold: 1 },
          },
          openedAt: NOW,
          committee: [{ name: '赵六', commitment: id('S'), published: true }],
          bids: [
            {
              ...{ envelope: id('R'), status: 'opened', supplier: id('U'), company: COMPANY },
              ...{ totalFen: 1234, delivery: '30 日', receivedAt: NOW - 3000 },
            },
          ],
          ...{ objections: [], recorder: '李四', madeAt: NOW },
        },
        { glyphs },
      ),
  ],
  [
    'result',
    ['成交结果公告', COMPANY, '人民币壹拾贰元叁角肆分'],
    () =>
      composeResult(
        {
          ...{ platform, tender: { ...tender, contact }, evaluation: 'scored' },
          ...{ winners: [{ company: COMPANY, amountFen: 1234 }], others: [], awardedAt: NOW, madeAt: NOW },
        },
        { glyphs },
      ),
  ],
  [
    'award notice',
    ['中标通知书', '特此通知'],
    () =>
      composeAwardNotice(
        {
          ...{ platform, tender: { ...tender, contact }, awardedAt: NOW, madeAt: NOW },
          winner: { company: COMPANY, creditCode: '91430600MA4L000000', amountFen: 1234 },
        },
        { glyphs },
      ),
  ],
];

let place: Awaited<ReturnType<typeof scratch>>;
let signer: Signer;

beforeAll(async () => {
  place = await scratch();
  await nssDatabase(place.dir, []);
  const { privateKey, publicKey } = await generateSigningKey('p256');
  const spki = new Uint8Array(await crypto.subtle.exportKey('spki', publicKey));
  signer = { algorithm: 'p256', spki, sign: (data) => signBytes(privateKey, data) };
});

afterAll(() => place.remove());

async function textOf(file: string, ...options: string[]): Promise<string> {
  const { stdout } = await mustRun('pdftotext', [...options, '-layout', file, '-']);
  return stdout.replaceAll(/[ \n]/g, '');
}

describe('a paper of a tender', () => {
  test.each(PAPERS)('%s: signed by a device, is what everybody agrees on', async (name, texts, make) => {
    const file = place.file(`${name}.pdf`);
    const pdf = await make();
    const signed = await signPaper(pdf, { signer, name: '会议室电脑', role: 'device', at: NOW });
    await writeFile(file, signed);

    const qpdf = await qpdfCheck(file);
    expect(qpdf.clean, qpdf.output).toBe(true);
    const signatures = await pdfsig(file, place.dir);
    expect(signatures).toMatchObject([
      { signer: '随印 设备 · 会议室电脑', valid: true, trusted: false, wholeDocument: true },
    ]);
    expect(signatures[0]!.output).toContain('Certificate issuer is unknown');
    const mutool = await mutoolVerify(file);
    expect(mutool.intact, mutool.output).toBe(true);
    const cms = await opensslCms(lastSignature(signed), [], { cades: false });
    expect(cms.valid, cms.output).toBe(true);

    const text = await textOf(file);
    for (const one of texts) expect(text).toContain(one);
    expect(signed.subarray(0, pdf.length)).toEqual(pdf);

    // The signature is not to be seen.
    const unsigned = place.file(`${name}-unsigned.pdf`);
    await writeFile(unsigned, pdf);
    for (const draw of [render, renderMupdf]) {
      const [before, after] = [await draw(unsigned, 1, 50), await draw(file, 1, 50)];
      expect(Buffer.compare(before.rgb, after.rgb)).toBe(0);
      expect(before.rgb.filter((value) => value < 100).length).toBeGreaterThan(500);
    }
  });

  test('has a code that a camera reads', async () => {
    const file = place.file('code.pdf');
    await writeFile(file, await PAPERS[1]![2]());
    const { rgb, width, height } = await render(file, 1, 150);
    const rgba = new Uint8ClampedArray(width * height * 4).fill(255);
    for (let at = 0; at < width * height; at += 1) rgba.set(rgb.subarray(at * 3, at * 3 + 3), at * 4);
    const lines = jsQR(rgba, width, height)?.data.split('\n');
    expect(lines).toContain(`record ${id('R')}`);
    expect(lines).toContain(`received ${new Date(NOW).toISOString()}`);
  });

  test('tells that it was changed', async () => {
    const pdf = await PAPERS[1]![2]();
    const signed = await signPaper(pdf, { signer, name: '王五', role: 'staff', at: NOW });
    signed[Math.floor(pdf.length / 2)]! ^= 1;
    const file = place.file('changed.pdf');
    await writeFile(file, signed);
    const [signature] = await pdfsig(file, place.dir);
    expect(signature?.valid).toBe(false);
  });
});

describe('a bid letter', () => {
  test('has the head of its tables on every page that they reach', async () => {
    const file = place.file('heads.pdf');
    await writeFile(file, await letter());
    const pages = Number(/Pages:\s+(\d+)/.exec((await mustRun('pdfinfo', [file])).stdout)?.[1]);
    expect(pages).toBeGreaterThan(4);
    for (let page = 2; page < pages; page += 1) {
      const text = await textOf(file, '-f', `${page}`, '-l', `${page}`);
      expect(text).toMatch(/单价（元）|技术参数\/具体要求/);
      expect(text).toContain(`${page}/${pages}`);
    }
  });

  test('is sealed where it says so, is then taken as the company’s, and not when it was changed since', async () => {
    const identity = await throwawayIdentity({ companyName: COMPANY });
    const file = place.file('letter.pdf');
    await writeFile(file, await letter());
    const plan = [
      { kind: 'keyword', text: '投标人（盖章）', dx: 40 },
      { kind: 'straddle', y: 120 },
    ];
    const { blob, stamps } = await sealByPlan(file, plan, identity);
    const sealed = place.file('letter-sealed.pdf');
    await writeFile(sealed, new Uint8Array(await blob.arrayBuffer()));
    const [signature] = await pdfsig(sealed, place.dir);
    expect(signature).toMatchObject({ signer: COMPANY, valid: true, wholeDocument: true });

    const { creditCode = '' } = describeCertificate(identity.signer.certificate);
    const company = { name: COMPANY, creditCode };
    const terms = { company, roots: [identity.root], now: new Date() };
    expect(await checkBidPaper(blob, terms)).toMatchObject({
      ok: true,
      facts: { seals: stamps.length, company: COMPANY, trial: true, bytes: blob.size },
    });

    const rewritten = place.file('letter-rewritten.pdf');
    await mustRun('qpdf', [sealed, rewritten]);
    const checked = await checkBidPaper(new Blob([new Uint8Array(await readFile(rewritten))]), terms);
    expect(checked).toMatchObject({ ok: false, refusals: [{ code: 'altered' }] });
  });
});
