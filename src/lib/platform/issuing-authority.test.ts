import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { encodeBase64url } from '../ledger';
import { CA, OpenSsl, P256, RSA } from '../pki/openssl-testing';
import { issuePlatformRoot } from './authority-certificates';
import { readIssuingAuthority } from './issuing-authority';
import { DAY_MS, DETAILS, issuingOf, newRoots, newSigner, START } from './testing';

const openssl = new OpenSsl();
afterAll(() => openssl.remove());

const ISSUING = ['basicConstraints=critical,CA:TRUE,pathlen:0', 'keyUsage=critical,keyCertSign,cRLSign'];

/** A platform whose certificates somebody made by other means: openssl's authorities are as good as ours. */
describe.each([
  ['P-256', P256],
  ['RSA', RSA],
])('an issuing CA below a root of %s', (_name, key) => {
  let root: Uint8Array;
  beforeAll(() => void (root = openssl.certificate('root', { key, extensions: CA, days: 3650 })));

  const made = (o: Parameters<OpenSsl['certificate']>[1] = {}) =>
    readIssuingAuthority(openssl.certificate('issuing', { issuer: 'root', extensions: ISSUING, ...o }), root);

  it('is taken, with its key', () => {
    const authority = made();
    openssl.do('pkey', '-in', 'issuing.key', '-pubout', '-outform', 'DER', '-out', 'issuing.spki');
    expect(encodeBase64url(authority!.spki)).toBe(encodeBase64url(openssl.read('issuing.spki')));
    expect(made({ key: RSA })).toBeDefined();
  });

  it.each<[string, Parameters<OpenSsl['certificate']>[1]]>([
    ['that may have CAs below it', { extensions: CA }],
    ['that may have one CA below it', { extensions: [ISSUING[0]!.replace('0', '1'), ISSUING[1]!] }],
    ['that is no CA', { extensions: ['basicConstraints=critical,CA:FALSE', ISSUING[1]!] }],
    ['without key usage', { extensions: [ISSUING[0]!] }],
    ['that cannot sign lists', { extensions: [ISSUING[0]!, 'keyUsage=critical,keyCertSign'] }],
    ['that ends after the root', { days: 4000 }],
    ['by SHA-1', { digest: 'sha1' }],
    ['that signs itself', { issuer: undefined }],
    ['with a key of another kind', { key: ['-algorithm ED25519'] }],
  ])('%s is not taken', (_what, o) => expect(made(o)).toBeUndefined());

  it('of another root of the same name is not taken', () => {
    const below = openssl.certificate('issuing', { issuer: 'root', extensions: ISSUING });
    const twin = openssl.certificate('twin', { key, extensions: CA, days: 3650, subject: '/CN=root' });
    expect(readIssuingAuthority(below, root)).toBeDefined();
    expect(readIssuingAuthority(below, twin)).toBeUndefined();
  });
});

it('an issuing CA that begins before its root is not taken', async () => {
  const roots = await newRoots();
  const issuing = await issuingOf(roots, (await newSigner()).spki);
  const later = await issuePlatformRoot(DETAILS.name, roots.signer, START + DAY_MS); // of the same key
  expect(readIssuingAuthority(issuing, roots.root)).toBeDefined();
  expect(readIssuingAuthority(issuing, later)).toBeUndefined();
});
