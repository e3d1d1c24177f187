import fc from 'fast-check';
import { zlibSync } from 'fflate';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sha256, type SigningAlgorithm } from '../keys';
import { newPlatform } from '../pki/chain-testing';
import { OpenSsl } from '../pki/openssl-testing';
import { newDesign } from './design';
import { drawSeal } from './draw';
import { inflateRaster, openSignedSeal, signSeal, type SealStatement, type SignedSeal } from './signed-seal';
import { pictureToSvg } from './svg';
import { glyphs } from './testing';

const openssl = new OpenSsl();
afterAll(() => openssl.remove());

const NAME = '湖南测试建设有限公司';

async function made(algorithm: SigningAlgorithm) {
  const platform = await newPlatform(algorithm);
  const design = newDesign('round', { companyName: NAME });
  const picture = await drawSeal(design, glyphs);
  const statement: SealStatement = {
    id: '4301000000001',
    name: `${NAME} 公章`,
    companyName: NAME,
    creditCode: platform.subject.creditCode,
    design,
    certificates: [await sha256(platform.company)],
    createdAt: new Date('2026-11-25T08:00:00Z'),
    validFrom: new Date('2026-11-25T08:00:00Z'),
    validUntil: new Date('2027-11-25T07:59:59Z'),
  };
  return { platform, picture, statement, der: await signSeal(statement, picture, platform.issuer) };
}

/** All but who signed. */
function statementOf(seal: SignedSeal) {
  return { ...seal, signer: undefined };
}

let seal: Awaited<ReturnType<typeof made>>;
beforeAll(async () => {
  seal = await made('p256');
});

describe('a signed seal', () => {
  it('says what was signed', async () => {
    const { statement, picture, platform, der } = seal;
    expect(await openSignedSeal(der)).toEqual({
      ...statement,
      picture: await pictureToSvg(picture),
      signer: platform.issuing,
    });
  });

  it.each(['p256', 'rsa2048'] as const)('is SESeal to OpenSSL, its signature (%s) too', async (algorithm) => {
    const { der, platform } = await made(algorithm);
    openssl.write('seal.der', der);
    const lines = openssl.do('asn1parse', '-inform', 'DER', '-in', 'seal.der').split('\n');
    expect(lines[3]).toMatch(/IA5STRING\s+:ES$/);
    expect(lines[4]).toMatch(/INTEGER\s+:04$/);
    expect(lines.filter((line) => line.includes('GENERALIZEDTIME'))).toHaveLength(3);
    // what is signed is the first element within the whole
    const [, offset, header, length] = /^\s*(\d+):d=1\s+hl=(\d+)\s+l=\s*(\d+)/.exec(lines[1]!)!.map(Number);
    openssl.write('info.der', der.subarray(offset, offset! + header! + length!));
    const last = lines.filter((line) => line.includes('BIT STRING')).at(-1)!;
    const [, at, head, size] = /^\s*(\d+):d=1\s+hl=(\d+)\s+l=\s*(\d+)/.exec(last)!.map(Number);
    openssl.write('value.bin', der.subarray(at! + head! + 1, at! + head! + size!));
    openssl.writePem('issuing.pem', 'CERTIFICATE', platform.issuing);
    openssl.write('key.pem', openssl.do('x509', '-in', 'issuing.pem', '-noout', '-pubkey'));
    const verify = ['dgst', '-sha256', '-verify', 'key.pem', '-signature', 'value.bin', 'info.der'];
    expect(openssl.do(...verify)).toBe('Verified OK\n');
  });

  it('with any byte altered is none, or says that another certificate signed it', async () => {
    const { der, platform } = seal;
    const said = statementOf(await openSignedSeal(der));
    await fc.assert(
      fc.asyncProperty(fc.nat(der.length - 1), fc.integer({ min: 1, max: 255 }), async (at, mask) => {
        const altered = der.slice();
        altered[at]! ^= mask;
        try {
          const read = await openSignedSeal(altered);
          expect(statementOf(read)).toEqual(said);
          expect(read.signer).not.toEqual(platform.issuing);
        } catch (error) {
          expect(error).toMatchObject({ name: 'SignedSealError' });
        }
      }),
      { numRuns: 200 },
    );
    await expect(openSignedSeal(new Uint8Array())).rejects.toMatchObject({ code: 'malformed' });
    await expect(openSignedSeal(der.subarray(0, -1))).rejects.toMatchObject({ code: 'malformed' });
  });

  it('under another certificate than its signer’s is none', async () => {
    const other = await made('p256');
    const issuer = { certificate: other.platform.issuing, signer: seal.platform.issuingSigner };
    await expect(signSeal(seal.statement, seal.picture, issuer)).rejects.toMatchObject({ code: 'signature' });
  });

  it('of a scan carries its pixels', async () => {
    const rgba = new Uint8Array(40 * 30 * 4).map((_, index) => (index * 7) % 251);
    const raster = { widthPx: 40, heightPx: 30, rgba };
    const design = newDesign('scan', { companyName: NAME });
    const picture = await drawSeal(design, glyphs, { raster });
    const statement = { ...seal.statement, design, raster };
    expect((await openSignedSeal(await signSeal(statement, picture, seal.platform.issuer))).raster).toEqual(
      raster,
    );
  });
});

describe('pixels', () => {
  it('are as many as they should be', () => {
    const rgba = new Uint8Array(64).fill(9);
    expect(inflateRaster(zlibSync(rgba), 4, 4)).toEqual(rgba);
    for (const [width, height] of [
      [4, 3],
      [4, 5],
      [0, 4],
      [4.5, 4],
      [5000, 1],
    ] as const) {
      expect(() => inflateRaster(zlibSync(rgba), width, height)).toThrow(RangeError);
    }
    expect(() => inflateRaster(new Uint8Array([1, 2, 3]), 4, 4)).toThrow();
  });

  it('that would fill the memory are stopped early', () => {
    const bomb = zlibSync(new Uint8Array(64 * 1024 * 1024));
    expect(() => inflateRaster(bomb, 10, 10)).toThrow(RangeError);
  });
});
