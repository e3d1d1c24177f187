import { createHash, sign as nodeSign } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readCertificate } from './certificate';
import { parseSignedData } from './cms-parse';
import { verifySignerInfo } from './cms-verify';
import { contextTag, encode, octetString, oid, sequence, setOf, TAG, unsignedInteger } from './der';
import { OID } from './oid';
import { ED25519, OpenSsl, P256 } from './openssl-testing';
import { revocationInfoOf } from './revocation-info';

/** Messages that no good program writes, and such as OpenSSL cannot. */
const openssl = new OpenSsl();
afterAll(() => openssl.remove());
beforeAll(() => {
  openssl.certificate('p256', { key: P256 });
  openssl.certificate('ed25519', { key: ED25519 });
});

const digest = new Uint8Array(createHash('sha256').update('content').digest());
const attribute = (type: string, ...values: Uint8Array[]) => sequence(oid(type), setOf(values));
const contentType = attribute(OID.contentType, oid(OID.data));
const messageDigest = attribute(OID.messageDigest, octetString(digest));
const signingTime = attribute(OID.signingTime, encode(TAG.utcTime, Buffer.from('261124083000Z')));
/** In the order of DER; the longest one is last. */
const sorted = [contentType, signingTime, messageDigest];

interface Recipe {
  key?: 'p256' | 'ed25519';
  /** as they stand in the message */
  attributes?: Uint8Array[];
  /** what is signed, if it is not the same */
  signed?: Uint8Array;
  digestAlgorithm?: string;
  signatureAlgorithm?: string;
  eContentType?: string;
  /** the element after the certificates */
  revocation?: Uint8Array;
}

function message(recipe: Recipe): Uint8Array {
  const { key = 'p256', attributes = sorted, digestAlgorithm = OID.sha256, eContentType = OID.data } = recipe;
  const der = openssl.read(`${key}.der`);
  const { issuer, serialNumber } = readCertificate(der);
  const signed = recipe.signed ?? encode(TAG.set, ...attributes);
  const privateKey = readFileSync(path.join(openssl.dir, `${key}.key`), 'utf8');
  const signature = nodeSign(key === 'p256' ? 'sha256' : null, signed, privateKey);
  const signerInfo = sequence(
    unsignedInteger(1),
    sequence(issuer, encode(TAG.integer, Buffer.from(serialNumber, 'hex'))),
    sequence(oid(digestAlgorithm)),
    encode(contextTag(0), ...attributes),
    sequence(oid(recipe.signatureAlgorithm ?? (key === 'p256' ? OID.ecdsaWithSHA256 : OID.ed25519))),
    octetString(signature),
  );
  const signedData = sequence(
    unsignedInteger(1),
    setOf([sequence(oid(digestAlgorithm))]),
    sequence(oid(eContentType)),
    encode(contextTag(0), der),
    ...(recipe.revocation ? [recipe.revocation] : []),
    setOf([signerInfo]),
  );
  return sequence(oid(OID.signedData), encode(contextTag(0), signedData));
}

const verify = (recipe: Recipe) =>
  verifySignerInfo(parseSignedData(message(recipe)), {
    contentDigest: async (name) => new Uint8Array(createHash(name).update('content').digest()),
  });
const NAMELESS = 'signing-certificate-missing';

it('a message made by hand is verified', async () => {
  expect(await verify({})).toMatchObject({
    intact: true,
    problems: [NAMELESS],
    signingTime: new Date('2026-11-24T08:30:00Z'),
  });
});

it('Ed25519 is verified, with SHA-512 as RFC 8419 has it', async () => {
  const sha512 = attribute(OID.messageDigest, octetString(createHash('sha512').update('content').digest()));
  const attributes = [contentType, sha512];
  const recipe: Recipe = { key: 'ed25519', attributes, digestAlgorithm: OID.sha512 };
  expect(await verify(recipe)).toMatchObject({ intact: true, signatureAlgorithm: 'ed25519' });
  expect((await verify({ key: 'ed25519' })).problems).toContain('digest-algorithm-mismatch');
});

describe('signed attributes that are not DER are remarked', () => {
  const unsorted = [messageDigest, contentType, signingTime];
  it.each<[string, Recipe]>([
    ['unsorted and signed as they stand', { attributes: unsorted }],
    ['unsorted, but signed in order', { attributes: unsorted, signed: setOf(unsorted) }],
    [
      'with an octet string in pieces, signed as DER',
      {
        attributes: [
          contentType,
          signingTime,
          attribute(
            OID.messageDigest,
            encode(0x24, octetString(digest.subarray(0, 9)), octetString(digest.subarray(9))),
          ),
        ],
        signed: setOf(sorted),
      },
    ],
  ])('%s', async (_, recipe) => {
    const { intact, problems } = await verify(recipe);
    expect(intact).toBe(true);
    expect(problems).toContain('attributes-not-der');
  });
});

describe('signed attributes that do not say what they must', () => {
  it.each<[string, Recipe, string]>([
    ['no message digest', { attributes: [contentType] }, 'attributes-malformed'],
    ['no content type', { attributes: [messageDigest] }, 'attributes-malformed'],
    [
      'two message digests',
      { attributes: [contentType, messageDigest, messageDigest] },
      'attributes-malformed',
    ],
    [
      'a message digest of two values',
      {
        attributes: [
          contentType,
          attribute(OID.messageDigest, octetString(digest), octetString(new Uint8Array(32))),
        ],
      },
      'attributes-malformed',
    ],
    ['another content type', { eContentType: '1.2.840.113549.1.9.16.1.4' }, 'content-type-mismatch'],
    ['nothing', { attributes: [] }, 'attributes-malformed'],
    ['another digest algorithm', { digestAlgorithm: OID.sha384 }, 'digest-algorithm-mismatch'],
    ['an unknown signature algorithm', { signatureAlgorithm: '1.2.3' }, 'unsupported-signature'],
    [
      'a signature of another kind',
      { signatureAlgorithm: OID.sha256WithRSAEncryption },
      'signature-mismatch',
    ],
    [
      'a broken signing certificate',
      { attributes: [...sorted, attribute(OID.signingCertificateV2, sequence())] },
      'signing-certificate-mismatch',
    ],
  ])('%s', async (_, recipe, problem) => {
    const verdict = await verify(recipe);
    expect(verdict.intact).toBe(false);
    expect(verdict.problems).toContain(problem);
  });
});

describe('what a message carries about revocation', () => {
  const [list, answer] = [sequence(octetString(Uint8Array.of(1))), sequence(octetString(Uint8Array.of(2)))];
  const archival = (value: Uint8Array) => attribute(OID.revocationInfoArchival, value);
  const explicit = (number: number, content: Uint8Array) => encode(contextTag(number), sequence(content));

  it('in the signed attribute of PDF is found', () => {
    const der = message({
      attributes: [...sorted, archival(sequence(explicit(0, list), explicit(1, answer)))],
    });
    expect(revocationInfoOf(parseSignedData(der))).toEqual({ crls: [list], ocsps: [answer] });
  });

  it('beside the certificates is found', () => {
    const other = encode(contextTag(1), oid(OID.ocspRevocationInfo), answer);
    const unknown = encode(contextTag(1), oid('1.2.3'), answer);
    const der = message({ revocation: encode(contextTag(1), list, other, unknown) });
    expect(revocationInfoOf(parseSignedData(der))).toEqual({ crls: [list], ocsps: [answer] });
  });

  it('is nothing where it cannot be read', () => {
    for (const value of [octetString(digest), sequence(explicit(0, list), octetString(digest)), sequence()]) {
      const { crls, ocsps } = revocationInfoOf(
        parseSignedData(message({ attributes: [...sorted, archival(value)] })),
      );
      expect([crls.length > 1, ocsps.length]).toEqual([false, 0]);
    }
  });
});
