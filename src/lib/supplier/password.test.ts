import { createPrivateKey, createPublicKey, hkdfSync, sign } from 'node:crypto';
import { argon2id } from '@noble/hashes/argon2.js';
import { describe, expect, it } from 'vitest';
import * as v from 'valibot';
import { stretchPin } from '../keys';
import type { AuthorId, RecordId } from '../ledger';
import {
  isByPassword,
  linkStatement,
  newPasswordRecord,
  passwordRecord,
  withPassword,
  type PasswordRecord,
} from './password';
import { PASSWORD, quickStretch } from './testing';

const owner = { platform: 'p', account: 'Yunxi2026' };
const statement = linkStatement({
  platform: 'p',
  supplier: 's' as RecordId,
  device: 'd' as AuthorId,
  unlinkedBy: undefined,
  until: undefined,
});
const signed = async (word: string, record: PasswordRecord, who = owner) =>
  (await withPassword(word, who, record, quickStretch, (by) => by(statement)))?.result;

describe('the record of a password', () => {
  it('lets who knows the password sign, and nobody else', async () => {
    const record = await newPasswordRecord(PASSWORD, owner, quickStretch);
    expect(v.is(passwordRecord, record)).toBe(true);
    const proof = await signed(PASSWORD, record);
    expect(isByPassword(record, statement, proof!)).toBe(true);
    expect(await signed('Yunxi#2026y', record)).toBeUndefined();
    expect(isByPassword(record, statement.slice(1), proof!)).toBe(false);
    expect(isByPassword(record, statement, 'A'.repeat(86))).toBe(false);
    expect(isByPassword(record, statement, '')).toBe(false);
  });

  it('is of one account, in whatever case, and of one platform', async () => {
    const record = await newPasswordRecord(PASSWORD, owner, quickStretch);
    expect(await signed(PASSWORD, record, { ...owner, account: 'yunxi2026' })).toBeDefined();
    expect(await signed(PASSWORD, record, { ...owner, account: 'yunxi2027' })).toBeUndefined();
    expect(await signed(PASSWORD, record, { ...owner, platform: 'q' })).toBeUndefined();
  });

  it('has a salt of its own each time', async () => {
    const [one, other] = [
      await newPasswordRecord(PASSWORD, owner, quickStretch),
      await newPasswordRecord(PASSWORD, owner, quickStretch),
    ];
    expect(one.salt).not.toBe(other.salt);
    expect(one.publicKey).not.toBe(other.publicKey);
  });

  it('is the key that others derive by the same rules: Argon2id, HKDF (RFC 5869), Ed25519 (RFC 8032)', async () => {
    const salt = new Uint8Array(32).fill(5);
    const record = await newPasswordRecord(PASSWORD, owner, stretchPin, () => salt);
    expect(record.kdf).toEqual({ name: 'argon2id', memoryKib: 65536, passes: 3, lanes: 1 });
    const stretched = argon2id(PASSWORD, salt, { m: 65536, t: 3, p: 1, dkLen: 32 });
    const info = '["suiyin/1 account password","p","yunxi2026"]';
    const seed = Buffer.from(hkdfSync('sha256', stretched, salt, info, 32));
    const pkcs8 = Buffer.concat([Buffer.from('302e020100300506032b657004220420', 'hex'), seed]);
    const key = createPrivateKey({ key: pkcs8, format: 'der', type: 'pkcs8' });
    expect(createPublicKey(key).export({ format: 'jwk' }).x).toBe(record.publicKey);
    const theirs = sign(null, statement, key).toString('base64url');
    expect(isByPassword(record, statement, theirs)).toBe(true);
    const ours = await withPassword(PASSWORD, owner, record, stretchPin, (by) => by(statement));
    expect(ours?.result).toBe(theirs); // deterministic
  });

  it('says what it signs without a doubt', () => {
    const link = { platform: 'p', supplier: 's' as RecordId, device: 'd' as AuthorId };
    const statements = [
      { ...link, unlinkedBy: undefined, until: undefined },
      { ...link, unlinkedBy: 'u' as RecordId, until: undefined },
      { ...link, unlinkedBy: undefined, until: 1 },
      { ...link, platform: 'p","s', unlinkedBy: undefined, until: undefined },
    ].map((one) => Buffer.from(linkStatement(one)).toString());
    expect(new Set(statements).size).toBe(4);
  });
});
