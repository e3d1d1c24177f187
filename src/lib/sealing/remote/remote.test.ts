import { beforeAll, describe, expect, test } from 'vitest';
import { generateSigningKey, signBytes } from '../../keys';
import { newCompany, NOW, stampOn, twoPages, verify, type Company } from '../../pdf/verify/testing';
import { sealPdf } from '../../pdf/sign';
import { newDesign, type SealDesign, type SealPicture } from '../../seal';
import { packMessage, unpackMessage, type RemoteMessage, type RemoteParcel } from './messages';
import { packOffer, readOffer, remoteSigner, type OfferedSeal, type RemoteSealer } from './offer';
import { joinTail, sealOrder, signOrder, summaryOf, summaryOfStamps } from './orders';

const COMPANY = '云溪测试建设有限公司';
const PICTURE: SealPicture = {
  widthMm: 40,
  heightMm: 40,
  paths: [{ commands: [['M', 0, 0], ['L', 40, 0], ['L', 40, 40], ['Z']], fill: '#c8102e' }],
};
const PICTURES = new Map([['round', PICTURE]]);

let company: Company;
let stranger: Company;
let round: OfferedSeal;

beforeAll(async () => {
  [company, stranger] = await Promise.all([newCompany(COMPANY), newCompany(COMPANY)]);
  round = { id: 'round', name: '公章', design: newDesign('round', { companyName: COMPANY }) };
});

function sent<K extends RemoteMessage['kind']>(kind: K, bytes: Uint8Array) {
  const parcel = unpackMessage(bytes);
  if (parcel.message.kind !== kind) throw new Error(`${parcel.message.kind} came`);
  return parcel as RemoteParcel<Extract<RemoteMessage, { kind: K }>>;
}

const offerOf = (from: Company, seals = [round]) =>
  sent('offer', packOffer({ companyName: from.name, ...from.signer }, seals));

const readFor = (root: Uint8Array, from = company): Promise<RemoteSealer> =>
  readOffer(offerOf(from), { roots: [root], at: NOW.getTime() });

const orderOf = (document: Blob, stamps = [stampOn(0)]) =>
  document.arrayBuffer().then((bytes) =>
    sent(
      'document',
      packMessage(
        {
          kind: 'document',
          id: '1',
          name: '投标文件.pdf',
          pages: 2,
          stamps: [...stamps],
        },
        new Uint8Array(bytes),
      ),
    ),
  );

describe('an offer', () => {
  test('gives company, certificate and seals, pixels of scans included', async () => {
    const raster = { widthPx: 2, heightPx: 1, rgba: Uint8Array.from([1, 2, 3, 255, 4, 5, 6, 0]) };
    const design = { ...newDesign('scan', { companyName: COMPANY }), aspect: 2 } as SealDesign;
    const scan = { id: 'scan', name: '扫描章', design, raster };
    const read = await readOffer(offerOf(company, [round, scan]), {
      roots: [company.root],
      at: NOW.getTime(),
    });
    expect(read).toMatchObject({ companyName: COMPANY, algorithm: 'p256', seals: [round, { raster }] });
    expect(read.certificate).toEqual(company.signer.certificate);
  });

  test('of a root that is not trusted here is refused', async () => {
    await expect(readFor(stranger.root)).rejects.toMatchObject({ code: 'untrusted-offer' });
  });

  test('under another name than the certificate’s is refused', async () => {
    const parcel = offerOf({ ...company, name: '别的公司' });
    const reading = readOffer(parcel, { roots: [company.root], at: NOW.getTime() });
    await expect(reading).rejects.toMatchObject({ code: 'untrusted-offer', detail: { reason: 'name' } });
  });

  test('is refused once the certificate has ended', async () => {
    const at = Date.parse('2028-01-01T00:00:00Z');
    const reading = readOffer(offerOf(company), { roots: [company.root], at });
    await expect(reading).rejects.toMatchObject({ code: 'untrusted-offer' });
  });
});

describe('a document that is sent to the phone', () => {
  test('is sealed there, and valid here', async () => {
    const document = twoPages();
    const order = await orderOf(document, [stampOn(0), stampOn(1)]);
    const answer = await sealOrder(order, {
      pictures: PICTURES,
      signer: company.signer,
      signerName: COMPANY,
      signingTime: NOW,
    });
    const { blob } = joinTail(document, sent('tail', answer));
    const report = await verify(blob, [company]);
    expect(report).toMatchObject({ verdict: 'valid', signatures: [{ signer: COMPANY }] });
  });

  test('is told in short, from its stamps', async () => {
    const slice = { from: 0, to: 0.5 };
    const stamps = [stampOn(0), stampOn(1), { ...stampOn(0), slice }];
    const { message } = await orderOf(twoPages(), stamps);
    expect(summaryOf(message, (id) => id === 'round')).toEqual({
      id: '1',
      name: '投标文件.pdf',
      pages: 2,
      seals: [
        { sealId: 'round', straddles: false, count: 2, pages: '1-2' },
        { sealId: 'round', straddles: true, count: 1, pages: '1' },
      ],
    });
  });

  test('with a seal that was not offered is refused', async () => {
    const { message } = await orderOf(twoPages());
    expect(() => summaryOf(message, (id) => id === 'other')).toThrow(
      expect.objectContaining({ code: 'unknown-seal' }),
    );
  });
});

describe('a digest that is sent to the phone', () => {
  const sealWith = async (answer: (digest: Uint8Array) => Promise<Uint8Array>, by = company) =>
    sealPdf(twoPages(), {
      stamps: [stampOn(0)],
      pictures: PICTURES,
      signer: remoteSigner(by.signer, answer),
      signerName: COMPANY,
      signingTime: NOW,
    });

  const signedBy = (by: Company) => async (digest: Uint8Array) => {
    const seals = summaryOfStamps([stampOn(0)]);
    const order = packMessage({ kind: 'digest', id: '1', name: '投标文件.pdf', pages: 2, digest, seals });
    return sent('signature', await signOrder(sent('digest', order).message, by.signer)).message.signature;
  };

  test('comes back as the signature of a valid document', async () => {
    const report = await verify((await sealWith(signedBy(company))).blob, [company]);
    expect(report.verdict).toBe('valid');
  });

  test('of another document gives no signature for this one', async () => {
    const other = signedBy(company)(new Uint8Array(32));
    await expect(sealWith(() => other)).rejects.toMatchObject({ code: 'wrong-signature' });
  });

  test('signed by another key is refused at once', async () => {
    await expect(sealWith(signedBy(stranger))).rejects.toMatchObject({ code: 'wrong-signature' });
  });

  test('is never signed as bytes that somebody else chose', async () => {
    const { privateKey, publicKey } = await generateSigningKey('p256');
    const asked: Uint8Array[] = [];
    const signer = {
      ...company.signer,
      sign: (data: Uint8Array) => {
        asked.push(data);
        return signBytes(privateKey, data);
      },
    };
    const digest = new Uint8Array(32).fill(7);
    await signOrder({ kind: 'digest', id: '1', name: 'x', pages: 1, digest, seals: [] }, signer);
    expect(publicKey.type).toBe('public');
    // The signed attributes: a SET that holds the digest, not the digest itself.
    expect(asked[0]?.[0]).toBe(0x31);
    expect(asked[0]?.length).toBeGreaterThan(100);
  });
});

describe('messages', () => {
  const end = packMessage({ kind: 'end' });

  test('come back as they were packed', () => {
    const body = Uint8Array.from([1, 2, 3]);
    expect(unpackMessage(packMessage({ kind: 'end' }, body))).toEqual({ message: { kind: 'end' }, body });
  });

  test.each([
    ['nothing', new Uint8Array()],
    ['a header that ends behind the message', end.slice(0, -1)],
    ['no JSON', Uint8Array.from([0, 0, 0, 1, 0x7b])],
    ['an unknown kind', packMessage({ kind: 'other' } as unknown as RemoteMessage)],
    ['fields that do not belong', packMessage({ kind: 'end', more: 1 } as unknown as RemoteMessage)],
    [
      'a digest of another length',
      packMessage({ kind: 'digest', id: '1', name: 'x', pages: 1, digest: new Uint8Array(31), seals: [] }),
    ],
  ])('%s is refused', (_, bytes) => {
    expect(() => unpackMessage(bytes)).toThrow(expect.objectContaining({ code: 'bad-message' }));
  });
});
