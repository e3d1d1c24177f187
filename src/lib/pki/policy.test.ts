import { afterAll, describe, expect, it } from 'vitest';
import { ca, ChainWorkshop, end, OK, type ChainCase, type LinkOptions } from './chain-case-testing';

const REQUIRED = 'policyConstraints=critical,requireExplicitPolicy:0';
const policy = (...ids: string[]) => `certificatePolicies=${ids.join(',')}`;
const good = (name: string, ...links: LinkOptions[]): ChainCase => ({
  name,
  make: (workshop) => workshop.chain(...links),
  problems: [],
  openssl: OK,
});
const bad = (name: string, ...links: LinkOptions[]): ChainCase => ({
  name,
  make: (workshop) => workshop.chain(...links),
  problems: ['policy'],
  openssl: /policy/,
});
const ANY = '2.5.29.32.0';
const CASES: ChainCase[] = [
  good('with policies that nobody asks for', ca(policy('1.2.3')), end(policy('1.2.4'))),
  good('with the policy that is required', ca(REQUIRED, policy('1.2.3')), end(policy('1.2.3'))),
  bad('with another policy than is required', ca(REQUIRED, policy('1.2.3')), end(policy('1.2.4'))),
  bad('without the policy that is required', ca(REQUIRED, policy('1.2.3')), end()),
  bad('whose authority requires a policy and has none', ca(REQUIRED), end(policy('1.2.3'))),
  good('with one policy of any', ca(REQUIRED, policy(ANY)), end(policy('1.2.3'))),
  good('with any policy', ca(REQUIRED, policy('1.2.3')), end(policy(ANY))),
  bad(
    'with any policy, which is inhibited',
    ca(REQUIRED, policy('1.2.3'), 'inhibitAnyPolicy=critical,0'),
    end(policy(ANY)),
  ),
  good(
    'with any policy, which is inhibited later',
    ca(REQUIRED, policy('1.2.3'), 'inhibitAnyPolicy=critical,1'),
    end(policy(ANY)),
  ),
  bad(
    'with any policy, one certificate after it was inhibited',
    ca(REQUIRED, policy('1.2.3'), 'inhibitAnyPolicy=critical,1'),
    ca(policy('1.2.3')),
    end(policy(ANY)),
  ),
  good(
    'without a policy, which is required of the next one only',
    ca('policyConstraints=critical,requireExplicitPolicy:2'),
    end(),
  ),
  bad(
    'whose company requires a policy of itself and has none',
    ca(policy('1.2.3')),
    end('policyConstraints=critical,requireExplicitPolicy:0'),
  ),
  good(
    'with a policy that is mapped',
    ca(REQUIRED, policy('1.2.3'), 'policyMappings=1.2.3:1.2.9'),
    end(policy('1.2.9')),
  ),
  bad(
    'with the policy that was mapped away',
    ca(REQUIRED, policy('1.2.3'), 'policyMappings=1.2.3:1.2.9'),
    end(policy('1.2.3')),
  ),
  good(
    'with any policy that is mapped',
    ca(REQUIRED, policy(ANY), 'policyMappings=1.2.3:1.2.9'),
    end(policy('1.2.9')),
  ),
  bad(
    'with a policy whose mapping is inhibited',
    ca('policyConstraints=critical,requireExplicitPolicy:0,inhibitPolicyMapping:0', policy('1.2.3')),
    ca(policy('1.2.3'), 'policyMappings=1.2.3:1.2.9'),
    end(policy('1.2.9')),
  ),
  {
    name: 'with a mapping of any policy',
    make: (workshop) =>
      workshop.chain(ca(policy('1.2.3'), 'policyMappings=2.5.29.32.0:1.2.3'), end(policy('1.2.3'))),
    problems: ['malformed-extension'],
    openssl: /policy/,
  },
  {
    name: 'with a policy twice',
    make: (workshop) => workshop.chain(ca(policy('1.2.3', '1.2.3')), end(policy('1.2.3'))),
    problems: ['malformed-extension'],
    openssl: /policy|invalid/,
  },
  {
    name: 'with a critical qualifier that nobody knows',
    // SEQUENCE { SEQUENCE { 1.2.3, SEQUENCE { SEQUENCE { 1.2.7, NULL } } } }
    make: (workshop) =>
      workshop.chain(ca(), end('certificatePolicies=critical,DER:3010300e06022a033008300606022a070500')),
    problems: ['unknown-critical-extension'],
    openssl: OK,
    because: 'RFC 5280 §4.2.1.4: qualifiers of a critical extension must be understood too',
  },
];

const workshop = new ChainWorkshop();
afterAll(() => workshop.openssl.remove());

describe('openssl verify and we judge policies alike: a chain', () => {
  it.each(CASES.map((one) => [one.name, one] as const))('%s', async (_, one) => {
    const { ours, theirs } = await workshop.judge(one);
    expect(theirs).toMatch(one.openssl);
    expect(ours.problems).toEqual(one.problems);
    expect((ours.status === 'trusted') === (theirs === 'OK')).toBe(one.because === undefined);
  });
});
