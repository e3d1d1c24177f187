import { beforeAll, describe, expect, it } from 'vitest';
import { utf8 } from '../../keys';
import { encodeBase64url, type AuthorId } from '../../ledger';
import { recipientOf, sealFor } from '../../platform';
import { certify, idOf, NOW, type Company } from '../testing';
import { openEnvelope, openFileKeys, sealEnvelope, sealFileKeys, type BidBody } from './envelope';
import { decryptFile, encryptFile, newFileKey } from './file';
import { openAll, type ReceivedEnvelope } from './open-all';

const TENDER = idOf('tender');
const author = (name: string) => encodeBase64url(utf8(name.padEnd(32, '.'))) as AuthorId;

const newReader = async () => {
  const { privateKey } = (await crypto.subtle.generateKey({ name: 'X25519' }, false, [
    'deriveBits',
  ])) as CryptoKeyPair;
  return { key: privateKey, recipient: await recipientOf(privateKey) };
};

let one: Company;
let two: Company;
let opening: Awaited<ReturnType<typeof newReader>>;
beforeAll(async () => {
  [one, two] = (await certify(
    { name: '湖南测试建设有限公司', code: '91350100M000100Y43' },
    { name: '云溪另一家有限公司', code: '91430600MA4L16JJ05' },
  )) as [Company, Company];
  opening = await newReader();
});

const bodyOf = (company: Company, by: string, over: Partial<BidBody> = {}): BidBody => ({
  ...{ version: 1, tender: TENDER, envelopeAuthor: author(by), action: 'bid', madeAt: NOW },
  ...{ supplier: idOf(company.name), company: company.name, creditCode: company.code },
  ...{ totalFen: 1_234_500, delivery: '30 天', table: '{}', files: [], fileKeys: '' },
  certificate: encodeBase64url(company.certificate),
  ...over,
});

const sealed = (company: Company, by: string, over: Partial<BidBody> = {}, signer = company.signer) =>
  sealEnvelope(opening.recipient, bodyOf(company, by, over), signer);

const opened = (bytes: Uint8Array, by: string, tender = TENDER) =>
  openEnvelope(bytes, opening.key, { tender, author: author(by) });

describe('an envelope', () => {
  it('opens with the opening key, and says what was sealed', async () => {
    expect(await opened(await sealed(one, 'a'), 'a')).toEqual({ body: bodyOf(one, 'a') });
  });

  it('does not open with another key', async () => {
    const { key } = await newReader();
    const other = openEnvelope(await sealed(one, 'a'), key, { tender: TENDER, author: author('a') });
    await expect(other).rejects.toMatchObject({ code: 'not-for-you' });
  });

  it('has the same size for a bid, its change and its withdrawal, whoever’s it is', async () => {
    const all = [
      await sealed(one, 'a'),
      await sealed(one, 'b', { totalFen: 1, table: JSON.stringify({ rows: 'x'.repeat(20_000) }) }),
      await sealed(two, 'c', { action: 'withdraw', totalFen: 0, delivery: '' }),
    ];
    expect(new Set(all.map(({ length }) => length)).size).toBe(1);
  });

  it('is not taken for another tender, or from another author', async () => {
    const bytes = await sealed(one, 'a');
    expect(await opened(bytes, 'b')).toEqual({ problem: 'copied' });
    await expect(opened(bytes, 'a', idOf('other'))).rejects.toMatchObject({ code: 'other-purpose' });
    // Somebody who has the key can seal it anew, but the company has signed for which tender it is.
    const resealed = await sealEnvelope(
      opening.recipient,
      bodyOf(one, 'a', { tender: idOf('other') }),
      one.signer,
    );
    await expect(opened(resealed, 'a')).rejects.toMatchObject({ code: 'other-purpose' });
  });

  it('is signed by the key of the company that it names', async () => {
    expect(await opened(await sealed(one, 'a', {}, two.signer), 'a')).toEqual({ problem: 'bad-signature' });
    const named = await sealed(one, 'a', { company: two.name });
    expect(await opened(named, 'a')).toEqual({ problem: 'other-company' });
    const coded = await sealed(one, 'a', { creditCode: two.code });
    expect(await opened(coded, 'a')).toEqual({ problem: 'other-company' });
  });

  it('is told from what is none', async () => {
    for (const content of [
      new Uint8Array(5),
      new Uint8Array(32 * 1024),
      new Uint8Array(32 * 1024).fill(255),
    ]) {
      const bytes = await sealFor([opening.recipient], content, `tender envelope ${TENDER}`);
      expect(await opened(bytes, 'a')).toEqual({ problem: 'malformed' });
    }
  });

  it('is not made of a body that breaks its schema', async () => {
    await expect(sealed(one, 'a', { totalFen: -1 })).rejects.toMatchObject({ code: 'damaged' });
  });
});

it('files are read by those whom their keys are sealed to', async () => {
  const [reader, other] = [await newReader(), await newReader()];
  const key = await newFileKey();
  const file = await encryptFile(new Blob(['投标文件']), key);
  const fileKeys = await sealFileKeys([reader.recipient], TENDER, new Map([[idOf('file'), key]]));
  const keys = await openFileKeys({ fileKeys, tender: TENDER }, reader.key);
  const read = decryptFile(file, keys.get(idOf('file'))!) as ReadableStream<BufferSource>;
  expect(await new Response(read).text()).toBe('投标文件');
  for (const { key: another } of [other, opening]) {
    const stolen = openFileKeys({ fileKeys, tender: TENDER }, another);
    await expect(stolen).rejects.toMatchObject({ code: 'not-for-you' });
  }
});

describe('all envelopes of a tender', () => {
  const received = async (
    name: string,
    company: Company,
    over: Partial<BidBody> & { late?: boolean } = {},
  ): Promise<ReceivedEnvelope> => {
    const { late, ...body } = over;
    return {
      ...{ id: idOf(name), author: author(name), at: NOW },
      ...(late !== undefined && { late }),
      sealed: await sealed(company, name, body),
    };
  };
  const statuses = async (envelopes: ReceivedEnvelope[], judge = (): string | undefined => undefined) => {
    const outcomes = await openAll(envelopes, { tender: TENDER, key: opening.key, judge });
    expect(outcomes.map(({ envelope }) => envelope)).toEqual(envelopes.map(({ id }) => id));
    return outcomes.map((outcome) => ('reason' in outcome ? outcome.reason : outcome.status));
  };

  it('are told of one by one: the last of a company counts, and a withdrawal takes all back', async () => {
    const envelopes = [
      await received('a', one),
      await received('b', two),
      await received('c', one, { totalFen: 1 }),
      await received('d', two, { action: 'withdraw' }),
      await received('e', one, { late: true }),
    ];
    expect(await statuses(envelopes)).toEqual(['superseded', 'withdrawn', 'opened', 'withdrawn', 'late']);
    const again = [...envelopes.slice(0, 4), await received('f', two)];
    expect(await statuses(again)).toEqual(['superseded', 'superseded', 'opened', 'superseded', 'opened']);
  });

  it('are listed with the reason where they do not open, and change nothing of others', async () => {
    const good = await received('a', one);
    const envelopes: ReceivedEnvelope[] = [
      good,
      { ...good, id: idOf('copy'), author: author('copy') },
      { ...good, id: idOf('lost'), sealed: undefined },
      { ...good, id: idOf('junk'), sealed: new Uint8Array(99) },
    ];
    expect(await statuses(envelopes)).toEqual(['opened', 'copied', 'no-file', 'not-decrypted']);
  });

  it('count only with a certificate that was good when they came', async () => {
    const envelopes = [await received('a', one), await received('b', one)];
    let asked = 0;
    const judge = () => (asked++ === 1 ? 'revoked' : undefined);
    expect(await statuses(envelopes, judge)).toEqual(['opened', 'certificate']);
  });

  it('are opened with progress, and can be stopped', async () => {
    const abort = new AbortController();
    const opening2 = openAll([await received('a', one), await received('b', two)], {
      ...{ tender: TENDER, key: opening.key, judge: () => undefined, signal: abort.signal },
      onProgress: () => abort.abort(new Error('stopped')),
    });
    await expect(opening2).rejects.toThrow('stopped');
  });
});
