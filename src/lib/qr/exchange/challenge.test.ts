import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { concatBytes, utf8 } from '../../keys';
import { decodeBase64url, encodeBase64url, type Author } from '../../ledger';
import { newAuthor } from '../../ledger/testing';
import { qrMatrix } from '../codes/draw';
import {
  CHALLENGE_MS,
  challengeHash,
  challengeLink,
  newChallenge,
  readChallenge,
  type Challenge,
} from './challenge';

const NOW = Date.parse('2026-11-25T08:00:00Z');
const platform = encodeBase64url(new Uint8Array(32).fill(1));
const about = encodeBase64url(new Uint8Array(32).fill(2));

let shower: Author;
let challenge: Challenge;
beforeAll(async () => {
  shower = await newAuthor('p256');
  challenge = await make();
});

async function make(over: Partial<Parameters<typeof newChallenge>[0]> = {}): Promise<Challenge> {
  const asked = { purpose: 'bind', platform, about, author: shower, now: NOW, ...over } as const;
  return (await newChallenge(asked)).challenge;
}

/** A challenge with other bytes, signed anew. */
async function resigned(change: (bytes: Uint8Array) => Uint8Array, by = shower): Promise<string> {
  const body = change(decodeBase64url(challenge.text)!.slice(0, -64));
  return encodeBase64url(concatBytes(body, await by.sign(concatBytes(utf8('suiyin challenge\0'), body))));
}

describe('a challenge', () => {
  it('says what is asked, by whom, until when', () => {
    expect(challenge).toMatchObject({ purpose: 'bind', platform, about, by: shower.id });
    expect(challenge.expiresAt).toBe(NOW + CHALLENGE_MS);
    expect(readChallenge(challenge.text)).toEqual(challenge);
  });

  it('may be about nothing more than its purpose', async () => {
    const login = await newChallenge({ purpose: 'login', platform, author: shower, now: NOW });
    expect(login.challenge).not.toHaveProperty('about');
    expect(login.secret.extractable).toBe(false);
  });

  it('is 268 characters, and as a link a code of version 12', async () => {
    expect(challenge.text).toMatch(/^[\w-]{268}$/);
    const { version } = await qrMatrix(challengeLink(challenge, 'https://suiyin.example'), { level: 'M' });
    expect(version).toBe(12);
  });

  it('is another one each time', async () => {
    const other = await make();
    expect(other.agreement).not.toEqual(challenge.agreement);
    expect(challengeHash(other)).not.toEqual(challengeHash(challenge));
  });

  it('is read however it was pasted, and out of a link', () => {
    const wrapped = `  ${challenge.text.replace(/(.{64})/g, '$1\n')} `;
    expect(readChallenge(wrapped)).toEqual(challenge);
    expect(readChallenge(challengeLink(challenge, 'https://other.example'))).toEqual(challenge);
  });

  it('with any character altered is none', () => {
    const { text } = challenge;
    const characters = [...'ABCabc019-_.=+/#'];
    fc.assert(
      fc.property(fc.nat(text.length - 1), fc.constantFrom(...characters), (at, character) => {
        const altered = text.slice(0, at) + character + text.slice(at + 1);
        if (altered !== text) expect(readChallenge(altered)).toBeUndefined();
      }),
    );
  });

  it('is not any text', () => {
    for (const text of ['', '#', 'abc', 'https://example.com', 'https://example.com/scan#abc']) {
      expect(readChallenge(text)).toBeUndefined();
    }
    expect(readChallenge('x'.repeat(5000))).toBeUndefined();
  });

  it("cannot be shown in another one's name", async () => {
    expect(await resigned((body) => body).then(readChallenge)).toBeDefined();
    const other = await newAuthor('p256');
    expect(readChallenge(await resigned((body) => body, other))).toBeUndefined();
  });

  it.each<[string, (body: Uint8Array) => Uint8Array]>([
    ['another version', (body) => body.with(0, 2)],
    ['an unknown purpose', (body) => body.with(1, 99)],
    ['more bytes', (body) => concatBytes(body, new Uint8Array(1))],
    ['a key beside the curve', (body) => body.with(body.length - 33, 5)],
  ])('of %s is none, however well it is signed', async (_, change) => {
    expect(readChallenge(await resigned(change))).toBeUndefined();
  });

  it('is shown by keys on P-256 only', async () => {
    const author = await newAuthor('rsa2048');
    await expect(make({ author })).rejects.toThrow(TypeError);
  });
});
