import { createHash, generateKeyPairSync, sign } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { concatBytes } from '../../keys';
import { issueRoot } from '../../pki';
import { verifyRsaSha1 } from './rsa-sha1';

const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const document = Buffer.from('signed bytes');
const digest = new Uint8Array(createHash('sha1').update(document).digest());
const signature = new Uint8Array(sign('sha1', document, privateKey));
const contents = concatBytes(Uint8Array.of(0x04, 0x82, 0x01, 0x00), signature, new Uint8Array(20));
let certificate: Uint8Array;

beforeAll(async () => {
  certificate = await issueRoot({
    name: 'old signer',
    signer: {
      algorithm: 'rsa2048',
      spki: new Uint8Array(publicKey.export({ type: 'spki', format: 'der' })),
      sign: async (data) => new Uint8Array(sign('sha256', data, privateKey)),
    },
    notBefore: new Date('2026-01-01'),
    years: 1,
  });
});

describe('adbe.x509.rsa_sha1', () => {
  it('finds nothing wrong with a signature', async () => {
    expect(await verifyRsaSha1(certificate, contents, digest)).toBeUndefined();
  });

  it.each([
    ['another document', contents, new Uint8Array(20), 'signature-mismatch'],
    [
      'a changed signature',
      contents.map((byte, i) => (i === 99 ? byte ^ 1 : byte)),
      digest,
      'signature-mismatch',
    ],
    ['a short signature', Uint8Array.of(0x04, 0x01, 0x07), digest, 'signature-mismatch'],
    ['something behind it', concatBytes(contents, Uint8Array.of(1)), digest, 'signature-unreadable'],
    ['no octet string', signature, digest, 'signature-unreadable'],
    ['one that is cut off', contents.subarray(0, 200), digest, 'signature-unreadable'],
  ])('refuses %s', async (_, value, of, problem) => {
    expect(await verifyRsaSha1(certificate, value, of)).toBe(problem);
  });

  it('refuses a certificate that cannot be read', async () => {
    expect(await verifyRsaSha1(signature, contents, digest)).toBe('unsupported-algorithm');
  });
});
