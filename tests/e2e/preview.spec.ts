/** The preview is what is saved: the page on the screen against poppler's drawing of the saved file. */
import { expect, test, type Page } from '@playwright/test';
import { degrees, PDFDocument, rgb } from 'pdf-lib';
import { render, type Raster } from '../conformance/verifiers';
import {
  makeTrialIdentity,
  openPdf,
  pointAt,
  save,
  saveByDownload,
  seal,
  sheet,
  stamps,
  useTool,
} from './clerk';

test.use({ viewport: { width: 1800, height: 1400 } });
test.skip(() => test.info().project.name === 'phone');

const POINT = 72 / 25.4;

/** Pages as scanners and drawing programs leave them: upright, turned, cropped, large, and all at once. */
async function oddPages(): Promise<Uint8Array> {
  const pdf = await PDFDocument.create();
  const kinds = [
    { size: [210, 297], rotate: 0 },
    { size: [210, 297], rotate: 90 },
    { size: [297, 210], rotate: 270, crop: [20, 15, 240, 170] },
    { size: [250, 250], rotate: 180, crop: [-10, 30, 200, 200] },
  ] as const;
  for (const { size, rotate, ...more } of kinds) {
    const page = pdf.addPage([size[0] * POINT, size[1] * POINT]);
    page.setRotation(degrees(rotate));
    if ('crop' in more) {
      const [x, y, width, height] = more.crop;
      page.setCropBox(x * POINT, y * POINT, width * POINT, height * POINT);
    }
    // Grey below, so that it shows whether the ink is multiplied with the paper.
    page.drawRectangle({
      ...{ x: 60 * POINT, y: 60 * POINT, width: 90 * POINT, height: 60 * POINT },
      color: rgb(0.8, 0.85, 0.8),
    });
  }
  return pdf.save();
}

/** A page as it stands on the screen. */
async function screenshot(page: Page, number: number): Promise<Raster> {
  const png = await sheet(page, number).screenshot();
  const { width, height, data } = await page.evaluate(async (base64) => {
    const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
    const image = await createImageBitmap(new Blob([bytes], { type: 'image/png' }));
    const canvas = new OffscreenCanvas(image.width, image.height);
    const context = canvas.getContext('2d');
    if (!context) throw new Error('no canvas');
    context.drawImage(image, 0, 0);
    const { data: rgba } = context.getImageData(0, 0, image.width, image.height);
    let binary = '';
    for (let i = 0; i < rgba.length; i += 4) {
      binary += String.fromCharCode(rgba[i] ?? 0, rgba[i + 1] ?? 0, rgba[i + 2] ?? 0);
    }
    return { width: image.width, height: image.height, data: btoa(binary) };
  }, png.toString('base64'));
  return { width, height, rgb: Buffer.from(data, 'base64') };
}

/** How red a pixel is, 0..255; beyond the edge nothing is. */
function redness({ width, height, rgb: data }: Raster, x: number, y: number): number {
  if (x < 0 || y < 0 || x >= width || y >= height) return 0;
  const at = (y * width + x) * 3;
  return Math.max(0, (data[at] ?? 0) - ((data[at + 1] ?? 0) + (data[at + 2] ?? 0)) / 2);
}

/** Clearly red pixels of one picture that have no red within a pixel in the other, and how many are red at all. */
function strays(one: Raster, other: Raster): { red: number; stray: number } {
  let red = 0;
  let stray = 0;
  for (let y = 0; y < one.height; y++) {
    for (let x = 0; x < one.width; x++) {
      if (redness(one, x, y) < 110) continue;
      red += 1;
      const near = [-1, 0, 1].some((dx) => [-1, 0, 1].some((dy) => redness(other, x + dx, y + dy) > 40));
      if (!near) stray += 1;
    }
  }
  return { red, stray };
}

/** Mean difference of all channels, 0..255. */
function difference(one: Raster, other: Raster): number {
  const width = Math.min(one.width, other.width);
  const height = Math.min(one.height, other.height);
  let sum = 0;
  for (let y = 0; y < height; y++) {
    for (let i = 0; i < width * 3; i++) {
      sum += Math.abs((one.rgb[y * one.width * 3 + i] ?? 0) - (other.rgb[y * other.width * 3 + i] ?? 0));
    }
  }
  return sum / (width * height * 3);
}

test('every page is saved as it was shown', async ({ page }) => {
  await saveByDownload(page);
  await makeTrialIdentity(page);
  await openPdf(page, { name: '各种页面.pdf', bytes: await oddPages() });
  await useTool(page, '批量章');
  await useTool(page, '骑缝章');
  await useTool(page, '盖章');
  await pointAt(page, 1, 0.55, 0.7);
  for (let i = 0; i < 3; i++) await page.getByRole('button', { name: '向右旋转 5 度' }).click();
  await page.getByRole('button', { name: '完成' }).click();
  while ((await page.locator('.percent').textContent()) !== '100%') {
    const percent = parseInt((await page.locator('.percent').textContent()) ?? '', 10);
    await page.getByRole('button', { name: percent > 100 ? '缩小' : '放大' }).click();
  }

  const shown: Raster[] = [];
  for (const number of [1, 2, 3, 4]) {
    await page.getByRole('textbox', { name: '页码', exact: true }).fill(String(number));
    await page.keyboard.press('Enter');
    await expect(stamps(page, number)).toHaveCount(number === 1 ? 3 : 2);
    await page.locator(`section[data-page="${number}"] canvas`).waitFor();
    await page.waitForFunction((n) => {
      const canvas = document.querySelector<HTMLCanvasElement>(`section[data-page="${n}"] canvas`);
      return canvas && Math.abs(canvas.width - canvas.clientWidth) < 2;
    }, number);
    shown.push(await screenshot(page, number));
  }
  await seal(page);
  const { file } = await save(page);

  for (const [i, preview] of shown.entries()) {
    const saved = await render(file, i + 1, 96);
    expect(Math.abs(saved.width - preview.width)).toBeLessThanOrEqual(1);
    expect(Math.abs(saved.height - preview.height)).toBeLessThanOrEqual(1);
    const missing = strays(preview, saved);
    const added = strays(saved, preview);
    expect(missing.red, `page ${i + 1}`).toBeGreaterThan(1500);
    expect(missing.stray / missing.red, `page ${i + 1}: shown, not saved`).toBeLessThan(0.01);
    expect(added.stray / added.red, `page ${i + 1}: saved, not shown`).toBeLessThan(0.01);
    expect(difference(preview, saved), `page ${i + 1}`).toBeLessThan(1.5);
  }
});
