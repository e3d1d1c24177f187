import { beforeAll, describe, expect, it } from 'vitest';
import { decodeBase64url, encodeBase64url, type AuthorId } from '../../ledger';
import { openSealed, recipientOf, sealFor } from '../../platform';
import { combineShares, makeOpeningKey, openShare, type OpeningKey } from './opening-key';

const NUMBER = 'YX-2026-001';

interface Member {
  author: AuthorId;
  recipient: string;
  key: CryptoKey;
}

let members: Member[];
let opening: OpeningKey;
let shares: string[];
beforeAll(async () => {
  members = await Promise.all(
    [1, 2, 3].map(async (n) => {
      const pair = (await crypto.subtle.generateKey({ name: 'X25519' }, false, [
        'deriveBits',
      ])) as CryptoKeyPair;
      const author = `member ${n}` as AuthorId;
      return { author, recipient: await recipientOf(pair.privateKey), key: pair.privateKey };
    }),
  );
  opening = await makeOpeningKey(NUMBER, 2, members);
  shares = await Promise.all(opening.committee.map((one, n) => openShare(NUMBER, one, members[n]!.key)));
});

const code = (promise: Promise<unknown>) =>
  promise.then(
    () => 'none',
    (error: { code: string }) => error.code,
  );

describe('an opening key', () => {
  it.each([
    [0, 1],
    [2, 0],
    [1, 2],
  ])('comes from members %d and %d, and opens what was sealed to it', async (a, b) => {
    const sealed = await sealFor([opening.recipient], new TextEncoder().encode('报价'), 'bid');
    const key = await combineShares([shares[a]!, shares[b]!], opening.recipient);
    expect(new TextDecoder().decode(await openSealed(key, sealed, 'bid'))).toBe('报价');
    expect(key.extractable).toBe(false);
  });

  it('comes from all of them too, and not from one', async () => {
    await combineShares(shares, opening.recipient);
    expect(await code(combineShares(shares.slice(1, 2), opening.recipient))).toBe('too-few-shares');
    expect(await code(combineShares([], opening.recipient))).toBe('too-few-shares');
  });

  it('can be one person’s', async () => {
    const own = await makeOpeningKey(NUMBER, 1, members.slice(0, 1));
    const share = await openShare(NUMBER, own.committee[0]!, members[0]!.key);
    await combineShares([share], own.recipient);
    expect(await code(combineShares([share], opening.recipient))).toBe('wrong-key');
  });

  it('is not made for more than there are', async () => {
    await expect(makeOpeningKey(NUMBER, 4, members)).rejects.toBeInstanceOf(RangeError);
  });
});

describe('a share', () => {
  const changed = (share: string, at: number) => {
    const bytes = decodeBase64url(share)!;
    bytes[at]! ^= 1;
    return encodeBase64url(bytes);
  };

  it('is opened by its member alone, for its tender', async () => {
    const [own] = opening.committee;
    expect(await code(openShare(NUMBER, own!, members[1]!.key))).toBe('not-for-you');
    expect(await code(openShare('YX-2026-002', own!, members[0]!.key))).toBe('other-purpose');
  });

  it('is the one that was committed to', async () => {
    const [own, other] = opening.committee;
    expect(await code(openShare(NUMBER, { ...own!, commitment: other!.commitment }, members[0]!.key))).toBe(
      'damaged',
    );
  });

  it('that is false is found out, among enough and among more', async () => {
    const false2 = changed(shares[1]!, 30);
    expect(await code(combineShares([shares[0]!, false2], opening.recipient))).toBe('wrong-key');
    expect(await code(combineShares([shares[0]!, shares[2]!, false2], opening.recipient))).toBe(
      'inconsistent',
    );
  });

  it('counts once, and for its own key', async () => {
    expect(await code(combineShares([shares[0]!, shares[0]!], opening.recipient))).toBe('inconsistent');
    const other = await makeOpeningKey(NUMBER, 2, members);
    const foreign = await openShare(NUMBER, other.committee[1]!, members[1]!.key);
    expect(await code(combineShares([shares[0]!, foreign], opening.recipient))).toBe('inconsistent');
    expect(await code(combineShares([shares[0]!, 'AAAA'], opening.recipient))).toBe('damaged');
    expect(await code(combineShares([shares[0]!, '!'], opening.recipient))).toBe('damaged');
  });
});
