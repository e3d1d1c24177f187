/** Chains of all kinds, judged by us and by `openssl verify`. Where we differ, it is said why. */
import { afterAll, describe, expect, it } from 'vitest';
import { readCertificate } from './certificate';
import { validateChain } from './chain';
import {
  ca,
  ChainWorkshop,
  end,
  OK,
  type ChainCase,
  type LinkOptions,
  type TestChain,
} from './chain-case-testing';
import { CA, compactTime, type OpenSsl, P256, RSA, SIGNING } from './openssl-testing';

const revoked = (certificate: Uint8Array, at: Date, more = '') =>
  `${compactTime(at)}${more}\t${readCertificate(certificate).serialNumber.toUpperCase()}`;

const CASES: ChainCase[] = [
  // path and signatures
  { name: 'of three', make: (workshop) => workshop.chain(ca(), end()), problems: [], openssl: OK },
  {
    name: 'of six',
    make: (workshop) => workshop.chain(ca(), ca(), ca(), ca(), end()),
    problems: [],
    openssl: OK,
  },
  {
    name: 'without the authority between',
    make: (workshop) => ({ ...workshop.chain(ca(), end()), candidates: [] }),
    problems: ['issuer-missing'],
    openssl: /unable to get local issuer/,
  },
  {
    name: 'to a root that is not trusted',
    make: (workshop) => ({
      ...workshop.chain(ca(), end()),
      roots: [workshop.openssl.certificate(workshop.newName('other'), { extensions: CA })],
    }),
    problems: ['issuer-missing'],
    openssl: /unable to get local issuer/,
  },
  {
    name: 'to a root of the same name with another key',
    make: (workshop) => {
      const twin = workshop.openssl.certificate(workshop.newName('twin'), {
        extensions: CA,
        subject: '/CN=root',
      });
      return { ...workshop.chain(end()), roots: [twin] };
    },
    problems: ['signature-invalid'],
    openssl: /unable to get local issuer|signature failure/,
  },
  {
    name: 'with a signature that was changed',
    make: (workshop) => {
      const made = workshop.chain(ca(), end());
      const certificate = made.certificate.slice();
      certificate[certificate.length - 1] = (certificate.at(-1) ?? 0) ^ 1;
      return { ...made, certificate };
    },
    problems: ['signature-invalid'],
    openssl: /signature failure/,
  },
  // time
  {
    name: 'whose company has expired',
    make: (workshop) => ({ ...workshop.chain(ca(), { days: 1 }), at: workshop.days(3) }),
    problems: ['expired'],
    openssl: /expired/,
  },
  {
    name: 'whose authority has expired',
    make: (workshop) => ({ ...workshop.chain({ days: 1 }, {}), at: workshop.days(3) }),
    problems: ['expired'],
    openssl: /expired/,
  },
  {
    name: 'before it begins',
    make: (workshop) => ({ ...workshop.chain(ca(), end()), at: workshop.days(-3) }),
    problems: ['not-yet-valid'],
    openssl: /not yet valid/,
  },
  // authorities
  {
    name: 'whose authority is none',
    make: (workshop) => workshop.chain({ extensions: ['basicConstraints=critical,CA:FALSE'] }, end()),
    problems: ['not-a-ca'],
    openssl: /invalid CA/,
  },
  {
    name: 'whose authority is a company',
    make: (workshop) => workshop.chain(end(), end()),
    problems: ['not-a-ca', 'issuer-key-usage'],
    openssl: /invalid CA/,
  },
  {
    name: 'whose authority may sign lists only',
    make: (workshop) =>
      workshop.chain(
        { extensions: ['basicConstraints=critical,CA:TRUE', 'keyUsage=critical,cRLSign'] },
        end(),
      ),
    problems: ['issuer-key-usage'],
    openssl: /invalid CA|key ?usage/,
  },
  {
    name: 'whose authority does not say that it is one, but may sign certificates',
    make: (workshop) => workshop.chain({ extensions: ['keyUsage=critical,keyCertSign'] }, end()),
    problems: ['not-a-ca'],
    openssl: /invalid CA/,
  },
  {
    name: 'with more authorities than a path length allows',
    make: (workshop) =>
      workshop.chain(
        { extensions: [...CA.slice(1), 'basicConstraints=critical,CA:TRUE,pathlen:0'] },
        ca(),
        end(),
      ),
    problems: ['path-too-long'],
    openssl: /path length/,
  },
  {
    name: 'with as many authorities as a path length allows',
    make: (workshop) =>
      workshop.chain(
        { extensions: [...CA.slice(1), 'basicConstraints=critical,CA:TRUE,pathlen:1'] },
        ca(),
        end(),
      ),
    problems: [],
    openssl: OK,
  },
  // keys and digests
  {
    name: 'whose authority has a short key',
    make: (workshop) => workshop.chain({ key: ['-algorithm RSA', '-pkeyopt rsa_keygen_bits:1024'] }, end()),
    problems: ['weak-key'],
    openssl: /key too weak/i,
  },
  {
    name: 'whose authority is signed with SHA-1',
    make: (workshop) => workshop.chain({ digest: 'sha1' }, end()),
    problems: ['weak-digest'],
    openssl: /digest algorithm too weak/i,
  },
  {
    name: 'whose company is signed with MD5',
    make: (workshop) => workshop.chain({ key: RSA }, { digest: 'md5' }),
    problems: ['weak-digest'],
    openssl: /digest algorithm too weak/i,
  },
  {
    name: 'whose root is signed with SHA-1, which nobody relies on',
    make: sha1Root,
    problems: [],
    openssl: OK,
  },
  // extensions
  {
    name: 'with a critical extension that nobody knows',
    make: (workshop) => workshop.chain(ca('1.2.3.4.5=critical,DER:0500'), end()),
    problems: ['unknown-critical-extension'],
    openssl: /unhandled critical extension/,
  },
  {
    name: 'with an extension that nobody knows',
    make: (workshop) => workshop.chain(ca('1.2.3.4.5=DER:0500'), end('1.2.3.4.6=DER:0500')),
    problems: [],
    openssl: OK,
  },
  // several ways
  {
    name: 'through a cross-signed authority',
    make: (workshop) => crossSigned(workshop),
    problems: [],
    openssl: /unable to get local issuer/,
    because: 'OpenSSL follows the first way that it finds, and does not go back',
  },
  {
    name: 'through a cross-signed authority of which the other way has expired',
    make: (workshop) => crossSigned(workshop, { days: 1 }, workshop.days(3)),
    problems: [],
    openssl: OK,
  },
  {
    name: 'that goes in circles',
    make: circle,
    problems: ['issuer-missing'],
    openssl: /unable to get (local )?issuer|self.signed|certificate chain too long/,
  },
  // revocation
  ...revocationCases(),
];

function sha1Root(workshop: ChainWorkshop): TestChain {
  const { openssl } = workshop;
  const name = workshop.newName('old');
  const own = openssl.certificate(name, { extensions: CA, digest: 'sha1' });
  const certificate = openssl.certificate(`${name}-new`, { issuer: name, extensions: SIGNING });
  return { certificate, candidates: [], roots: [own] };
}

/** An authority certified by two roots, of which only one is trusted, or only one way is still good. */
function crossSigned(workshop: ChainWorkshop, first: LinkOptions = {}, at?: Date): TestChain {
  const { openssl, root } = workshop;
  const made = workshop.chain({ ...ca(), ...first }, end());
  const [authority = ''] = made.names;
  const strange = workshop.newName('strange');
  const other = openssl.certificate(strange, { extensions: CA });
  const candidates = [...made.candidates, openssl.crossSign(`${strange}-crossed`, authority, strange)];
  return at ? { ...made, candidates, roots: [root, other], at } : { ...made, candidates, roots: [other] };
}

/** Two authorities that certify each other, neither a root. */
function circle(workshop: ChainWorkshop): TestChain {
  const { openssl, root } = workshop;
  const base = workshop.newName('round');
  openssl.certificate(`${base}a`, { extensions: CA });
  openssl.certificate(`${base}b`, { extensions: CA });
  const certificate = openssl.certificate(`${base}c`, { issuer: `${base}a`, extensions: SIGNING });
  const candidates = [
    openssl.crossSign(`${base}ab`, `${base}a`, `${base}b`),
    openssl.crossSign(`${base}ba`, `${base}b`, `${base}a`),
  ];
  return { certificate, candidates, roots: [root] };
}

function revocationCases(): ChainCase[] {
  /** With lists of the root and of the authority. */
  const listed = (
    workshop: ChainWorkshop,
    authority: (made: { certificate: Uint8Array; candidates: Uint8Array[] }) => Parameters<OpenSsl['crl']>[2],
    ofRoot: (made: {
      certificate: Uint8Array;
      candidates: Uint8Array[];
    }) => Parameters<OpenSsl['crl']>[2] = () => ({}),
  ): TestChain => {
    const { openssl } = workshop;
    const made = workshop.chain(ca(), end());
    const [name = ''] = made.names;
    const crls = [
      openssl.crl(`${name}-crl`, name, authority(made)),
      openssl.crl(`${name}-root`, 'root', ofRoot(made)),
    ];
    return { ...made, crls };
  };
  return [
    {
      name: 'that is on no list',
      make: (workshop) => listed(workshop, () => ({})),
      problems: [],
      openssl: OK,
    },
    {
      name: 'whose company is revoked',
      make: (workshop) =>
        listed(workshop, ({ certificate }) => ({ revoked: [revoked(certificate, workshop.days(-1))] })),
      problems: ['revoked'],
      openssl: /revoked/,
    },
    {
      name: 'whose authority is revoked',
      make: (workshop) =>
        listed(
          workshop,
          () => ({}),
          ({ candidates: [authority = new Uint8Array()] }) => ({
            revoked: [revoked(authority, workshop.days(-1))],
          }),
        ),
      problems: ['authority-revoked'],
      openssl: /revoked/,
    },
    {
      name: 'whose company is on hold',
      make: (workshop) =>
        listed(workshop, ({ certificate }) => ({
          revoked: [revoked(certificate, workshop.days(-1), ',certificateHold')],
        })),
      problems: ['revoked'],
      openssl: /revoked/,
    },
    {
      name: 'whose company is revoked later than the time in question',
      make: (workshop) =>
        listed(workshop, ({ certificate }) => ({ revoked: [revoked(certificate, workshop.days(1))] })),
      problems: ['revoked-later'],
      openssl: /revoked/,
      because: 'OpenSSL does not look at the time of revocation; what was signed before it stays good',
    },
    {
      name: 'with lists that have ended',
      make: (workshop) => ({ ...listed(workshop, () => ({})), at: workshop.days(60) }),
      problems: ['revocation-outdated'],
      openssl: /CRL has expired/,
      because: 'not known is told, and does not break trust here: offline there may be no newer list',
    },
    {
      name: 'with lists of authorities only',
      make: (workshop) =>
        listed(workshop, () => ({
          extensions: ['issuingDistributionPoint=critical,@p', '[p]', 'onlyCA=TRUE'],
        })),
      problems: [],
      openssl: /scope|unable to get certificate CRL/i,
      because: 'not known, again',
    },
    {
      name: 'with lists of companies only',
      make: (workshop) =>
        listed(workshop, () => ({
          extensions: ['issuingDistributionPoint=critical,@p', '[p]', 'onlyuser=TRUE'],
        })),
      problems: [],
      openssl: OK,
    },
    {
      name: 'with a list that has a critical extension that nobody knows',
      make: (workshop) => listed(workshop, () => ({ extensions: ['1.2.3.4.5=critical,DER:0500'] })),
      problems: [],
      openssl: /critical/,
      because: 'the list is left aside, and not known does not break trust',
    },
  ];
}

const workshop = new ChainWorkshop();
afterAll(() => workshop.openssl.remove());

describe('openssl verify and we judge alike a chain', () => {
  it.each(CASES.map((one) => [one.name, one] as const))('%s', async (_, one) => {
    const { ours, theirs } = await workshop.judge(one);
    expect(theirs).toMatch(one.openssl);
    expect(ours.problems).toEqual(one.problems);
    expect((ours.status === 'trusted') === (theirs === 'OK')).toBe(one.because === undefined);
  });

  it('of the purposes of S/MIME, which are nearest to documents', async () => {
    const usages: [string[], boolean][] = [
      [['keyUsage=critical,digitalSignature'], true],
      [['keyUsage=critical,nonRepudiation'], true],
      [['keyUsage=critical,keyEncipherment'], false],
      [[...SIGNING, 'extendedKeyUsage=emailProtection'], true],
      [[...SIGNING, 'extendedKeyUsage=serverAuth'], false],
    ];
    for (const [extensions, isGood] of usages) {
      const { certificate, candidates, roots } = workshop.chain(ca(), { extensions, key: P256 });
      const question = { certificate, candidates, roots, at: workshop.now };
      expect((await validateChain(question)).status === 'trusted', extensions.join()).toBe(isGood);
      const theirs = workshop.openssl.verify({ ...question, options: ['-purpose', 'smimesign'] });
      expect(theirs === 'OK', `${extensions.join()}: ${theirs}`).toBe(isGood);
    }
  });

  it('of the purpose of time stamps, which has to be the only one and critical', async () => {
    const usages: [string[], boolean][] = [
      [['keyUsage=critical,digitalSignature', 'extendedKeyUsage=critical,timeStamping'], true],
      [[...SIGNING, 'extendedKeyUsage=critical,timeStamping'], true],
      [[...SIGNING, 'extendedKeyUsage=timeStamping'], false],
      [[...SIGNING, 'extendedKeyUsage=critical,timeStamping,emailProtection'], false],
      [SIGNING, false],
    ];
    for (const [extensions, isGood] of usages) {
      const { certificate, candidates, roots } = workshop.chain(ca(), { extensions });
      const question = { certificate, candidates, roots, at: workshop.now };
      const ours = await validateChain({ ...question, purpose: 'timestamping' });
      expect(ours.status === 'trusted', extensions.join()).toBe(isGood);
      const theirs = workshop.openssl.verify({ ...question, options: ['-purpose', 'timestampsign'] });
      expect(theirs === 'OK', `${extensions.join()}: ${theirs}`).toBe(isGood);
    }
  });
});
