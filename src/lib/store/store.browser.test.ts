import { afterEach, describe, expect, it } from 'vitest';
import { Vaults } from '../keys';
import { openDatabase } from './database';
import { keyStorage } from './key-storage';

const PIN = '839417';
const data = new TextEncoder().encode('投标文件');

afterEach(async () => (await openDatabase('chromium')).delete());

describe('in a real browser', () => {
  it('the device key is stored and read back, still not exportable', async () => {
    const first = await openDatabase('chromium');
    await (await new Vaults(keyStorage(first)).create('v', PIN)).createKey('company', 'p256');
    first.close();

    const second = await openDatabase('chromium');
    const deviceKey = (await keyStorage(second).deviceKey()) as CryptoKey;
    expect(deviceKey).toBeInstanceOf(CryptoKey);
    expect(deviceKey.extractable).toBe(false);
    await expect(crypto.subtle.exportKey('raw', deviceKey)).rejects.toThrow();
    second.close();
  });

  it.each(['p256', 'rsa2048'] as const)('a %s key signs after the page was left', async (algorithm) => {
    const first = await openDatabase('chromium');
    const { publicKey } = await (
      await new Vaults(keyStorage(first)).create('v', PIN)
    ).createKey('company', algorithm);
    first.close();

    const second = await openDatabase('chromium');
    const signature = await (await new Vaults(keyStorage(second)).unlock('v', PIN)).sign('company', data);
    const verify = { name: publicKey.algorithm.name, hash: 'SHA-256' };
    expect(await crypto.subtle.verify(verify, publicKey, signature as Uint8Array<ArrayBuffer>, data)).toBe(
      true,
    );
    second.close();
  });

  it('the database without its device key opens nothing', async () => {
    const database = await openDatabase('chromium');
    await new Vaults(keyStorage(database)).create('v', PIN);
    await database.device.clear();
    await expect(new Vaults(keyStorage(database)).unlock('v', PIN)).rejects.toMatchObject({
      code: 'device-key-missing',
    });
    database.close();
  });

  it('wrong PINs of two tabs are counted together', async () => {
    const [one, two] = [await openDatabase('chromium'), await openDatabase('chromium')];
    await new Vaults(keyStorage(one)).create('v', PIN);
    const tries = [one, two, one].map((tab) => new Vaults(keyStorage(tab)).unlock('v', '550916'));
    await Promise.allSettled(tries);
    expect(await new Vaults(keyStorage(two)).status('v')).toMatchObject({ attemptsLeft: 5 });
    one.close();
    two.close();
  });
});
