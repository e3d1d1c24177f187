import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { utf8 } from '../keys';
import { encodeBase64url } from '../ledger';
import {
  CHALLENGE_MS,
  newChallenge,
  readAnswer,
  readChallenge,
  writeAnswer,
  type Challenge,
} from './challenge';
import { idOf, newActor, NOW, type Actor } from './testing';

const platform = idOf('platform');
const about = idOf('supplier');

let shower: Actor;
let challenge: Challenge;
beforeAll(async () => {
  shower = await newActor(platform);
  challenge = await make();
});

function make(over: object = {}): Promise<Challenge> {
  return newChallenge({ purpose: 'bind', platform, about, author: shower.author, now: NOW, ...over });
}

describe('a challenge', () => {
  it('says what is asked, by whom, until when', () => {
    expect(challenge).toMatchObject({ purpose: 'bind', platform, about, by: shower.id });
    expect(challenge.expiresAt).toBe(NOW + CHALLENGE_MS);
    expect(readChallenge(challenge.text)).toEqual(challenge);
  });

  it('fits into a QR code that a camera reads easily', () => {
    expect(challenge.text).toMatch(/^[\w.-]+$/);
    expect(challenge.text.length).toBeLessThan(600);
  });

  it('is another one each time', async () => {
    expect((await make()).nonce).not.toBe(challenge.nonce);
  });

  it('is read however it was pasted', () => {
    const wrapped = `  ${challenge.text.replace(/(.{64})/g, '$1\n')} `;
    expect(readChallenge(wrapped)).toEqual(challenge);
  });

  it('with any character altered is none, or the very same', () => {
    const { text } = challenge;
    const characters = [...'ABCabc019-_.=+/ '];
    fc.assert(
      fc.property(fc.nat(text.length - 1), fc.constantFrom(...characters), (at, character) => {
        const altered = text.slice(0, at) + character + text.slice(at + 1);
        if (altered !== text) expect(readChallenge(altered)).toBeUndefined();
      }),
    );
    for (const other of ['', '.', 'abc', text.slice(0, -2), `${text}.${text}`, 'x'.repeat(5000)]) {
      expect(readChallenge(other)).toBeUndefined();
    }
  });

  it("cannot be shown in another one's name", async () => {
    const other = await newActor(platform);
    const [body = ''] = challenge.text.split('.');
    const signature = await other.author.sign(utf8(`suiyin challenge\0${body}`));
    expect(readChallenge(`${body}.${encodeBase64url(signature)}`)).toBeUndefined();
  });

  it('has one spelling: members more, or in another order, are refused', async () => {
    const [body = ''] = challenge.text.split('.');
    const content = JSON.parse(Buffer.from(body, 'base64url').toString()) as Record<string, unknown>;
    for (const other of [
      JSON.stringify({ ...content, more: 1 }),
      JSON.stringify({ ...content, v: 2 }),
      JSON.stringify({ ...content, use: 'pay' }),
      JSON.stringify(content, null, 1),
    ]) {
      const encoded = encodeBase64url(utf8(other));
      const signature = await shower.author.sign(utf8(`suiyin challenge\0${encoded}`));
      expect(readChallenge(`${encoded}.${encodeBase64url(signature)}`)).toBeUndefined();
    }
  });
});

describe('an answer', () => {
  it('travels as text', () => {
    const answer = { serial: '4a00ff', signature: new Uint8Array(64).fill(7) };
    const text = writeAnswer(answer);
    expect(text).toMatch(/^[\w.-]+$/);
    expect(readAnswer(` ${text.slice(0, 20)}\n${text.slice(20)}`)).toEqual(answer);
  });

  it.each(['', 'abc', '4a00ff', '4a0.AA', '.AA', '4a.A', '4A.AA', '4a.AA.AA', `4a.${'A'.repeat(4000)}`])(
    'is not %j',
    (text) => {
      expect(readAnswer(text)).toBeUndefined();
    },
  );
});
