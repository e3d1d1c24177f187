import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { newDesign, SEAL_KINDS, sealDesignSchema } from './design';
import { drawSeal } from './draw';
import { glyphs } from './testing';

const OWNER = { companyName: '云溪测试有限公司', creditCode: '91310115MA1K4XYZ0W' };

describe('a seal design', () => {
  it.each(SEAL_KINDS)('of kind %s comes back from storage as it was', (kind) => {
    const design = newDesign(kind, OWNER);
    expect(v.parse(sealDesignSchema, JSON.parse(JSON.stringify(design)))).toEqual(design);
  });

  it.each([
    { kind: 'cloud' },
    { ...newDesign('round', OWNER), diameterMm: 400 },
    { ...newDesign('round', OWNER), diameterMm: NaN },
    { ...newDesign('round', OWNER), color: 'red" onload="' },
    { ...newDesign('round', OWNER), name: '云'.repeat(500) },
    { ...newDesign('signature', OWNER), strokes: [[[1, 2]]] },
    { ...newDesign('date', OWNER), date: '24.11.2026' },
    { ...newDesign('legal-representative', OWNER), style: 'embossed' },
  ])('is refused where it is no design: %j', (stored) => {
    expect(v.safeParse(sealDesignSchema, stored).success).toBe(false);
  });

  it('begins with the company’s name and number', () => {
    expect(newDesign('contract', OWNER)).toMatchObject({ name: OWNER.companyName, below: '合同专用章' });
    expect(newDesign('finance', OWNER)).toMatchObject({ below: '财务专用章', diameterMm: 38 });
    expect(newDesign('invoice', OWNER)).toMatchObject({
      taxNumber: OWNER.creditCode,
      widthMm: 40,
      heightMm: 30,
    });
  });

  it('of a scan is drawn with the pixels it was saved with, and not without', async () => {
    const design = newDesign('scan', OWNER);
    const raster = { widthPx: 1, heightPx: 1, rgba: Uint8Array.of(200, 16, 46, 255) };
    expect(await drawSeal(design, glyphs, { raster })).toEqual({
      widthMm: 40,
      heightMm: 40,
      paths: [],
      raster,
    });
    await expect(drawSeal(design, glyphs)).rejects.toMatchObject({ code: 'no-raster' });
  });

  it('of a signature cannot be drawn before something is written', async () => {
    await expect(drawSeal(newDesign('signature', OWNER), glyphs)).rejects.toMatchObject({
      code: 'no-strokes',
    });
  });
});
