import { createHash, generateKeyPairSync, privateEncrypt, constants, sign } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { concatBytes, type DigestName } from '../keys';
import { encode, NULL, octetString, oid, sequence } from './der';
import { issueRoot } from './issue';
import { OID } from './oid';
import { checkRsaDigest, verifyRsaSignature } from './rsa-digest';

const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const spki = new Uint8Array(publicKey.export({ type: 'spki', format: 'der' }));
const document = Buffer.from('signed bytes');
const digestOf = async (name: DigestName) => new Uint8Array(createHash(name).update(document).digest());
const signature = new Uint8Array(sign('sha1', document, privateKey));
const contents = concatBytes(octetString(signature), new Uint8Array(20));
let certificate: Uint8Array;

beforeAll(async () => {
  certificate = await issueRoot({
    name: 'old signer',
    signer: {
      algorithm: 'rsa2048',
      spki,
      sign: async (data) => new Uint8Array(sign('sha256', data, privateKey)),
    },
    notBefore: new Date('2026-01-01'),
    years: 1,
  });
});

describe('adbe.x509.rsa_sha1', () => {
  it.each<DigestName>(['md5', 'sha1', 'sha256', 'sha384', 'sha512'])(
    'is verified with %s',
    async (digest) => {
      const value = octetString(new Uint8Array(sign(digest, document, privateKey)));
      expect(await verifyRsaSignature(certificate, value, digestOf)).toEqual({ outcome: 'valid', digest });
      const other = async () => new Uint8Array(createHash(digest).update('other').digest());
      expect(await verifyRsaSignature(certificate, value, other)).toEqual({ outcome: 'invalid', digest });
    },
  );

  it.each([
    ['a changed signature', contents.map((byte, i) => (i === 99 ? byte ^ 1 : byte)), 'invalid'],
    ['a short signature', Uint8Array.of(0x04, 0x01, 0x07), 'invalid'],
    ['a number beyond the modulus', octetString(new Uint8Array(256).fill(0xff)), 'invalid'],
    ['something behind it', concatBytes(contents, Uint8Array.of(1)), 'malformed'],
    ['no octet string', signature, 'malformed'],
    ['one that is cut off', contents.subarray(0, 200), 'malformed'],
    ['nothing', new Uint8Array(), 'malformed'],
  ])('refuses %s', async (_, value, outcome) => {
    expect((await verifyRsaSignature(certificate, value, digestOf)).outcome).toBe(outcome);
  });

  it('refuses a certificate that cannot be read', async () => {
    expect(await verifyRsaSignature(signature, contents, digestOf)).toEqual({ outcome: 'unsupported' });
  });
});

describe('a block that is not exactly what PKCS#1 makes of a digest is refused', () => {
  const sha256 = sequence(oid(OID.sha256), NULL);
  const digest = createHash('sha256').update(document).digest();
  const raw = (block: Uint8Array) =>
    new Uint8Array(privateEncrypt({ key: privateKey, padding: constants.RSA_NO_PADDING }, block));
  const block = (info: Uint8Array, padding = 0xff, type = 1) => {
    const fill = new Uint8Array(256 - 3 - info.length).fill(padding);
    return concatBytes(Uint8Array.of(0, type), fill, Uint8Array.of(0), info);
  };
  const info = sequence(sha256, octetString(digest));

  it('and this one is', async () => {
    expect(await checkRsaDigest(spki, raw(block(info)), digestOf)).toEqual({
      outcome: 'valid',
      digest: 'sha256',
    });
  });

  it.each([
    ['other padding', block(info, 0x01)],
    ['another block type', block(info, 0xff, 2)],
    [
      'something behind the digest',
      concatBytes(Uint8Array.of(0, 1), block(info).subarray(11), new Uint8Array(9)),
    ],
    [
      'parameters that hide something',
      block(sequence(sequence(oid(OID.sha256), octetString(digest)), octetString(digest))),
    ],
    ['a digest without parameters', block(sequence(sequence(oid(OID.sha256)), octetString(digest)))],
    ['a digest of another length', block(sequence(sha256, octetString(digest.subarray(1))))],
    [
      'short padding',
      concatBytes(Uint8Array.of(0, 1, 255, 255, 0), info, new Uint8Array(256 - 5 - info.length)),
    ],
    ['an unknown digest', block(sequence(sequence(oid('1.2.3'), NULL), octetString(digest)))],
    [
      'a length that is not the shortest',
      block(encode(0x30, sha256, concatBytes(Uint8Array.of(4, 0x81, 32), digest))),
    ],
  ])('%s', async (_, value) => {
    expect(value).toHaveLength(256);
    expect((await checkRsaDigest(spki, raw(value), digestOf)).outcome).toBe('invalid');
  });

  it('nor is a key with which everybody could sign', async () => {
    const key = (e: number) => {
      const number = (bytes: Uint8Array) => encode(0x02, bytes);
      const modulus = concatBytes(Uint8Array.of(0), new Uint8Array(256).fill(0xab));
      const rsa = sequence(number(modulus), number(Uint8Array.of(e)));
      return sequence(sequence(oid(OID.rsaEncryption), NULL), encode(0x03, Uint8Array.of(0), rsa));
    };
    expect(await checkRsaDigest(key(1), block(info), digestOf)).toEqual({ outcome: 'unsupported' });
    expect(await checkRsaDigest(key(2), block(info), digestOf)).toEqual({ outcome: 'unsupported' });
    expect((await checkRsaDigest(key(3), block(info), digestOf)).outcome).toBe('invalid');
  });
});
