import { X509Certificate } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { certificatePem } from './save-certificate';

describe('a certificate as PEM', () => {
  test('has lines of 64 characters between its marks', () => {
    const lines = certificatePem(new Uint8Array(100).fill(7)).trimEnd().split('\n');
    expect(lines[0]).toBe('-----BEGIN CERTIFICATE-----');
    expect(lines.at(-1)).toBe('-----END CERTIFICATE-----');
    expect(lines.slice(1, -1).map((line) => line.length)).toEqual([64, 64, 8]);
    expect(new Uint8Array(Buffer.from(lines.slice(1, -1).join(''), 'base64'))).toEqual(
      new Uint8Array(100).fill(7),
    );
  });

  test('is refused by readers when it holds no certificate', () => {
    expect(() => new X509Certificate(certificatePem(new Uint8Array([1, 2, 3])))).toThrow();
  });
});
