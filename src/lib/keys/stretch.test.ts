import { afterEach, describe, expect, it, vi } from 'vitest';

afterEach(() => {
  vi.unstubAllGlobals();
  vi.resetModules();
});

/** RFC 9106's own vectors use a secret and associated data, which a PIN has not; this one is the reference program's. */
const REFERENCE = {
  password: 'password',
  salt: 'somesalt',
  kdf: { name: 'argon2id' as const, memoryKib: 256, passes: 2, lanes: 1 },
  hash: '9dfeb910e80bad0311fee20f9c0e2b12c17987b4cac90c2ef54d5b3021c68bfe',
};

it('makes no vault cheap where its code could not be loaded, and tries again', async () => {
  vi.doMock('./stretch-wasm', () => {
    throw new TypeError('Failed to fetch dynamically imported module');
  });
  const { newPinCost } = await import('./stretch');
  await expect(newPinCost()).rejects.toThrow();
  vi.doUnmock('./stretch-wasm');
  expect((await newPinCost()).memoryKib).toBe(64 * 1024);
});

describe.each(['WebAssembly', 'JavaScript'])('Argon2id by %s', (engine) => {
  async function load() {
    if (engine === 'JavaScript') vi.stubGlobal('WebAssembly', undefined);
    return import('./stretch');
  }

  it('gives what the reference program gives', async () => {
    const { stretchPin } = await load();
    const salt = Buffer.from(REFERENCE.salt);
    const hash = await stretchPin(REFERENCE.password, salt, REFERENCE.kdf);
    expect(Buffer.from(hash).toString('hex')).toBe(REFERENCE.hash);
  });

  it('chooses a cost for new vaults that is bearable on a phone', async () => {
    const { newPinCost } = await load();
    const memoryMib = (await newPinCost()).memoryKib / 1024;
    expect(memoryMib).toBe(engine === 'WebAssembly' ? 64 : 19);
  });
});
