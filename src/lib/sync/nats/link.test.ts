import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readCredentials, readServers } from './config';
import { readPlaceLink, writePlaceLink } from './link';

const seed = `SU${'A'.repeat(56)}`;
const full = {
  servers: ['wss://a.example.cn', 'wss://b.example.cn:8443'],
  platform: 's2Exb0NdGM2eslb02jTEKB-67DUHcZuo38IQ1F1T_eY',
  credentials: { jwt: 'ey-J.b_b.c', seed },
  inboxPrefix: '_INBOX.visitor',
  admin: { seed },
};

describe('a link to servers', () => {
  it('reads back, alone or behind an address', () => {
    for (const link of [full, { servers: ['ws://localhost:9222'] }]) {
      const text = writePlaceLink(link);
      expect(text).toMatch(/^n1\.[\w-]+$/);
      expect(readPlaceLink(text)).toEqual(link);
      expect(readPlaceLink(` https://suiyin.example/platforms/connect#${text}\n`)).toEqual(link);
    }
  });

  it('without credentials fits a code that a phone reads from a screen', () => {
    const { servers, platform } = full;
    expect(writePlaceLink({ servers, platform }).length).toBeLessThan(240);
  });

  it.each([
    ['cut off', writePlaceLink(full).slice(0, -9)],
    ['of another version', writePlaceLink(full).replace('n1', 'n2')],
    ['that names no server', 'n1.e30'],
    ['to a server with a password in its address', writePlaceLink({ servers: ['wss://u:p@a.cn'] })],
    ['to a platform that is a wildcard', writePlaceLink({ ...full, platform: '>' })],
    ['too long', `n1.${'A'.repeat(70_000)}`],
  ])('%s is none', (_what, text) => expect(readPlaceLink(text)).toBeUndefined());

  it('is none in whatever text', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(readPlaceLink(`n1.${text}`)).toBeUndefined();
      }),
    );
  });
});

describe('what somebody types', () => {
  it.each([
    ['nats.example.cn', ['wss://nats.example.cn']],
    ['wss://a.cn/, wss://b.cn:8443\nwss://a.cn', ['wss://a.cn', 'wss://b.cn:8443']],
    ['ws://127.0.0.1:9222', ['ws://127.0.0.1:9222']],
    ['https://a.cn', undefined],
    ['', undefined],
  ])('%j means %j', (typed, servers) => expect(readServers(typed)).toEqual(servers));

  it('is a credential where it is a seed, or a .creds file', () => {
    expect(readCredentials(` ${seed}\n`)).toEqual({ seed });
    const file = `-----BEGIN NATS USER JWT-----\na.b.c\n------END NATS USER JWT------\n\n-----BEGIN USER NKEY SEED-----\n${seed}\n------END USER NKEY SEED------`;
    expect(readCredentials(file)).toEqual({ jwt: 'a.b.c', seed });
    expect(readCredentials(seed.slice(0, -1))).toBeUndefined();
    expect(readCredentials('')).toBeUndefined();
  });
});
