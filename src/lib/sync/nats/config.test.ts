import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { natsConfig } from './config';

const good = {
  platform: 's2Exb0NdGM2eslb02jTEKB-67DUHcZuo38IQ1F1T_eY',
  servers: ['wss://a.example.cn', 'wss://b.example.cn:8443/', 'ws://127.0.0.1:9222'],
  credentials: { jwt: 'ey-J.b_b.c', seed: `SU${'A'.repeat(56)}` },
  inboxPrefix: '_INBOX.s2Exb0NdGM2eslb02jTEKB',
};

describe('where a platform is', () => {
  it('is told by servers, and by who one is there', () => {
    expect(v.parse(natsConfig, good)).toEqual(good);
    expect(v.parse(natsConfig, { platform: 'p', servers: ['wss://a'] })).toEqual({
      ...{ platform: 'p', servers: ['wss://a'] },
    });
  });

  it.each([
    ['a platform of two tokens', { platform: 'a.b' }],
    ['a platform that is a wildcard', { platform: '>' }],
    ['no servers', { servers: [] }],
    ['a server that is no WebSocket', { servers: ['https://a.example.cn'] }],
    ['a server with a password in its address', { servers: ['wss://u:p@a.example.cn'] }],
    ['a seed that is an account’s', { credentials: { ...good.credentials, seed: `SA${'A'.repeat(56)}` } }],
    ['a JWT without a signature', { credentials: { ...good.credentials, jwt: 'a.b' } }],
    ['an inbox for everything', { inboxPrefix: '_INBOX.>' }],
    ['what nobody knows', { color: 'red' }],
  ])('is not %s', (_, change) => {
    expect(v.safeParse(natsConfig, { ...good, ...change }).success).toBe(false);
  });
});
