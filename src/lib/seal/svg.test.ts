import { inflateSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { newDesign } from './design';
import { drawSeal } from './draw';
import type { SealPicture, SealRaster } from './picture';
import { encodePng } from './png';
import { pathData, pictureToSvg } from './svg';
import { glyphs } from './testing';

const square: SealPicture = {
  widthMm: 20,
  heightMm: 10,
  paths: [{ commands: [['M', 0, 0], ['L', 20, 0], ['L', 20, 10.005], ['Z']], fill: '#c8102e' }],
};

const raster: SealRaster = {
  widthPx: 3,
  heightPx: 2,
  rgba: Uint8Array.from({ length: 24 }, (_, i) => (i * 37) % 256),
};

describe('an SVG of a seal', () => {
  it('has its size in millimetres', async () => {
    expect(await pictureToSvg(square)).toBe(
      '<svg xmlns="http://www.w3.org/2000/svg" width="20mm" height="10mm" viewBox="0 0 20 10">' +
        '<path d="M0 0L20 0L20 10.005Z" fill="#c8102e"/></svg>',
    );
  });

  it('of a slice shows that part of the width', async () => {
    const svg = await pictureToSvg(square, { slice: { from: 0.25, to: 0.75 } });
    expect(svg).toContain('width="10mm" height="10mm" viewBox="5 0 10 10"');
  });

  it('carries a title that cannot break out of it', async () => {
    expect(await pictureToSvg(square, { title: '<"云溪"&>' })).toContain(
      '<title>&#60;&#34;云溪&#34;&#38;&#62;</title>',
    );
  });

  it('has no style attribute, which the content security policy forbids', async () => {
    const picture = await drawSeal(newDesign('round', { companyName: '云溪测试有限公司' }), glyphs);
    expect(await pictureToSvg(picture)).not.toMatch(/style/);
  });

  it('of a company seal is small', async () => {
    const picture = await drawSeal(newDesign('round', { companyName: '云溪测试有限公司' }), glyphs);
    expect((await pictureToSvg(picture)).length).toBeLessThan(16_000);
  });

  it('has a raster within it', async () => {
    const svg = await pictureToSvg({ ...square, paths: [], raster });
    expect(svg).toMatch(
      /<image width="20" height="10" preserveAspectRatio="none" href="data:image\/png;base64,/,
    );
  });

  it('never writes an exponent', () => {
    expect(
      pathData([
        ['M', 1e-7, -1e-9],
        ['L', 12.34567, 0.1],
      ]),
    ).toBe('M0 0L12.3457 0.1');
  });
});

describe('a PNG', () => {
  it('holds the pixels that went in', async () => {
    const png = Buffer.from(await encodePng(raster));
    expect(png.readUInt32BE(16)).toBe(3);
    expect(png.readUInt32BE(20)).toBe(2);
    const length = png.readUInt32BE(33);
    const rows = inflateSync(png.subarray(41, 41 + length));
    const pixels = new Uint8Array(24);
    for (let y = 0; y < 2; y++) {
      expect(rows[y * 13]).toBe(4);
      for (let x = 0; x < 12; x++) {
        const a = x < 4 ? 0 : pixels[y * 12 + x - 4]!;
        const b = y === 0 ? 0 : pixels[x]!;
        const c = x < 4 || y === 0 ? 0 : pixels[x - 4]!;
        const p = a + b - c;
        const [pa, pb, pc] = [Math.abs(p - a), Math.abs(p - b), Math.abs(p - c)];
        const guess = pa <= pb && pa <= pc ? a : pb <= pc ? b : c;
        pixels[y * 12 + x] = rows[y * 13 + 1 + x]! + guess;
      }
    }
    expect(pixels).toEqual(raster.rgba);
  });

  it('ends with the checksum that every PNG ends with', async () => {
    expect(
      Buffer.from(await encodePng(raster))
        .subarray(-12)
        .toString('hex'),
    ).toBe('0000000049454e44ae426082');
  });
});
