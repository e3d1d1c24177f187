import { beforeAll, describe, expect, test } from 'vitest';
import { generateSigningKey, signBytes } from '../../keys';
import { verifyPdf } from '../../pdf/verify';
import { twoPages } from '../../pdf/verify/testing';
import { describeCertificate, type Signer } from '../../pki';
import { NOW } from '../testing';
import { signPaper } from '.';

let signer: Signer;
let pdf: Uint8Array;

beforeAll(async () => {
  signer = await newSigner();
  pdf = new Uint8Array(await twoPages().arrayBuffer());
});

async function newSigner(algorithm: Signer['algorithm'] = 'p256'): Promise<Signer> {
  const { privateKey, publicKey } = await generateSigningKey(algorithm);
  const spki = new Uint8Array(await crypto.subtle.exportKey('spki', publicKey));
  return { algorithm, spki, sign: (data) => signBytes(privateKey, data) };
}

const verified = (bytes: Uint8Array) =>
  verifyPdf(new Blob([new Uint8Array(bytes)]), { roots: [], now: new Date(NOW) });

describe('a signed paper', () => {
  test('is intact, of an unknown issuer, and shows nothing on its pages', async () => {
    const { verdict, signatures } = await verified(
      await signPaper(pdf, { signer, name: '会议室电脑', role: 'device', reason: '投标回执', at: NOW }),
    );
    expect(verdict).toBe('valid-untrusted');
    expect(signatures).toMatchObject([
      {
        ...{ signer: '随印 设备 · 会议室电脑', intact: true, trusted: false, covers: 'whole-file' },
        ...{ seals: [], level: 'B-B', reason: '投标回执', claimedTime: new Date(NOW) },
        problems: ['untrusted-root'],
      },
    ]);
    const { selfIssued, isCa } = describeCertificate(signatures[0]!.certificate!);
    expect([selfIssued, isCa]).toEqual([true, false]);
  });

  test('is signed further, and the earlier signature stays as it was', async () => {
    const once = await signPaper(pdf, { signer, name: '王五', role: 'staff', at: NOW });
    const twice = await signPaper(once, {
      ...{ signer: await newSigner(), name: '赵六', role: 'staff', at: NOW },
    });
    const { verdict, signatures } = await verified(twice);
    expect(verdict).toBe('valid-untrusted');
    expect(signatures.map((one) => one.signer)).toEqual(['随印 工作人员 · 王五', '随印 工作人员 · 赵六']);
  });

  test('tells a change', async () => {
    const signed = await signPaper(pdf, { signer, name: '王五', role: 'staff', at: NOW });
    const at = Buffer.from(signed).indexOf('(Page one)');
    signed[at + 1]! ^= 1;
    expect((await verified(signed)).verdict).toBe('invalid');
  });

  test('takes names that are too long, and leaves out what a certificate cannot say', async () => {
    const { signatures } = await verified(
      await signPaper(pdf, { signer, name: `一\n${'长'.repeat(80)}`, role: 'device', at: NOW }),
    );
    expect([...signatures[0]!.signer]).toHaveLength(64);
    expect(signatures[0]!.signer).toContain('· 一 长');
  });

  test('is refused with another kind of key, and where it is no PDF', async () => {
    const rsa = { ...signer, algorithm: 'rsa2048' as const };
    await expect(signPaper(pdf, { signer: rsa, name: '王五', role: 'staff', at: NOW })).rejects.toMatchObject(
      { code: 'unsupported-key' },
    );
    await expect(
      signPaper(new Uint8Array(9), { signer, name: '王五', role: 'staff', at: NOW }),
    ).rejects.toMatchObject({ code: 'cannot-sign', detail: { problem: 'not-a-pdf' } });
  });
});
