import { webcrypto } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { generateSigningKey, signBytes } from './signing';

const data = new TextEncoder().encode('投标文件');

describe('signing keys', () => {
  it.each([
    ['p256' as const, { name: 'ECDSA', hash: 'SHA-256' }, 64],
    ['rsa2048' as const, { name: 'RSASSA-PKCS1-v1_5' }, 256],
  ])('%s signs what its public key verifies, and cannot be exported', async (algorithm, verify, length) => {
    const { privateKey, publicKey } = await generateSigningKey(algorithm);
    const signature = await signBytes(privateKey, data);
    expect(signature).toHaveLength(length);
    expect(await webcrypto.subtle.verify(verify, publicKey, signature, data)).toBe(true);
    expect(privateKey.extractable).toBe(false);
    await expect(crypto.subtle.exportKey('pkcs8', privateKey)).rejects.toThrow();
  });

  it('refuses to sign with a key of another kind', async () => {
    const key = await crypto.subtle.generateKey({ name: 'HMAC', hash: 'SHA-256' }, false, ['sign']);
    await expect(signBytes(key, data)).rejects.toMatchObject({ code: 'unsupported-algorithm' });
  });
});
