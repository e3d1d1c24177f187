import { describe, expect, it } from 'vitest';
import { generateSigningKey } from '../keys';
import { authorOf } from './author';
import { Chain } from './chain';
import { parseRecord } from './record';
import { newAuthor, newChain, PLATFORM, START } from './testing';

describe('a chain', () => {
  it('gives each record the next number and the name of the one before', async () => {
    const { chain } = await newChain();
    const written = await Promise.all(
      ['a', 'b', 'c'].map((text) => chain.write('note.written', { text }, START)),
    );
    expect(written.map(({ seq }) => seq)).toEqual([0, 1, 2]);
    const read = written.map(({ jws }) => parseRecord(jws));
    expect(read.map(({ prev }) => prev)).toEqual([null, written[0]?.id, written[1]?.id]);
    expect(read.map(({ body }) => body)).toEqual([{ text: 'a' }, { text: 'b' }, { text: 'c' }]);
    expect(read.map(({ introduces }) => introduces !== undefined)).toEqual([true, false, false]);
    expect(chain.head).toEqual({ seq: 2, id: written[2]?.id });
  });

  it('goes on where it was left', async () => {
    const { chain, author } = await newChain();
    await chain.write('note.written', {}, START);
    const next = await new Chain(author, PLATFORM, chain.head).write('note.written', {}, START);
    expect(parseRecord(next.jws)).toMatchObject({ seq: 1, prev: chain.head?.id, introduces: undefined });
  });

  it('leaves no gap where a record was not signed or not kept', async () => {
    const author = await newAuthor();
    let locked = true;
    const sign = (data: Uint8Array) => (locked ? Promise.reject(new Error('locked')) : author.sign(data));
    const chain = new Chain({ ...author, sign }, PLATFORM, undefined);
    await expect(chain.write('note.written', {}, START)).rejects.toThrow('locked');
    locked = false;
    const full = () => Promise.reject(new Error('full'));
    await expect(chain.write('note.written', {}, START, full)).rejects.toThrow('full');
    expect(chain.head).toBeUndefined();
    expect((await chain.write('note.written', {}, START)).seq).toBe(0);
  });

  it('has a record kept before the next one is signed', async () => {
    const { chain } = await newChain();
    const steps: string[] = [];
    const keep = async ({ seq }: { seq: number }) => {
      await new Promise((resolve) => setTimeout(resolve, 5));
      steps.push(`kept ${seq}`);
    };
    const written = [0, 1].map(async () => {
      const { seq } = await chain.write('note.written', {}, START, keep);
      steps.push(`wrote ${seq}`);
    });
    await Promise.all(written);
    expect(steps.indexOf('kept 0')).toBeLessThan(steps.indexOf('kept 1'));
    expect(steps.filter((step) => step.startsWith('kept'))).toHaveLength(2);
  });

  it('asks nobody to sign what makes no record', async () => {
    const author = await newAuthor();
    const sign = () => Promise.reject(new Error('asked'));
    const chain = new Chain({ ...author, sign }, PLATFORM, undefined);
    const cycle: unknown[] = [];
    cycle.push(cycle);
    let deep: unknown = 1;
    for (let depth = 0; depth < 32; depth++) deep = [deep];
    for (const [body, code] of [
      [undefined, 'malformed-payload'],
      [cycle, 'malformed-json'],
      [1n, 'malformed-json'],
      [deep, 'malformed-json'],
      ['\ud800', 'malformed-json'],
      ['x'.repeat(60_000), 'malformed-size'],
    ] as const) {
      await expect(chain.write('note.written', body, START)).rejects.toMatchObject({ code });
    }
    await expect(chain.write('note.written', {}, Number.NaN)).rejects.toMatchObject({
      code: 'malformed-payload',
    });
    await expect(chain.write('', {}, START)).rejects.toMatchObject({ code: 'malformed-payload' });
  });
});

describe('an author', () => {
  it('is none by a key of another kind', async () => {
    const { publicKey } = await crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-384' }, true, [
      'sign',
      'verify',
    ]);
    const p384 = new Uint8Array(await crypto.subtle.exportKey('spki', publicKey));
    for (const spki of [p384, new Uint8Array(10)]) {
      await expect(authorOf(spki, () => Promise.reject(new Error()))).rejects.toMatchObject({
        code: 'unsupported-key',
      });
    }
  });

  it('has no private half in the public key', async () => {
    const { publicKey } = await generateSigningKey('rsa2048');
    const spki = new Uint8Array(await crypto.subtle.exportKey('spki', publicKey));
    const author = await authorOf(spki, () => Promise.reject(new Error()));
    expect(Object.keys(author.jwk).sort()).toEqual(['e', 'kty', 'n']);
    expect(author.algorithm).toBe('RS256');
  });
});
