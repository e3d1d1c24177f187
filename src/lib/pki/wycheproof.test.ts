import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import type { SignatureScheme } from './algorithm';
import { checkSignature } from './signature-check';

interface Vectors {
  testGroups: {
    publicKeyDer: string;
    tests: {
      tcId: number;
      comment: string;
      msg: string;
      sig: string;
      result: 'valid' | 'invalid' | 'acceptable';
    }[];
  }[];
}

const folder = fileURLToPath(new URL('../../../../shared/corpora/vectors/', import.meta.url));
const bytes = (hex: string) => new Uint8Array(Buffer.from(hex, 'hex'));

describe.each<[string, SignatureScheme]>([
  ['ecdsa_secp256r1_sha256_test.json', { kind: 'ecdsa', digest: 'sha256' }],
  ['rsa_signature_2048_sha256_test.json', { kind: 'rsa-pkcs1', digest: 'sha256' }],
])('Wycheproof %s', (file, scheme) => {
  const isThere = existsSync(folder + file);
  it.skipIf(!isThere)(
    `agrees with us${isThere ? '' : ' (skipped: no ../shared/corpora/vectors)'}`,
    async () => {
      const { testGroups } = JSON.parse(readFileSync(folder + file, 'utf8')) as Vectors;
      const disagreements: string[] = [];
      let compared = 0;
      for (const { publicKeyDer, tests } of testGroups) {
        for (const { tcId, comment, msg, sig, result } of tests) {
          const outcome = await checkSignature(scheme, bytes(publicKeyDer), bytes(msg), bytes(sig));
          compared += 1;
          if (result !== 'acceptable' && outcome !== result)
            disagreements.push(`${tcId} ${comment}: ${outcome}`);
        }
      }
      expect(disagreements).toEqual([]);
      expect(compared).toBeGreaterThan(200);
    },
  );
});
