/** The main job in the browser, with a mouse, with a finger and with the keyboard alone. */
import { open, readFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test, type Page } from '@playwright/test';
import { mutoolVerify, pdfsig, qpdfCheck, scratch } from '../conformance/verifiers';
import {
  choosePdf,
  COMPANY,
  expectPage,
  makeTrialIdentity,
  openPdf,
  openSample,
  PIN,
  pointAt,
  save,
  saveByDownload,
  seal,
  sheet,
  stamps,
  useTool,
} from './clerk';

const ROOT = path.resolve(import.meta.dirname, '../..');
const isPhone = () => test.info().project.name === 'phone';

test.beforeEach(async ({ page }) => {
  await saveByDownload(page);
});

/** On a phone the list is behind a button. */
async function expectPlaced(page: Page, count: number): Promise<void> {
  if (isPhone()) {
    await expect(page.getByRole('button', { name: `已放置 ${count} 枚` })).toBeVisible();
  } else {
    await expect(page.getByText(count === 0 ? '还没有放置印章' : `已放置 ${count} 枚`).first()).toBeVisible();
  }
}

async function expectGood(file: string, signatures: number): Promise<void> {
  const check = await qpdfCheck(file);
  expect(check.clean, check.output).toBe(true);
  const found = await pdfsig(file);
  expect(found.filter(({ valid }) => !valid)).toEqual([]);
  expect(found.length).toBeGreaterThanOrEqual(signatures);
  expect((await mutoolVerify(file)).intact).toBe(true);
}

test('a mix of all kinds is sealed with one signature and verified after saving', async ({ page }) => {
  await makeTrialIdentity(page);
  await openSample(page);

  await useTool(page, '盖章');
  await pointAt(page, 1, 0.5, 0.3);
  await expect(stamps(page, 1)).toHaveAccessibleName(/公章，第 1 页/);

  await useTool(page, '骑缝章');
  await expect(page.getByText('10 页，1 枚')).toBeVisible();

  await useTool(page, '批量章');
  await page.getByLabel('页码范围').fill('2-3,5');
  await expect(page.getByText('共 3 页')).toBeVisible();

  await useTool(page, '关键字');
  await page.getByLabel('关键字').fill('盖章');
  await expect(page.getByText(/找到 \d+ 处/)).toBeVisible();

  await useTool(page, '日期');
  await page.getByLabel('日期格式').selectOption('numerals');
  await page.getByRole('button', { name: '盖在第 1 页' }).click();
  await expect(stamps(page, 1)).toHaveCount(4);

  await seal(page);
  await expect(page.getByText('已签章，尚未保存')).toBeVisible();
  const { file, name } = await save(page);
  expect(name).toBe('投标文件（示例）-已签章.pdf');
  await expect(page.getByText('验证有效')).toBeVisible();
  await expect(page.getByText(`签章人：${COMPANY}`)).toBeVisible();
  await expect(page.getByText('根证书在本机受信任')).toBeVisible();

  await expectGood(file, 1);
  expect(await pdfsig(file)).toHaveLength(1);
  const original = await readFile(path.join(ROOT, 'static/sample/bid.pdf'));
  expect((await readFile(file)).subarray(0, original.length).equals(original)).toBe(true);

  // The browser has it; whether it is kept is not known here.
  await expect(page.getByRole('heading', { name: '已签章，已交给浏览器下载' })).toBeVisible();
  await page.getByRole('button', { name: '打开验证' }).click();
  await expect(page).toHaveURL('/verify');
  await expect(page.getByText(name).first()).toBeVisible();
});

test('a second sealing of the sealed file keeps the first signature valid', async ({ page }) => {
  test.skip(isPhone(), 'the layout makes no difference');
  await makeTrialIdentity(page);
  await openSample(page);
  await useTool(page, '盖章');
  await pointAt(page, 1, 0.3, 0.3);
  await seal(page);
  await save(page);

  await page.getByRole('button', { name: '在此文件上继续签章' }).click();
  await expectPage(page, 1);
  await expect(page.getByText('本文件已有 1 个签名，验证未发现问题')).toBeVisible();
  await useTool(page, '批量章');
  await page.getByRole('button', { name: '确认位置' }).click();
  const review = page.getByRole('dialog', { name: '请核对签章内容' });
  await expect(review.getByText(/PIN 码已输入，\d 分钟内无需再输/)).toBeVisible();
  await review.getByRole('button', { name: '立即锁定' }).click();
  await expect(review.getByText('PIN 码已输入')).toBeHidden();
  await review.getByRole('button', { name: '返回修改' }).click();
  await seal(page);
  const { file, name } = await save(page);
  expect(name).toBe('投标文件（示例）-已签章2.pdf');
  await expect(page.getByText('共 2 个签名')).toBeVisible();
  await expectGood(file, 2);
});

test('what was placed can be undone and done again', async ({ page }) => {
  await makeTrialIdentity(page);
  await openSample(page);
  await useTool(page, '盖章');
  await pointAt(page, 1, 0.5, 0.25);
  await useTool(page, '批量章');
  await expectPlaced(page, 11);
  await page.getByRole('button', { name: '撤销' }).click();
  await expectPlaced(page, 1);
  await page.getByRole('button', { name: '撤销' }).click();
  await expect(stamps(page, 1)).toHaveCount(0);
  await page.getByRole('button', { name: '重做' }).click();
  await page.getByRole('button', { name: '重做' }).click();
  await expectPlaced(page, 11);
  await expect(page.getByRole('button', { name: '重做' })).toBeDisabled();
});

test('a wrong page range is explained at its field and cannot be confirmed', async ({ page }) => {
  test.skip(isPhone(), 'the layout makes no difference');
  await makeTrialIdentity(page);
  await openSample(page);
  await useTool(page, '批量章');
  const range = page.getByLabel('页码范围');
  await range.fill('8-12');
  await expect(page.getByText('没有第 12 页，本文档共 10 页')).toBeVisible();
  await expect(range).toHaveAttribute('aria-invalid', 'true');
  await expect(page.getByRole('button', { name: '确认位置' })).toBeDisabled();
  await range.fill('3-x');
  await expect(page.getByText('「3-x」不是正确的页码范围')).toBeVisible();
  await page.getByRole('button', { name: '奇数页', exact: true }).click();
  await expect(range).not.toHaveAttribute('aria-invalid', 'true');
  await expect(page.getByRole('button', { name: '确认位置' })).toBeEnabled();
});

test('a text that is not there is said to be missing', async ({ page }) => {
  test.skip(isPhone(), 'the layout makes no difference');
  await makeTrialIdentity(page);
  await openSample(page);
  await useTool(page, '关键字');
  await page.getByLabel('关键字').fill('没有这几个字');
  await expect(page.getByText('文档中没有找到「没有这几个字」')).toBeVisible();
  await expect(page.getByRole('button', { name: '确认位置' })).toBeDisabled();
});

test('cancelling leaves no trace and keeps what was placed', async ({ page }) => {
  const place = await scratch();
  try {
    const file = place.file('很大的文件.pdf');
    await writeLargePdf(file, 600 << 20);
    let downloads = 0;
    page.on('download', () => (downloads += 1));
    await makeTrialIdentity(page);
    await openPdf(page, file);
    await useTool(page, '盖章');
    await pointAt(page, 1, 0.5, 0.3);
    await page.getByRole('button', { name: '确认位置' }).click();
    await page.getByRole('button', { name: '确认无误，签章' }).click();
    await page.getByRole('textbox', { name: 'PIN 码' }).fill(PIN);
    await page.getByRole('button', { name: '确认签章' }).click();
    await page.getByRole('dialog', { name: '正在签章' }).getByRole('button', { name: '取消' }).click();
    await expect(page.getByRole('dialog')).toHaveCount(0);
    await expect(stamps(page, 1)).toHaveCount(1);
    await expect(page.getByRole('button', { name: '确认位置' })).toBeEnabled();
    expect(downloads).toBe(0);
  } finally {
    await place.remove();
  }
});

test('files that cannot be sealed are refused with the reason', async ({ page }) => {
  test.skip(isPhone(), 'the layout makes no difference');
  await page.goto('/seal');
  await choosePdf(page, { name: '说明.pdf', bytes: new TextEncoder().encode('这不是 PDF') });
  await expect(page.getByRole('alert')).toContainText('无法打开 说明.pdf');
  await expect(page.getByRole('alert')).toContainText('这不是 PDF 文件');
});

test('without a certificate the document opens and waits for one', async ({ page }) => {
  await openSample(page);
  await page.getByRole('button', { name: '去办理体验证书' }).click();
  await page.getByLabel('公司全称').fill(COMPANY);
  await page.getByRole('textbox', { name: 'PIN 码' }).fill(PIN);
  await page.getByRole('button', { name: '生成体验证书' }).click();
  await expect(page.getByRole('status').getByText('已生成')).toBeVisible();
  await page.getByRole('navigation').getByRole('link', { name: '签章', exact: true }).click();
  await expectPage(page, 1);
  await useTool(page, '批量章');
  await expectPlaced(page, 10);
});

test('a signature is written, and what had been placed is still there', async ({ page }) => {
  await makeTrialIdentity(page);
  await openSample(page);
  await useTool(page, '盖章');
  await pointAt(page, 1, 0.6, 0.6);
  await useTool(page, '骑缝章');
  await useTool(page, '签名');
  await page.getByRole('button', { name: '去手写签名' }).click();
  const pad = await page.getByRole('group', { name: '请在框内手写签名' }).locator('canvas').boundingBox();
  if (!pad) throw new Error('no pad');
  await page.mouse.move(pad.x + 40, pad.y + 40);
  await page.mouse.down();
  for (let i = 0; i <= 20; i++) await page.mouse.move(pad.x + 40 + i * 8, pad.y + 60 + Math.sin(i) * 25);
  await page.mouse.up();
  await page.getByRole('button', { name: '保存印章' }).click();
  await expect(page).toHaveURL('/seal');
  await expectPage(page, 1);
  await expectPlaced(page, 2);
  await expect(page.getByText('签名 · 手写签名')).toBeVisible();
  await pointAt(page, 1, 0.4, 0.3);
  await expect(stamps(page, 1)).toHaveCount(3);
  // What was placed before the way to the pad is taken back step by step.
  for (const left of [2, 1, 0]) {
    await page.getByRole('button', { name: '撤销' }).click();
    await expect(stamps(page, 1)).toHaveCount(left);
  }
  for (let i = 0; i < 3; i++) await page.getByRole('button', { name: '重做' }).click();
  await expect(stamps(page, 1)).toHaveCount(3);
  await seal(page);
  const { file } = await save(page);
  await expectGood(file, 1);
});

test('leaving with seals placed asks first', async ({ page }) => {
  test.skip(isPhone(), 'the layout makes no difference');
  await makeTrialIdentity(page);
  await openSample(page);
  await useTool(page, '批量章');
  await page.getByRole('banner').getByRole('link').first().click();
  const dialog = page.getByRole('dialog', { name: '要离开吗？' });
  await dialog.getByRole('button', { name: '取消' }).click();
  await expect(stamps(page, 1)).toHaveCount(1);
  await page.getByRole('banner').getByRole('link').first().click();
  await dialog.getByRole('button', { name: '放弃并离开' }).click();
  await expect(page).toHaveURL('/');
});

test.describe('with a mouse', () => {
  test.skip(isPhone);

  test('a seal is dragged from the panel, and rests at the middle of the page', async ({ page }) => {
    await makeTrialIdentity(page);
    await openSample(page);
    const chip = await page.getByRole('button', { name: '公章' }).first().boundingBox();
    const paper = await sheet(page, 1).boundingBox();
    if (!chip || !paper) throw new Error('nothing to drag');
    await page.mouse.move(chip.x + chip.width / 2, chip.y + 30);
    await page.mouse.down();
    await page.mouse.move(paper.x + paper.width * 0.7, paper.y + paper.height * 0.6, { steps: 5 });
    await page.mouse.up();
    const stamp = stamps(page, 1);
    await expect(stamp).toHaveCount(1);

    const from = await stamp.boundingBox();
    if (!from) throw new Error('no stamp');
    await page.mouse.move(from.x + from.width / 2, from.y + from.height / 2);
    await page.mouse.down();
    await page.mouse.move(paper.x + paper.width / 2 + 3, paper.y + paper.height / 3, { steps: 5 });
    await page.mouse.up();
    await expect(stamp).toHaveAccessibleName(/距左边 85 毫米/);
    await page.keyboard.press('Control+z');
    await expect(stamp).not.toHaveAccessibleName(/距左边 85 毫米/);
    await page.keyboard.press('Control+y');
    await expect(stamp).toHaveAccessibleName(/距左边 85 毫米/);
  });

  test('saving through the dialog writes the file that was chosen', async ({ page }) => {
    await page.addInitScript(() => {
      Object.assign(window, {
        showSaveFilePicker: async ({ suggestedName }: { suggestedName: string }) =>
          (await navigator.storage.getDirectory()).getFileHandle(suggestedName, { create: true }),
      });
    });
    await makeTrialIdentity(page);
    await openSample(page);
    await useTool(page, '批量章');
    await seal(page);
    await page.getByRole('button', { name: '保存', exact: true }).click();
    await expect(page.getByText('已保存', { exact: true })).toBeVisible();
    await expect(page.getByText('验证有效')).toBeVisible();
    await expect(page.getByRole('heading', { name: '签章完成' })).toBeVisible();
  });
});

test.describe('with the keyboard alone', () => {
  test.skip(isPhone);

  test('a seal is placed, moved, turned, taken to the next page and removed', async ({ page }) => {
    await makeTrialIdentity(page);
    await openSample(page);
    const tool = page.getByRole('toolbar', { name: '盖章方式' }).getByRole('button', { name: '盖章' });
    await expect(tool).toBeEnabled();
    await tool.focus();
    await page.keyboard.press('Enter');
    await expect(stamps(page, 1)).toBeFocused();
    await expect(stamps(page, 1)).toHaveAccessibleName(/距左边 85 毫米，距上边 129 毫米/);
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('Shift+ArrowUp');
    await expect(stamps(page, 1)).toHaveAccessibleName(/距左边 86 毫米，距上边 119 毫米/);
    await page.keyboard.press(']');
    await expect(page.getByText('5°', { exact: true })).toBeVisible();
    await page.keyboard.press('PageDown');
    await expect(stamps(page, 2)).toBeFocused();
    await page.keyboard.press('Delete');
    await expect(stamps(page, 2)).toHaveCount(0);
    await page.keyboard.press('Control+z');
    await expect(stamps(page, 2)).toHaveCount(1);
  });
});

/** One page, and a stream of zeros that nothing shows: large in bytes, small on the disk. */
async function writeLargePdf(file: string, bytes: number): Promise<void> {
  const parts = [
    '%PDF-1.7\n',
    '1 0 obj\n<</Type/Catalog/Pages 2 0 R>>\nendobj\n',
    '2 0 obj\n<</Type/Pages/Kids[3 0 R]/Count 1>>\nendobj\n',
    '3 0 obj\n<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>\nendobj\n',
  ];
  const offsets: number[] = [];
  let at = 0;
  for (const part of parts) {
    offsets.push(at);
    at += part.length;
  }
  offsets.push(at);
  const start = `4 0 obj\n<</Length ${bytes}>>\nstream\n`;
  const streamAt = at + start.length;
  const xrefAt = streamAt + bytes + '\nendstream\nendobj\n'.length;
  const entries = offsets.slice(1).map((offset) => `${String(offset).padStart(10, '0')} 00000 n \n`);
  const end = `\nendstream\nendobj\nxref\n0 5\n0000000000 65535 f \n${entries.join('')}trailer\n<</Size 5/Root 1 0 R>>\nstartxref\n${xrefAt}\n%%EOF\n`;
  const handle = await open(file, 'w');
  await handle.write(parts.join('') + start, 0);
  await handle.write(end, streamAt + bytes);
  await handle.close();
}

test('a drag that the system breaks off leaves everything as it was', async ({ page }) => {
  test.skip(isPhone(), 'a finger scrolls the shelf');
  await makeTrialIdentity(page);
  await openSample(page);
  await expect(page.getByText('盖章 · 公章')).toBeVisible();
  await pointAt(page, 1, 0.5, 0.4);
  const stamp = stamps(page, 1);
  const before = await stamp.boundingBox();
  const middle = (before?.x ?? 0) + (before?.width ?? 0) / 2;
  const breakOff = () =>
    page.evaluate(() => dispatchEvent(new PointerEvent('pointercancel', { pointerId: 1 })));

  await page.mouse.move(middle, (before?.y ?? 0) + 40);
  await page.mouse.down();
  await page.mouse.move(middle + 60, (before?.y ?? 0) + 140, { steps: 5 });
  expect(await stamp.boundingBox()).not.toEqual(before);
  await breakOff();
  await expect.poll(() => stamp.boundingBox()).toEqual(before);
  await page.mouse.up();
  await page.getByRole('button', { name: '撤销' }).click();
  await expect(stamp).toHaveCount(0);

  const chip = page.getByRole('list', { name: '印章' }).getByRole('button').first();
  await chip.hover();
  await page.mouse.down();
  await page.mouse.move(middle, (before?.y ?? 0) + 40, { steps: 5 });
  await breakOff();
  await page.mouse.up();
  await expect(stamp).toHaveCount(0);
});

test('a PDF whose pages two readers count differently is refused', async ({ page }) => {
  test.skip(isPhone(), 'the layout makes no difference');
  await page.goto('/seal');
  // /Count says one page, the tree has two: pdf.js believes the one, the engine the other.
  const bytes = Buffer.from(
    [
      '%PDF-1.7',
      '1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj',
      '2 0 obj<</Type/Pages/Count 1/Kids[3 0 R 4 0 R]>>endobj',
      '3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>endobj',
      '4 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>endobj',
      '',
    ].join('\n'),
  );
  const text = bytes.toString('latin1');
  const offsets = [1, 2, 3, 4].map((number) => text.indexOf(`${number} 0 obj<<`));
  const rows = offsets.map((offset) => `${String(offset).padStart(10, '0')} 00000 n \n`).join('');
  const end = `xref\n0 5\n0000000000 65535 f \n${rows}trailer<</Size 5/Root 1 0 R>>\nstartxref\n${bytes.length}\n%%EOF\n`;
  await choosePdf(page, { name: 'two.pdf', bytes: Buffer.concat([bytes, Buffer.from(end)]) });
  await expect(page.getByText('这个 PDF 的页数有歧义')).toBeVisible();
});

test.describe('without a copy on the device', () => {
  test.use({ serviceWorkers: 'block' });

  test('loading the sample can be given up', async ({ page }) => {
    test.skip(isPhone(), 'the layout makes no difference');
    let answer: (() => void) | undefined;
    const asked = new Promise<void>((resolve) => {
      void page.route('**/sample/bid.pdf', async (route) => {
        resolve();
        await new Promise<void>((go) => (answer = go));
        await route.continue().catch(() => undefined);
      });
    });
    await page.goto('/seal');
    await page.getByRole('button', { name: '试用示例标书' }).click();
    await asked;
    await page.getByRole('button', { name: '取消' }).click();
    await choosePdf(page, path.join(ROOT, 'static/sample/bid.pdf'));
    await expectPage(page, 1);
    answer?.();
    await page.waitForTimeout(500);
    await expect(page.getByText('bid.pdf').first()).toBeVisible();
  });
});
