import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newPlatform } from './chain-testing';
import { validateChain } from './chain';
import { buildSignedData } from './cms-build';
import { parseSignedData } from './cms-parse';
import { verifySignerInfo } from './cms-verify';
import { issueCrl } from './crl';
import { readCrl } from './crl-read';
import { describeCertificate } from './describe';
import { encode } from './der';
import { PkiError } from './error';
import { readOcspResponse } from './ocsp-read';
import { CA, OpenSsl } from './openssl-testing';
import { parseRequest } from './request';
import { verifyTimestamp } from './timestamp';
import { makeTimestamp } from './timestamp-testing';

const at = new Date();
const contentDigest = async () => new Uint8Array(32);

/** Every way in. None may throw anything but PkiError, whatever it is given. */
const READERS: Readonly<Record<string, (bytes: Uint8Array) => unknown>> = {
  certificate: describeCertificate,
  request: parseRequest,
  'revocation list': readCrl,
  message: async (bytes) => {
    const parsed = parseSignedData(bytes);
    await verifySignerInfo(parsed, { contentDigest, content: async () => new Uint8Array(3) });
  },
  chain: (bytes) =>
    validateChain({
      certificate: bytes,
      candidates: [bytes],
      roots: [bytes],
      crls: [bytes],
      ocsps: [bytes],
      at,
    }),
  'revocation of a certificate': (bytes) =>
    validateChain({ ...revocable, crls: [bytes], ocsps: [bytes], purpose: 'any' }),
  'time stamp': (bytes) => verifyTimestamp(bytes, contentDigest),
  answer: readOcspResponse,
};

const openssl = new OpenSsl();
afterAll(() => openssl.remove());
let revocable: Parameters<typeof validateChain>[0];

const samples: Record<string, Uint8Array> = {};
beforeAll(async () => {
  const made = await newPlatform('p256');
  const chain = [made.issuing, made.root];
  samples.certificate = made.company;
  samples.request = made.request;
  samples['revocation list'] = await issueCrl({
    issuer: made.issuer,
    number: 1,
    thisUpdate: at,
    nextUpdate: new Date(at.getTime() + 1000),
    revoked: [{ serialNumber: '01', at, reason: 'superseded' }],
  });
  samples.message = await buildSignedData({
    certificate: made.company,
    chain,
    algorithm: 'p256',
    messageDigest: new Uint8Array(32),
    sign: (data) => made.companySigner.sign(data),
  });
  samples.chain = openssl.certificate('constrained', { extensions: [...CA, ...CONSTRAINTS] });
  revocable = { certificate: made.company, candidates: [made.issuing], roots: [made.root], at };
  samples['revocation of a certificate'] = samples['revocation list'];
  const certificate = openssl.certificate('self', { extensions: CA });
  const key = Buffer.from(openssl.read('self.key')).toString();
  samples['time stamp'] = makeTimestamp({ certificate, key, data: Uint8Array.of(1), time: at });
  samples.answer = openssl.ocsp('answer', { certificate: 'self', issuer: 'self', state: 'V' });
});

/** Extensions of all kinds that are read. */
const CONSTRAINTS = [
  'nameConstraints=critical,permitted;dirName:n,excluded;IP:10.0.0.0/255.0.0.0,excluded;URI:.x.cn',
  'certificatePolicies=1.2.3,2.5.29.32.0',
  'policyMappings=1.2.3:1.2.4',
  'policyConstraints=critical,requireExplicitPolicy:1,inhibitPolicyMapping:1',
  'inhibitAnyPolicy=critical,1',
  'crlDistributionPoints=URI:http://x.cn/',
  'subjectAltName=DNS:x.cn,URI:http://x.cn/,IP:10.0.0.1,email:a@x.cn,RID:1.2.3,dirName:n',
  'extendedKeyUsage=emailProtection',
  '[n]',
  'CN=self',
];

async function readsOrRefuses(name: string, bytes: Uint8Array): Promise<void> {
  try {
    await READERS[name]?.(bytes);
  } catch (error) {
    if (!(error instanceof PkiError)) throw error;
  }
}

const sampleOf = (name: string): Uint8Array => samples[name] ?? new Uint8Array();

describe.each(Object.keys(READERS))('hostile input as %s is refused, never worse:', (name) => {
  it('cut anywhere', async () => {
    const sample = sampleOf(name);
    for (let length = 0; length < sample.length; length += 3)
      await readsOrRefuses(name, sample.subarray(0, length));
  });

  it('any byte changed to any other', async () => {
    const sample = sampleOf(name);
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.nat(sample.length - 1), fc.nat(255)), { minLength: 1, maxLength: 4 }),
        async (changes) => {
          const changed = sample.slice();
          for (const [index, value] of changes) changed[index] = value;
          await readsOrRefuses(name, changed);
        },
      ),
      { numRuns: 1500 },
    );
  });

  it('pieces taken out and put in', async () => {
    const sample = sampleOf(name);
    const position = fc.nat(sample.length);
    await fc.assert(
      fc.asyncProperty(
        position,
        fc.nat(20),
        fc.uint8Array({ maxLength: 20 }),
        async (start, length, piece) => {
          const changed = Buffer.concat([sample.subarray(0, start), piece, sample.subarray(start + length)]);
          await readsOrRefuses(name, new Uint8Array(changed));
        },
      ),
      { numRuns: 400 },
    );
  });

  it('random bytes', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 200 }), (bytes) => readsOrRefuses(name, bytes)),
    );
  });

  it('lengths beyond all measure', async () => {
    for (const length of ['84ffffffff', '88ffffffffffffffff', 'ff', `fe${'ff'.repeat(126)}`, '80', '8100']) {
      await readsOrRefuses(name, Buffer.from(`30${length}0203010203`, 'hex'));
    }
  });

  it('nested a hundred thousand deep, definite and indefinite', async () => {
    await readsOrRefuses(name, Buffer.from('3080'.repeat(100_000), 'hex'));
    await readsOrRefuses(name, Buffer.from('a080'.repeat(50_000) + '0000'.repeat(50_000), 'hex'));
    let deep: Uint8Array = new Uint8Array([5, 0]);
    for (let level = 0; level < 3000; level++) deep = encode(0x30, deep);
    await readsOrRefuses(name, deep);
  });

  it('millions of empty elements', async () => {
    await readsOrRefuses(name, encode(0x30, new Uint8Array(4 << 20)));
    await readsOrRefuses(name, encode(0x30, randomBytes(1 << 20)));
  });
});

it('the error says that the input is malformed', () => {
  for (const bytes of [new Uint8Array(), new Uint8Array([0x30]), randomBytes(50).fill(0x1f, 0, 1)]) {
    expect(() => parseSignedData(bytes)).toThrow(
      expect.objectContaining({ name: 'PkiError', code: 'malformed' }),
    );
    expect(() => describeCertificate(bytes)).toThrow(expect.objectContaining({ code: 'malformed' }));
  }
});
