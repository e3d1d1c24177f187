import { beforeEach, describe, expect, it } from 'vitest';
import { memoryCodeStorage, OneTimeCodes, type CodeStorage } from './one-time-codes';
import { random, START } from './testing';

const PHONE = '13800138000';
let sent: { to: string; text: string }[];
let now: number;
let codes: OneTimeCodes;
let storage: CodeStorage;
let send: (to: string, text: string) => Promise<void>;

beforeEach(() => {
  [sent, now, storage] = [[], START, memoryCodeStorage()];
  send = async (to, text) => void sent.push({ to, text });
  codes = open();
});
function open(chance = random): OneTimeCodes {
  const messaging = { send: (to: string, text: string) => send(to, text) };
  return new OneTimeCodes({ messaging, storage, now: () => now, random: chance });
}

const last = (): string => /\d{6}/.exec(sent.at(-1)?.text ?? '')?.[0] ?? '';
const request = (purpose = 'register', to = PHONE) => codes.send(purpose, to, (code) => `验证码 ${code}。`);
const check = (code = last(), purpose = 'register', to = PHONE) => codes.check(purpose, to, code);
const wrong = () => (last() === '000000' ? '000001' : '000000');

describe('a one-time code', () => {
  it('is sent, has six digits, and is taken once', async () => {
    await request();
    expect(sent).toEqual([{ to: PHONE, text: expect.stringMatching(/^验证码 \d{6}。$/) }]);
    await check();
    await expect(check()).rejects.toMatchObject({ code: 'no-code' });
  });

  it('is for one number and one purpose', async () => {
    await request();
    await expect(check(last(), 'login')).rejects.toMatchObject({ code: 'no-code' });
    await expect(check(last(), 'register', '13800138001')).rejects.toMatchObject({ code: 'no-code' });
    await check();
  });

  it('holds for five minutes', async () => {
    await request();
    now += 5 * 60_000;
    await expect(check()).rejects.toMatchObject({ code: 'expired' });
    now -= 1;
    await check();
  });

  it('stands five wrong tries, and then the right one neither', async () => {
    await request();
    for (const triesLeft of [4, 3, 2, 1, 0]) {
      await expect(check(wrong())).rejects.toMatchObject({ code: 'wrong-code', detail: { triesLeft } });
    }
    await expect(check()).rejects.toMatchObject({ code: 'no-code' });
    now += 60_000;
    await request();
    await check();
  });

  it('counts tries of several tabs', async () => {
    await request();
    const tries = Array.from({ length: 8 }, () => open().check('register', PHONE, wrong()));
    const codesOf = (await Promise.allSettled(tries)).map(
      (one) => one.status === 'rejected' && one.reason.code,
    );
    expect(codesOf.filter((code) => code === 'wrong-code')).toHaveLength(5);
  });

  it('is sent again after a minute, which makes the one before worthless', async () => {
    await request();
    const first = last();
    now += 59_000;
    await expect(request()).rejects.toMatchObject({ code: 'too-soon', detail: { waitMs: 1000 } });
    now += 1000;
    await request();
    expect(sent).toHaveLength(2);
    if (first !== last()) await expect(check(first)).rejects.toMatchObject({ code: 'wrong-code' });
    await check();
  });

  it('can be asked for at once where sending failed', async () => {
    const working = send;
    send = () => Promise.reject(new Error('没有信号'));
    await expect(request()).rejects.toThrow('没有信号');
    send = working;
    await request();
    await check();
  });

  it('does not wait for a clock that was set back', async () => {
    await request();
    now -= 86_400_000;
    await expect(check()).rejects.toMatchObject({ code: 'expired' });
    await request();
    await check();
  });

  it('of a storage that somebody has altered is none', async () => {
    storage = { update: async (_key, change) => void change({ code: 123456, tries: -9 }) };
    await expect(open().check('register', PHONE, '123456')).rejects.toMatchObject({ code: 'no-code' });
  });

  it('may begin with zeros, and no number is likelier than others', async () => {
    const words = [4_294_967_295, 4_294_000_000, 7];
    codes = open((length) => {
      const bytes = new Uint8Array(length);
      new DataView(bytes.buffer).setUint32(0, words.shift() ?? 0);
      return bytes;
    });
    await request();
    expect(last()).toBe('000007'); // the two before are beyond the last whole million
  });
});
