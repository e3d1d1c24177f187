import { createHash } from 'node:crypto';
import fc from 'fast-check';
import * as jose from 'jose';
import { beforeAll, describe, expect, it } from 'vitest';
import { withLowS } from './low-s';
import { parseRecord } from './record';
import { newAuthor, newChain, PLATFORM, START } from './testing';
import type { Author } from './types';
import { verifyRecord } from './verify-record';

let ec: Author;
let rsa: Author;
let other: Author;
beforeAll(async () => {
  [ec, rsa, other] = await Promise.all([newAuthor('p256'), newAuthor('rsa2048'), newAuthor('p256')]);
});

const encode = (value: unknown) =>
  Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)).toString('base64url');
const decode = (part: string | undefined) =>
  JSON.parse(Buffer.from(part ?? '', 'base64url').toString()) as Record<string, unknown>;

/** A record of these parts; strings go in as they are. The signature is right. */
async function forge(header: unknown, payload: unknown, author = ec): Promise<string> {
  const input = `${encode(header)}.${encode(payload)}`;
  return spelt(`${input}.${Buffer.from(await author.sign(Buffer.from(input))).toString('base64url')}`);
}

/** Of an ECDSA signature the one spelling that records take, which no other program promises. */
function spelt(jws: string): string {
  const [head, body, signature = ''] = jws.split('.');
  const bytes = Buffer.from(signature, 'base64url');
  if (bytes.length !== 64) return jws;
  return `${head}.${body}.${Buffer.from(withLowS(bytes)).toString('base64url')}`;
}

const header = (author = ec) => ({
  alg: author.algorithm,
  typ: 'suiyin-record+jws',
  kid: author.id,
  jwk: author.jwk,
});
const later = (author = ec) => ({ alg: author.algorithm, typ: 'suiyin-record+jws', kid: author.id });
const payload = () => ({
  platform: PLATFORM,
  seq: 0,
  prev: null,
  at: START,
  kind: 'note.written',
  body: { text: '好' },
});
const PREV = 'A'.repeat(43);

const codeOf = (jws: string): unknown => {
  try {
    return parseRecord(jws) && 'a record';
  } catch (error) {
    return (error as { code: unknown }).code;
  }
};

describe('a record', () => {
  it.each(['p256', 'rsa2048'] as const)(
    'by a %s key is read and verified by another program',
    async (name) => {
      const author = name === 'p256' ? ec : rsa;
      const { write } = await newChain(author);
      const body = { text: '投标文件', pages: 3 };
      const [first, second] = [await write('note.written', body), await write('note.written', body)];
      const { kid, jwk } = jose.decodeProtectedHeader(first);
      expect(await jose.calculateJwkThumbprint(jwk!)).toBe(kid);
      const key = await jose.importJWK(jwk!, author.algorithm);
      for (const jws of [first, second]) {
        const read = await jose.compactVerify(jws, key);
        expect(read.protectedHeader.alg).toBe(author.algorithm);
        expect(JSON.parse(new TextDecoder().decode(read.payload))).toMatchObject({
          platform: PLATFORM,
          body,
        });
      }
      expect(jose.decodeProtectedHeader(second)).toEqual({
        alg: author.algorithm,
        typ: 'suiyin-record+jws',
        kid,
      });
    },
  );

  it.each(['ES256', 'RS256'])('that another program wrote with %s is read and verified here', async (alg) => {
    const { privateKey, publicKey } = await jose.generateKeyPair(alg, { extractable: true });
    const jwk = await jose.exportJWK(publicKey);
    const kid = await jose.calculateJwkThumbprint(jwk);
    const jws = await new jose.CompactSign(new TextEncoder().encode(JSON.stringify(payload())))
      .setProtectedHeader({ typ: 'suiyin-record+jws', kid, jwk, alg })
      .sign(privateKey);
    const record = parseRecord(spelt(jws));
    expect(record).toMatchObject({
      author: kid,
      seq: 0,
      prev: null,
      kind: 'note.written',
      body: { text: '好' },
    });
    expect(await verifyRecord(record, record.introduces!)).toBe(true);
  });

  it('is named by the SHA-256 of its JWS', async () => {
    const { write } = await newChain(ec);
    const jws = await write('note.written', { text: 'x' });
    expect(parseRecord(jws).id).toBe(createHash('sha256').update(jws, 'ascii').digest('base64url'));
  });

  it('is none, or not its author’s, when any character of it is another', async () => {
    const { write } = await newChain(ec);
    await write('note.written', { text: 'x' });
    const jws = await write('note.written', { text: 'x' });
    expect(await verifyRecord(parseRecord(jws), ec.jwk)).toBe(true);
    const character = fc.constantFrom(
      ...'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.=+/ é',
    );
    await fc.assert(
      fc.asyncProperty(fc.nat(jws.length - 1), character, async (at, other) => {
        fc.pre(jws[at] !== other);
        const altered = jws.slice(0, at) + other + jws.slice(at + 1);
        const held = codeOf(altered) === 'a record' && (await verifyRecord(parseRecord(altered), ec.jwk));
        expect(held).toBe(false);
      }),
      { numRuns: 1500 },
    );
  });

  it('is none when it is cut off, doubled or padded', async () => {
    const jws = await forge(header(), payload());
    expect(codeOf(jws)).toBe('a record');
    for (const one of [
      '',
      jws.slice(0, -1),
      `${jws}=`,
      `${jws}.`,
      `${jws} `,
      ` ${jws}`,
      `${jws}.${jws}`,
      jws.slice(0, jws.lastIndexOf('.')),
      jws.slice(0, jws.lastIndexOf('.') + 1),
      '.'.repeat(60_000),
    ]) {
      expect(codeOf(one)).toBe('malformed-jws');
    }
    expect(codeOf(undefined as never)).toBe('malformed-jws');
    expect(codeOf({ length: 3, split: () => [] } as never)).toBe('malformed-jws');
  });

  it('has at most 64 KiB', async () => {
    const text = (length: number) => ({ ...payload(), body: { text: 'x'.repeat(length) } });
    expect(codeOf(await forge(header(), text(48_000)))).toBe('a record');
    expect(codeOf(await forge(header(), text(49_000)))).toBe('malformed-size');
  });
});

describe('a header', () => {
  it.each<[string, string, () => unknown]>([
    ['without algorithm', 'malformed-header', () => ({ ...header(), alg: 'none' })],
    ['with a secret’s algorithm', 'malformed-header', () => ({ ...header(), alg: 'HS256' })],
    ['of another type', 'malformed-header', () => ({ ...header(), typ: 'JWT' })],
    ['with a critical extension', 'malformed-header', () => ({ ...header(), crit: ['b64'], b64: false })],
    [
      'that points elsewhere for the key',
      'malformed-header',
      () => ({ ...header(), jku: 'https://example.org' }),
    ],
    ['without a key’s name', 'malformed-header', () => ({ ...header(), kid: undefined })],
    ['with a name that is no hash', 'malformed-header', () => ({ ...header(), kid: 'me' })],
    ['with a name of stray bits', 'malformed-header', () => ({ ...header(), kid: `${'A'.repeat(42)}B` })],
    ['without the key in a first record', 'malformed-header', () => later()],
    ['with another key than it names', 'malformed-key', () => ({ ...header(), jwk: other.jwk })],
    ['with another kind of key', 'malformed-key', () => ({ ...header(), jwk: rsa.jwk })],
    ['with another algorithm than its key’s', 'malformed-key', () => ({ ...header(), alg: 'RS256' })],
    ['with a private key', 'malformed-key', () => ({ ...header(), jwk: { ...ec.jwk, d: PREV } })],
    [
      'with more of a key than its thumbprint covers',
      'malformed-key',
      () => ({ ...header(), jwk: { ...ec.jwk, use: 'sig' } }),
    ],
    [
      'with a padded coordinate',
      'malformed-key',
      () => ({ ...header(), jwk: { ...ec.jwk, x: `${'x' in ec.jwk && ec.jwk.x}=` } }),
    ],
    [
      'with an RSA key of a small exponent',
      'malformed-key',
      () => ({ ...header(rsa), jwk: { ...rsa.jwk, e: 'Aw' } }),
    ],
    [
      'with a short RSA key',
      'malformed-key',
      () => ({ ...header(rsa), jwk: { ...rsa.jwk, n: `${'_'.repeat(171)}` } }),
    ],
    [
      'with an even modulus',
      'malformed-key',
      () => ({ ...header(rsa), jwk: { ...rsa.jwk, n: `${'_'.repeat(341)}g` } }),
    ],
    ['with a member twice', 'malformed-json', () => JSON.stringify(header()).replace('{', '{"alg":"ES256",')],
    ['that is a list', 'malformed-header', () => [header()]],
    ['that is null', 'malformed-header', () => null],
  ])('%s makes no record', async (_, code, forged) => {
    expect(codeOf(await forge(forged(), payload()))).toBe(code);
  });

  it('with the key in a later record makes none', async () => {
    const second = { ...payload(), seq: 1, prev: PREV };
    expect(codeOf(await forge(later(), second))).toBe('a record');
    expect(codeOf(await forge(header(), second))).toBe('malformed-header');
  });

  it('is read again for each record that shows it', async () => {
    const second = { ...payload(), seq: 1, prev: PREV };
    for (let times = 0; times < 2; times++)
      expect(parseRecord(await forge(later(), second)).author).toBe(ec.id);
    for (let times = 0; times < 2; times++)
      expect(codeOf(await forge(later(), payload()))).toBe('malformed-header');
  });
});

describe('a payload', () => {
  it.each<[string, string, unknown]>([
    ['without a body', 'malformed-payload', { ...payload(), body: undefined }],
    ['with a member that nobody knows', 'malformed-payload', { ...payload(), extra: 1 }],
    ['with a negative number', 'malformed-payload', { ...payload(), seq: -1 }],
    ['with half a number', 'malformed-payload', { ...payload(), seq: 0.5 }],
    [
      'with a number that counting cannot reach',
      'malformed-payload',
      { ...payload(), seq: 2 ** 53, prev: PREV },
    ],
    [
      'with a number beyond doubles',
      'malformed-json',
      JSON.stringify(payload()).replace('"seq":0', '"seq":1e999'),
    ],
    [
      'with its number twice',
      'malformed-json',
      JSON.stringify(payload()).replace('"seq":0', '"seq":0,"seq":1'),
    ],
    ['with its number as a text', 'malformed-payload', { ...payload(), seq: '0' }],
    ['that follows one and is the first', 'malformed-payload', { ...payload(), prev: PREV }],
    ['that follows a name that is no hash', 'malformed-payload', { ...payload(), seq: 1, prev: 'x' }],
    ['of a time that no clock shows', 'malformed-payload', { ...payload(), at: 8.64e15 + 1 }],
    ['of a time before 1970', 'malformed-payload', { ...payload(), at: -1 }],
    ['without a kind', 'malformed-payload', { ...payload(), kind: '' }],
    ['of a kind that is none', 'malformed-payload', { ...payload(), kind: ['note.written'] }],
    ['for no platform', 'malformed-payload', { ...payload(), platform: '' }],
    [
      'that would change a prototype',
      'malformed-json',
      JSON.stringify(payload()).replace('{"text"', '{"__proto__":{},"text"'),
    ],
  ])('%s makes no record', async (_, code, forged) => {
    expect(codeOf(await forge(header(), forged))).toBe(code);
  });

  it('of a later record follows one', async () => {
    expect(codeOf(await forge(later(), { ...payload(), seq: 1 }))).toBe('malformed-payload');
  });
});

describe('a signature', () => {
  it('counts for the key that the record names only', async () => {
    const record = parseRecord(await forge(header(), payload()));
    expect(await verifyRecord(record, ec.jwk)).toBe(true);
    expect(await verifyRecord(record, (await newAuthor()).jwk)).toBe(false);
    expect(await verifyRecord(record, rsa.jwk)).toBe(false);
    const borrowed = parseRecord(await forge(later(), { ...payload(), seq: 1, prev: PREV }, other));
    expect(await verifyRecord(borrowed, other.jwk)).toBe(false); // it names ec's
  });

  it('in DER, or of another length, is none', async () => {
    const jws = await forge(header(), payload());
    const [head, body, signature] = jws.split('.');
    const bytes = Buffer.from(signature ?? '', 'base64url');
    for (const other of [
      Buffer.alloc(0),
      Buffer.alloc(63),
      Buffer.concat([Buffer.from([0]), bytes]),
      Buffer.alloc(72),
      Buffer.alloc(64, 0xff), // s beyond half of the order
    ]) {
      expect(codeOf(`${head}.${body}.${other.toString('base64url')}`)).toBe('malformed-jws');
    }
    for (const other of [Buffer.alloc(64), Buffer.alloc(64, 0x7f)]) {
      const record = parseRecord(`${head}.${body}.${other.toString('base64url')}`);
      expect(await verifyRecord(record, ec.jwk)).toBe(false);
    }
  });

  it('by a key beside the curve is none', async () => {
    const jwk = {
      kty: 'EC' as const,
      crv: 'P-256' as const,
      x: 'B'.repeat(42) + 'A',
      y: 'B'.repeat(42) + 'A',
    };
    const kid = await jose.calculateJwkThumbprint(jwk);
    const record = parseRecord(await forge({ ...header(), kid, jwk }, payload()));
    expect(await verifyRecord(record, jwk)).toBe(false);
  });

  it('is over header and payload as they stand', async () => {
    const [head, , signature] = (await forge(header(), payload())).split('.');
    const other = parseRecord(`${head}.${encode({ ...payload(), body: null })}.${signature}`);
    expect(await verifyRecord(other, ec.jwk)).toBe(false);
    expect(decode(head)).toEqual(header());
  });
});
