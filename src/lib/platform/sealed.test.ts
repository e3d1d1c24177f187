import { Decrypter, Encrypter, generateX25519Identity, identityToRecipient } from 'age-encryption';
import { beforeAll, describe, expect, it } from 'vitest';
import { memoryKeyStorage, utf8, Vaults } from '../keys';
import { openSealed, recipientOf, sealFor } from './sealed';
import { newPerson, type Person } from './testing';

let [one, other, third]: Person[] = [];
beforeAll(async () => {
  [one, other, third] = await Promise.all([newPerson(), newPerson(), newPerson()]);
});
const secret = utf8('身份证号 430603199001010013');

describe('what is sealed', () => {
  it('opens with the key of each recipient, and of nobody else', async () => {
    const sealed = await sealFor([one!.recipient, other!.recipient], secret, '实名');
    expect(Buffer.from(sealed).includes(Buffer.from(secret))).toBe(false);
    for (const { privateKey } of [one!, other!]) {
      expect(await openSealed(privateKey, sealed, '实名')).toEqual(new Uint8Array(secret));
    }
    await expect(openSealed(third!.privateKey, sealed, '实名')).rejects.toMatchObject({
      code: 'not-for-you',
    });
  });

  it('opens with a vault’s key after it was unlocked again', async () => {
    const cheap = { name: 'argon2id' as const, memoryKib: 8, passes: 1, lanes: 1 };
    const vaults = new Vaults(memoryKeyStorage(), { kdf: cheap });
    const vault = await vaults.create('v', '839417');
    await vault.createAgreementKey('private');
    const recipient = await recipientOf(await vault.agreementKey('private'));
    const sealed = await sealFor([recipient], secret);
    const again = await vaults.unlock('v', '839417');
    expect(await openSealed(await again.agreementKey('private'), sealed)).toEqual(new Uint8Array(secret));
  });

  it('for one purpose does not pass for another', async () => {
    const sealed = await sealFor([one!.recipient], secret, 'ab');
    for (const purpose of ['', 'a', 'abc', 'ac', 'ab\u0000']) {
      await expect(openSealed(one!.privateKey, sealed, purpose)).rejects.toMatchObject({
        code: 'other-purpose',
      });
    }
    const empty = await sealFor([one!.recipient], new Uint8Array(), 'ab');
    expect(await openSealed(one!.privateKey, empty, 'ab')).toHaveLength(0);
  });

  it('is damaged by every bit that is altered', async () => {
    const sealed = await sealFor([one!.recipient], secret);
    for (let at = 0; at < sealed.length; at += 7) {
      const altered = sealed.slice();
      altered[at]! ^= 1;
      await expect(openSealed(one!.privateKey, altered), `byte ${at}`).rejects.toMatchObject({
        code: expect.stringMatching(/^(damaged|not-for-you)$/),
      });
    }
    for (const bytes of [new Uint8Array(), secret, sealed.slice(0, -1), sealed.slice(0, 40)]) {
      await expect(openSealed(one!.privateKey, bytes)).rejects.toMatchObject({ code: 'damaged' });
    }
  });

  it('is twice the same never the same', async () => {
    const [a, b] = [await sealFor([one!.recipient], secret), await sealFor([one!.recipient], secret)];
    expect(Buffer.from(a).equals(Buffer.from(b))).toBe(false);
  });

  it('is for somebody, and for age X25519 recipients only', async () => {
    await expect(sealFor([], secret)).rejects.toMatchObject({ code: 'no-recipient' });
    const bad = ['', 'age1pq1xyz', `age1${'q'.repeat(58)}`, one!.recipient.toUpperCase(), 'AGE-SECRET-KEY-1'];
    for (const recipient of bad) {
      await expect(sealFor([one!.recipient, recipient], secret), recipient).rejects.toMatchObject({
        code: 'bad-recipient',
      });
    }
  });

  it('is an age file like those of other programs', async () => {
    const identity = await generateX25519Identity(); // not by WebCrypto
    const sealed = await sealFor([await identityToRecipient(identity)], secret);
    expect(Buffer.from(sealed).subarray(0, 21).toString()).toBe('age-encryption.org/v1');
    const decrypter = new Decrypter();
    decrypter.addIdentity(identity);
    expect((await decrypter.decrypt(sealed)).slice(2)).toEqual(new Uint8Array(secret));
    const encrypter = new Encrypter();
    encrypter.addRecipient(one!.recipient);
    const foreign = await encrypter.encrypt(new Uint8Array([0, 0, 7]));
    expect(await openSealed(one!.privateKey, foreign)).toEqual(new Uint8Array([7]));
  });
});
