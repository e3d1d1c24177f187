import { afterAll, describe, expect, it } from 'vitest';
import { ca, ChainWorkshop, end, named, OK, type ChainCase, type LinkOptions } from './chain-case-testing';

const directory = ['[n]', 'C=CN', 'O=Yunxi'];
const constrained = (value: string) => ca(`nameConstraints=critical,${value}`, ...directory);
const good = (name: string, ...links: LinkOptions[]): ChainCase => ({
  name,
  make: (workshop) => workshop.chain(...links),
  problems: [],
  openssl: OK,
});
const bad = (name: string, ...links: LinkOptions[]): ChainCase => ({
  name,
  make: (workshop) => workshop.chain(...links),
  problems: ['name-constraints'],
  openssl: /permitted subtree|excluded subtree|unsupported name constraint|unsupported or invalid name/,
});
const mail = (text: string) => end(`subjectAltName=email:${text}`);
const dns = (text: string) => end(`subjectAltName=DNS:${text}`);
const uri = (text: string) => end(`subjectAltName=URI:${text}`);
const ip = (text: string) => end(`subjectAltName=IP:${text}`);
const CASES: ChainCase[] = [
  good('within a permitted directory', constrained('permitted;dirName:n'), named('/C=CN/O=YUNXI /CN=a')),
  bad('outside of a permitted directory', constrained('permitted;dirName:n'), named('/C=CN/O=Other/CN=a')),
  bad('above a permitted directory', constrained('permitted;dirName:n'), named('/C=CN')),
  bad('in an excluded directory', constrained('excluded;dirName:n'), named('/C=CN/O=Yunxi/CN=a')),
  good('beside an excluded directory', constrained('excluded;dirName:n'), named('/C=CN/O=Other/CN=a')),
  bad(
    'outside by the name of an authority between',
    constrained('permitted;dirName:n'),
    { ...ca(), subject: '/C=CN/O=Other' },
    named('/C=CN/O=Yunxi/CN=a'),
  ),
  bad(
    'permitted by one authority, excluded by the next',
    constrained('permitted;dirName:n'),
    { ...constrained('excluded;dirName:n'), subject: '/C=CN/O=Yunxi/CN=b' },
    named('/C=CN/O=Yunxi/CN=a'),
  ),
  good(
    'with a mailbox that is permitted',
    ca('nameConstraints=critical,permitted;email:a@b.cn'),
    mail('a@B.cn'),
  ),
  bad('with another mailbox', ca('nameConstraints=critical,permitted;email:a@b.cn'), mail('c@b.cn')),
  good(
    'with a mailbox of a permitted host',
    ca('nameConstraints=critical,permitted;email:b.cn'),
    mail('c@b.cn'),
  ),
  bad(
    'with a mailbox below a permitted host',
    ca('nameConstraints=critical,permitted;email:b.cn'),
    mail('c@x.b.cn'),
  ),
  good(
    'with a mailbox of a permitted domain',
    ca('nameConstraints=critical,permitted;email:.b.cn'),
    mail('c@x.b.cn'),
  ),
  bad(
    'with a mailbox in its subject',
    ca('nameConstraints=critical,permitted;email:b.cn'),
    named('/CN=a/emailAddress=c@d.cn'),
  ),
  good('with a permitted domain', ca('nameConstraints=critical,permitted;DNS:b.cn'), dns('x.B.cn')),
  bad(
    'with a domain that only ends the same',
    ca('nameConstraints=critical,permitted;DNS:b.cn'),
    dns('xb.cn'),
  ),
  bad('with an excluded domain', ca('nameConstraints=critical,excluded;DNS:b.cn'), dns('x.b.cn')),
  good('without any name of the kind', ca('nameConstraints=critical,permitted;DNS:b.cn'), end()),
  good(
    'with a permitted address',
    ca('nameConstraints=critical,permitted;URI:.b.cn'),
    uri('https://x.b.cn:8/y'),
  ),
  bad(
    'with an address of another host',
    ca('nameConstraints=critical,permitted;URI:.b.cn'),
    uri('https://x.c.cn/'),
  ),
  bad('with an address without a host', ca('nameConstraints=critical,permitted;URI:.b.cn'), uri('urn:b.cn')),
  good(
    'of a permitted network',
    ca('nameConstraints=critical,permitted;IP:10.1.0.0/255.255.0.0'),
    ip('10.1.2.3'),
  ),
  bad('of another network', ca('nameConstraints=critical,permitted;IP:10.1.0.0/255.255.0.0'), ip('10.2.2.3')),
  bad(
    'of a network of the other version',
    ca('nameConstraints=critical,permitted;IP:10.1.0.0/255.255.0.0'),
    ip('fe80::1'),
  ),
  bad(
    'with a name of a kind that is constrained, but not compared',
    ca('nameConstraints=critical,permitted;RID:1.2.3'),
    end('subjectAltName=RID:1.2.3.4'),
  ),
  {
    name: 'with a common name that looks like another domain',
    make: (workshop) =>
      workshop.chain(ca('nameConstraints=critical,permitted;DNS:b.cn'), named('/CN=www.c.cn')),
    problems: [],
    openssl: /permitted subtree/,
    because: 'the name is no server’s here: RFC 5280 constrains alternative names, not common names',
  },
];

const workshop = new ChainWorkshop();
afterAll(() => workshop.openssl.remove());

describe('openssl verify and we judge name constraints alike: a chain', () => {
  it.each(CASES.map((one) => [one.name, one] as const))('%s', async (_, one) => {
    const { ours, theirs } = await workshop.judge(one);
    expect(theirs).toMatch(one.openssl);
    expect(ours.problems).toEqual(one.problems);
    expect((ours.status === 'trusted') === (theirs === 'OK')).toBe(one.because === undefined);
  });
});
