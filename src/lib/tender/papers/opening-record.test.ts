import { describe, expect, test } from 'vitest';
import { glyphs } from '../../seal/testing';
import { idOf, NOW } from '../testing';
import { composeAwardNotice, composeOpeningRecord, composeResult, type OpeningPaper } from '.';
import { pagesOf } from '../../pdf/compose/testing';

const opening = (over: Partial<OpeningPaper> = {}): OpeningPaper => ({
  platform: '云溪电子招标采购平台',
  tender: {
    ...{ id: idOf('tender'), number: 'YX-2026-001', title: '云溪大道路灯采购', threshold: 2 },
    ...{ bidsUntil: NOW - 60_000, opensAt: NOW, recipient: `age1${'q'.repeat(58)}` },
  },
  openedAt: NOW + 30_000,
  committee: ['王五', '赵六', '钱七'].map((name, n) => ({
    ...{ name, commitment: idOf(`share ${n}`), published: n < 2 },
  })),
  bids: [
    {
      ...{ envelope: idOf('a'), status: 'opened', supplier: idOf('s1'), company: '云溪测试有限公司' },
      ...{ totalFen: 2_500_250, delivery: '45 日', receivedAt: NOW - 120_000 },
    },
    { envelope: idOf('b'), status: 'unreadable', reason: 'not-decrypted', receivedAt: NOW - 110_000 },
    { envelope: idOf('c'), status: 'late', receivedAt: NOW - 50_000 },
  ],
  objections: [{ by: '湘江建设有限公司', at: NOW + 40_000, text: '唱标价格与投标函不一致' }],
  ...{ recorder: '李四', madeAt: NOW + 60_000 },
  ...over,
});

const textOf = async (bytes: Promise<Uint8Array>) =>
  (await pagesOf(await bytes)).join('').replaceAll(/\s/g, '');

describe('an opening record', () => {
  test('lists every envelope, with price and delivery or the reason', async () => {
    const text = await textOf(composeOpeningRecord(opening(), { glyphs }));
    expect(text).toContain('共收到3份，其中已开启1份，逾期未开启1份，无法开启1份');
    expect(text).toContain('云溪测试有限公司25,002.5045日');
    expect(text).toContain('不能用本项目的开标密钥解密');
    for (const envelope of ['a', 'b', 'c']) expect(text).toContain(idOf(envelope));
  });

  test('says who gave a share, and which ones', async () => {
    const text = await textOf(composeOpeningRecord(opening(), { glyphs }));
    expect(text).toContain('3名开标委员会成员分持，2名成员到场即可开启');
    expect(text).toContain(`王五已公布${Buffer.from(idOf('share 0'), 'base64url').toString('hex')}`);
    expect(text).toContain('钱七未提交');
    expect(text).toContain('记录人李四（签字）');
  });

  test('has the objections, or says that there are none', async () => {
    expect(await textOf(composeOpeningRecord(opening(), { glyphs }))).toContain('唱标价格与投标函不一致');
    const quiet = await textOf(composeOpeningRecord(opening({ objections: [] }), { glyphs }));
    expect(quiet).toContain('异议无。');
  });

  test('is made also where nobody has bid', async () => {
    const text = await textOf(composeOpeningRecord(opening({ bids: [] }), { glyphs }));
    expect(text).toContain('共收到0份');
    expect(text).toContain('未收到信封');
  });
});

const result = {
  platform: '云溪电子招标采购平台',
  tender: {
    number: 'YX-2026-001',
    title: '云溪大道路灯采购',
    contact: { name: '王五', phone: '0730-8888888' },
  },
  ...{ awardedAt: NOW, madeAt: NOW },
};

describe('a result', () => {
  test('names who has won and why others have not', async () => {
    const winners = [{ company: '云溪测试有限公司', amountFen: 2_500_250 }];
    const others = [{ company: '湘江建设有限公司', reason: '报价较高' }];
    const text = await textOf(
      composeResult({ ...result, evaluation: 'lowest-price', winners, others }, { glyphs }),
    );
    expect(text).toContain('云溪测试有限公司25,002.50人民币贰万伍仟零贰元伍角整');
    expect(text).toContain('湘江建设有限公司报价较高');
  });

  test('tells that a tender has failed', async () => {
    const paper = { ...result, evaluation: 'scored' as const, winners: [], others: [] };
    expect(await textOf(composeResult(paper, { glyphs }))).toContain('流标');
  });

  test('is told to the winner with the amount in capitals', async () => {
    const winner = {
      ...{ company: '云溪测试有限公司', creditCode: '91430600MA4L000000', amountFen: 2_500_250 },
      delivery: '45 日',
    };
    const text = await textOf(composeAwardNotice({ ...result, winner }, { glyphs }));
    expect(text).toContain('中标通知书');
    expect(text).toContain('（大写）贰万伍仟零贰元伍角整（小写25,002.50元），交货期45日');
    expect(text).toContain('采购平台（盖章）：云溪电子招标采购平台');
  });
});
