import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { DigestName } from './digest';

const NAMES: DigestName[] = ['md5', 'sha1', 'sha256', 'sha384', 'sha512'];

afterEach(() => {
  vi.unstubAllGlobals();
  vi.resetModules();
});

describe.each(['WebAssembly', 'JavaScript'])('streaming digests by %s', (engine) => {
  it.each(NAMES)('%s of any cutting into chunks is the digest of the whole', async (name) => {
    if (engine === 'JavaScript') vi.stubGlobal('WebAssembly', undefined);
    const { createDigest } = await import('./digest');
    await fc.assert(
      fc.asyncProperty(fc.array(fc.uint8Array({ maxLength: 300 }), { maxLength: 6 }), async (chunks) => {
        const digest = await createDigest(name);
        for (const chunk of chunks) digest.update(chunk);
        expect(Buffer.from(digest.digest())).toEqual(createHash(name).update(Buffer.concat(chunks)).digest());
      }),
      { numRuns: 25 },
    );
  });

  it.each(NAMES)('%s goes on in two ways from where it was cloned', async (name) => {
    if (engine === 'JavaScript') vi.stubGlobal('WebAssembly', undefined);
    const { createDigest } = await import('./digest');
    const one = await createDigest(name);
    one.update(Buffer.alloc(100, 1));
    const cloning = one.clone();
    one.update(Buffer.from('one'));
    const two = await cloning;
    two.update(Buffer.from('two'));
    const three = await two.clone();
    for (const [digest, end] of [
      [one, 'one'],
      [two, 'two'],
      [three, 'two'],
    ] as const) {
      const expected = createHash(name).update(Buffer.alloc(100, 1)).update(end).digest();
      expect(Buffer.from(digest.digest())).toEqual(expected);
    }
  });

  it('hashes several streams at the same time', async () => {
    if (engine === 'JavaScript') vi.stubGlobal('WebAssembly', undefined);
    const { createDigest } = await import('./digest');
    const [one, two] = await Promise.all([createDigest('sha256'), createDigest('sha256')]);
    one.update(Buffer.from('first'));
    two.update(Buffer.from('second'));
    one.update(Buffer.from(' stream'));
    expect(Buffer.from(one.digest())).toEqual(createHash('sha256').update('first stream').digest());
    expect(Buffer.from(two.digest())).toEqual(createHash('sha256').update('second').digest());
  });
});

it('tries again where the code of no engine could be loaded', async () => {
  const gone = () => {
    throw new Error('not there');
  };
  vi.doMock('./digest-wasm', gone);
  vi.doMock('./digest-script', gone);
  const { createDigest } = await import('./digest');
  await expect(createDigest('sha256')).rejects.toThrow();
  vi.doUnmock('./digest-wasm');
  vi.doUnmock('./digest-script');
  const digest = await createDigest('sha256');
  expect(Buffer.from(digest.digest())).toEqual(createHash('sha256').digest());
});
