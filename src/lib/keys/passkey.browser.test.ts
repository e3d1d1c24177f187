import { cdp } from 'vitest/browser';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { evaluatePasskey, passkeysWork, registerPasskey } from './passkey';
import { memoryKeyStorage, type KeyStorage } from './storage';
import { Vaults, type PasskeyRequest } from './vaults';

const PIN = '839417';
const WRONG = '550916';
const CHEAP = { name: 'argon2id' as const, memoryKib: 8, passes: 1, lanes: 1 };
const data = new TextEncoder().encode('投标文件');

/** The DevTools protocol's WebAuthn domain: authenticators without a person. */
interface WebAuthn {
  send(method: string, parameters?: Record<string, unknown>): Promise<{ authenticatorId: string }>;
}

const session = () => cdp() as unknown as WebAuthn;
const plugged: string[] = [];

async function plugIn(options: Record<string, unknown> = {}): Promise<string> {
  const { authenticatorId } = await session().send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      ctap2Version: 'ctap2_1',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
      hasPrf: true,
      ...options,
    },
  });
  plugged.push(authenticatorId);
  return authenticatorId;
}

async function unplug(authenticatorId: string): Promise<void> {
  await session().send('WebAuthn.removeVirtualAuthenticator', { authenticatorId });
  plugged.splice(plugged.indexOf(authenticatorId), 1);
}

const register = (request: PasskeyRequest) =>
  registerPasskey({ ...request, siteName: '随印', userName: '云溪测试有限公司' });

let storage: KeyStorage;
let vaults: Vaults;

beforeEach(async () => {
  await session().send('WebAuthn.enable');
  storage = memoryKeyStorage();
  vaults = new Vaults(storage, { kdf: CHEAP });
  await (await vaults.create('v', PIN)).createKey('company', 'p256');
});

afterEach(async () => {
  for (const authenticatorId of [...plugged]) await unplug(authenticatorId);
  await session().send('WebAuthn.disable');
});

describe('a passkey', () => {
  it('opens the vault instead of the PIN', async () => {
    await plugIn();
    const passkey = await vaults.addPasskey('v', PIN, '这台电脑', register);
    expect((await vaults.status('v')).passkeys).toEqual([passkey]);
    expect(passkey.label).toBe('这台电脑');
    const unlocked = await vaults.unlockWithPasskey('v', evaluatePasskey);
    expect(await unlocked.sign('company', data)).toHaveLength(64);
    await vaults.unlock('v', PIN); // which stays good
  });

  it('is only made for who knows the PIN', async () => {
    await plugIn();
    let asked = false;
    const watched = (request: PasskeyRequest) => {
      asked = true;
      return register(request);
    };
    await expect(vaults.addPasskey('v', WRONG, 'x', watched)).rejects.toMatchObject({ code: 'wrong-pin' });
    expect(asked).toBe(false);
  });

  it('opens a vault whose PIN is locked, and sets a new PIN there', async () => {
    await plugIn();
    let now = Date.now();
    vaults = new Vaults(storage, { kdf: CHEAP, now: () => now });
    await vaults.addPasskey('v', PIN, 'x', register);
    for (let n = 0; n < 8; n++) {
      await vaults.unlock('v', WRONG).catch(() => undefined);
      now += 3_600_000;
    }
    await expect(vaults.unlock('v', PIN)).rejects.toMatchObject({ code: 'locked' });
    await vaults.unlockWithPasskey('v', evaluatePasskey);
    expect((await vaults.status('v')).locked).toBe(true); // opening alone gives no new tries
    await vaults.changePinWithPasskey('v', evaluatePasskey, '770315');
    expect(await (await vaults.unlock('v', '770315')).sign('company', data)).toHaveLength(64);
  });

  it('stays good when the PIN changes', async () => {
    await plugIn();
    await vaults.addPasskey('v', PIN, 'x', register);
    await vaults.changePin('v', PIN, '770315');
    expect((await vaults.unlockWithPasskey('v', evaluatePasskey)).isLocked).toBe(false);
  });

  it('that was removed opens nothing any more', async () => {
    await plugIn();
    const { id } = await vaults.addPasskey('v', PIN, 'x', register);
    await vaults.removePasskey('v', id);
    await expect(vaults.unlockWithPasskey('v', evaluatePasskey)).rejects.toMatchObject({
      code: 'no-such-passkey',
    });
    await expect(vaults.removePasskey('v', id)).rejects.toMatchObject({ code: 'no-such-passkey' });
    const answerOfOld = (request: PasskeyRequest) => evaluatePasskey({ ...request, credentialIds: [id] });
    await vaults.addPasskey('v', PIN, 'y', (request) => register({ ...request, credentialIds: [] }));
    await expect(vaults.unlockWithPasskey('v', answerOfOld)).rejects.toMatchObject({
      code: 'passkey-mismatch',
    });
  });

  it('of several opens, whichever is at hand', async () => {
    const key = await plugIn({ transport: 'usb' });
    const first = await vaults.addPasskey('v', PIN, '安全密钥', register);
    await unplug(key);
    await plugIn();
    const second = await vaults.addPasskey('v', PIN, '这台电脑', register);
    expect((await vaults.status('v')).passkeys.map(({ id }) => id)).toEqual([first.id, second.id]);
    await vaults.unlockWithPasskey('v', evaluatePasskey);
    await vaults.removePasskey('v', first.id);
    await vaults.unlockWithPasskey('v', evaluatePasskey);
  });

  it('is made once an authenticator', async () => {
    await plugIn();
    await vaults.addPasskey('v', PIN, 'x', register);
    await expect(vaults.addPasskey('v', PIN, 'y', register)).rejects.toMatchObject({
      code: 'passkey-exists',
    });
  });

  it('without the device key opens nothing', async () => {
    await plugIn();
    await vaults.addPasskey('v', PIN, 'x', register);
    const copy = memoryKeyStorage();
    await new Vaults(copy, { kdf: CHEAP }).create('own', PIN);
    const { deviceKeyId } = (await copy.vault('own')) as { deviceKeyId: Uint8Array };
    await copy.addVault({
      ...((await storage.vault('v')) as Parameters<KeyStorage['addVault']>[0]),
      deviceKeyId,
    });
    await expect(new Vaults(copy).unlockWithPasskey('v', evaluatePasskey)).rejects.toMatchObject({
      code: 'passkey-mismatch',
    });
  });

  it('without PRF is refused', async () => {
    await plugIn({ hasPrf: false });
    await expect(vaults.addPasskey('v', PIN, 'x', register)).rejects.toMatchObject({
      code: 'passkey-no-prf',
    });
    expect((await vaults.status('v')).passkeys).toEqual([]);
  });

  it('that its owner does not confirm counts as cancelled', async () => {
    await plugIn({ isUserVerified: false });
    await expect(vaults.addPasskey('v', PIN, 'x', register)).rejects.toMatchObject({
      code: 'passkey-cancelled',
    });
  });

  it('can be waited for no longer', async () => {
    await plugIn({ automaticPresenceSimulation: false });
    const controller = new AbortController();
    const waiting = vaults.addPasskey('v', PIN, 'x', (request) =>
      registerPasskey({ ...request, siteName: '随印', userName: 'x', signal: controller.signal }),
    );
    setTimeout(() => controller.abort(), 100);
    await expect(waiting).rejects.toMatchObject({ code: 'passkey-cancelled' });
  });

  it('is offered where the browser knows the PRF, also where a security key would have to be plugged in', async () => {
    expect(await PublicKeyCredential.isUserVerifyingPlatformAuthenticatorAvailable()).toBe(false);
    expect(await passkeysWork()).toBe(true);
    vi.stubGlobal('PublicKeyCredential', {
      getClientCapabilities: async () => ({ 'extension:prf': false }),
    });
    expect(await passkeysWork()).toBe(false);
    vi.stubGlobal('PublicKeyCredential', undefined);
    expect(await passkeysWork()).toBe(false);
    vi.unstubAllGlobals();
  });
});
