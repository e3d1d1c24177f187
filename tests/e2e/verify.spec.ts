/** The verify page: sealed, tampered and other files, without an identity and without a network. */
import { readFile } from 'node:fs/promises';
import AxeBuilder from '@axe-core/playwright';
import { expect, test, type Locator, type Page } from '@playwright/test';
import { COMPANY, plainPdf, SECOND_COMPANY, VerifyFiles, withOtherContent } from './verify-files';

const isPhone = () => test.info().project.name === 'phone';

let files: VerifyFiles;

test.beforeAll(() => {
  files = new VerifyFiles();
  files.write('plain.pdf', plainPdf());
  files.write('picture.pdf', plainPdf({ picture: true }));
  files.seal('picture.pdf', 'sealed.pdf');
  files.seal('sealed.pdf', 'twice.pdf', SECOND_COMPANY, { x: 30, y: 210 });
  files.write('tampered.pdf', files.read('sealed.pdf').replace('0 0 1 rg', '1 0 0 rg'));
  files.write('changed.pdf', withOtherContent(files.read('twice.pdf'), '1 0 0 rg 60 600 300 120 re f'));
  files.write('letter.pdf', 'This is a letter.');
  files.write('empty.pdf', '');
  files.seal('plain.pdf', 'many.pdf', COMPANY, { x: 120, y: 200 }, [
    { kind: 'single', page: 1, x: 30, y: 100 },
    { kind: 'batch', pages: 'all', x: 20, y: 20 },
    { kind: 'straddle', y: 150 },
  ]);
});

test.afterAll(() => files.remove());

async function open(page: Page, ...names: string[]): Promise<void> {
  await page.goto('/verify');
  await choose(page, ...names);
}

async function choose(page: Page, ...names: string[]): Promise<void> {
  await page.locator('input[type=file][multiple]').setInputFiles(names.map((name) => files.path(name)));
}

const result = (page: Page, name: string): Locator => page.getByRole('article', { name, exact: true });
const signature = (page: Page, signer: string): Locator =>
  page.getByRole('article', { name: `个签名：${signer}` });
const paper = (page: Page): Locator => page.getByRole('application');

async function expectNoFaults(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  const serious = violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(' | ')}`);
  expect(serious).toEqual([]);
}

async function trust(page: Page, root: string): Promise<void> {
  await page.locator('input[type=file]:not([multiple])').setInputFiles(files.path(root));
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('switch', { name: '逐字核对' }).check();
  await dialog.getByRole('button', { name: '信任' }).click();
  await expect(dialog).toHaveCount(0);
}

test.describe('the result', () => {
  test('of a sealed file is intact for everybody, and valid once its root is trusted', async ({ page }) => {
    await open(page, 'sealed.pdf');
    const row = result(page, 'sealed.pdf');
    await expect(row.getByText('完整，签章人未受信任')).toBeVisible();
    await expect(row.getByText(`由 ${COMPANY} 于`)).toBeVisible();
    await expect(row.getByText('之后无改动').first()).toBeVisible();
    await expect(row.getByText('第 1 页，距左 120 毫米、距上 200 毫米，40 × 40 毫米')).toBeVisible();

    await trust(page, 'sealed.pem');
    await expect(row.getByText('有效', { exact: true })).toBeVisible();
    await expect(row.getByText('签章人受信任')).toBeVisible();

    await row.getByRole('button', { name: '查看证书' }).click();
    const chain = page.getByRole('dialog');
    await expect(chain.getByRole('heading', { name: COMPANY })).toBeVisible();
    await expect(chain.getByText('中间证书')).toBeVisible();
    await expect(chain.getByText('根证书', { exact: true })).toBeVisible();
    await expect(chain.getByText('数字签名、抗抵赖')).toBeVisible();
    await expectNoFaults(page);
  });

  test('of many files is a line each, in words, and groups can be looked at alone', async ({ page }) => {
    await open(page, 'sealed.pdf', 'tampered.pdf', 'plain.pdf', 'letter.pdf');
    await expect(result(page, 'tampered.pdf').getByText(`${COMPANY} 的签名已被破坏`)).toBeVisible();
    await expect(result(page, 'plain.pdf').getByText('没有签章', { exact: true })).toBeVisible();
    await expect(result(page, 'letter.pdf').getByText('这个文件不是 PDF')).toBeVisible();
    await expectNoFaults(page);

    await page.getByRole('radio', { name: '无效 1' }).check();
    await expect(result(page, 'sealed.pdf')).toHaveCount(0);
    await result(page, 'tampered.pdf').getByRole('button', { name: '的签名详情' }).click();
    await expect(result(page, 'tampered.pdf').getByText('被签名保护的内容被改动过')).toBeVisible();
    await expect(result(page, 'tampered.pdf').getByText('请不要采信').first()).toBeVisible();
    await expectNoFaults(page);
  });

  test('says what to do next, first of all about what is wrong', async ({ page }) => {
    test.skip(isPhone(), 'the layout makes no difference');
    await open(page, 'sealed.pdf', 'plain.pdf', 'empty.pdf', 'tampered.pdf');
    await expect(page.getByRole('article').first()).toHaveAccessibleName('tampered.pdf');
    await expect(result(page, 'tampered.pdf').getByText('请不要采信，并向签章人索取原文件')).toBeVisible();
    await expect(result(page, 'plain.pdf').getByText('请对方签章后再发来')).toBeVisible();
    await expect(result(page, 'empty.pdf').getByText('文件是空的（0 字节）')).toBeVisible();
    const sealed = result(page, 'sealed.pdf');
    await expect(sealed.getByText('体验证书', { exact: true })).toBeVisible();
    await expect(sealed.getByText('显示为未受信任是正常的')).toBeVisible();
  });

  test('of a trial certificate says so, trusted or not', async ({ page }) => {
    test.skip(isPhone(), 'the layout makes no difference');
    await open(page, 'sealed.pdf');
    const sealed = signature(page, COMPANY);
    await expect(sealed.getByText('体验证书', { exact: true })).toBeVisible();
    await expect(sealed.getByText('体验证书没有官方渠道')).toBeVisible();
    await expect(sealed.getByRole('link', { name: '添加根证书' })).toHaveCount(0);
    await trust(page, 'sealed.pem');
    await expect(sealed.getByText('体验证书', { exact: true })).toBeVisible();
    await expect(sealed.getByText('不能证明公司的真实身份')).toBeVisible();
    await expect(result(page, 'sealed.pdf').getByText('体验证书', { exact: true })).toHaveCount(2);
  });

  test('counts seals as they were counted when they were placed', async ({ page }) => {
    await open(page, 'many.pdf');
    const row = result(page, 'many.pdf');
    await expect(row.getByText('第 1-2 页，共 5 枚印章（6 处，骑缝章在每一页各算一处）')).toBeVisible();
    await row.getByText('逐处查看（6 处）').click();
    await expect(row.getByRole('button', { name: /^第 \d 页，距左/ })).toHaveCount(6);
    await expect(row.getByText(`${COMPANY} 签章，随签章加盖的印章`)).toBeVisible();
    await expect(row.getByText('Stamp')).toHaveCount(0);
    const marks = page.getByRole('list', { name: '本页上的签章' }).getByRole('button');
    await expect(marks).toHaveCount(1);
    await expect(marks).toHaveAccessibleName(/本页 4 处/);
  });

  test('stays when the language is switched', async ({ page }) => {
    test.skip(isPhone(), 'the layout makes no difference');
    await open(page, 'sealed.pdf', 'plain.pdf');
    await expect(result(page, 'plain.pdf').getByText('没有签章', { exact: true })).toBeVisible();
    await page.getByRole('link', { name: '我的' }).first().click();
    await page.getByRole('radio', { name: 'English' }).click();
    await expect(page.locator('html')).toHaveAttribute('lang', 'en');
    await expect(page).toHaveTitle(/Suiyin/);
    await page.getByRole('link', { name: 'Verify', exact: true }).first().click();
    await expect(result(page, 'plain.pdf').getByText('Not sealed', { exact: true })).toBeVisible();
    await expect(result(page, 'sealed.pdf').getByText('Intact, signer not trusted')).toBeVisible();
    await page.reload();
    await expect(page.getByRole('heading', { name: 'Verify seals' })).toBeVisible();
  });

  test('stays with files that are added, dropped anywhere on the page', async ({ page }) => {
    test.skip(isPhone(), 'the layout makes no difference');
    await open(page, 'sealed.pdf');
    await expect(result(page, 'sealed.pdf').getByText('完整，签章人未受信任')).toBeVisible();
    const transfer = await page.evaluateHandle((text) => {
      const data = new DataTransfer();
      data.items.add(new File([text], 'dropped.pdf', { type: 'application/pdf' }));
      return data;
    }, plainPdf());
    await page.getByRole('heading', { name: '验证签章' }).dispatchEvent('drop', { dataTransfer: transfer });
    await expect(result(page, 'dropped.pdf').getByText('没有签章', { exact: true })).toBeVisible();
    await expect(result(page, 'sealed.pdf')).toBeVisible();
    await page.getByRole('button', { name: '清空列表' }).click();
    await expect(page.getByText('要验证的 PDF')).toBeVisible();
  });
});

test.describe('the time line', () => {
  test('shows each revision as a stop, and the document as it was signed', async ({ page }) => {
    await open(page, 'changed.pdf');
    const row = result(page, 'changed.pdf');
    await expect(row.getByText('但签章之后文件被改动过')).toBeVisible();
    await expect(row.getByRole('heading', { level: 5 })).toHaveText([
      /第 1 版\s+原文件/,
      /第 2 版\s+签章/,
      /第 3 版\s+再次签章/,
      /第 4 版\s+改动/,
    ]);
    await expect(row.getByText('现在的文件（最新一版）')).toBeVisible();
    await expect.poll(() => colourAt(page, 0.2, 0.25)).toBe('red');

    await signature(page, COMPANY).getByRole('button', { name: '查看签署时的版本' }).click();
    await expect(row.getByText('正在看第 2 版（签章）')).toBeVisible();
    await expect.poll(() => colourAt(page, 0.2, 0.16)).toBe('blue');
    await expect(row.getByRole('button', { name: `第 1 个签名，${COMPANY}` })).toBeVisible();
    await expect(row.getByRole('button', { name: `第 2 个签名，${SECOND_COMPANY}` })).toHaveCount(0);
    await expectNoFaults(page);

    await row.getByRole('button', { name: '查看第 1 版' }).click();
    await expect(row.getByText('正在看第 1 版（原文件）')).toBeVisible();
    await expect(row.locator('[aria-current=step]').getByRole('heading', { level: 5 })).toHaveText(/第 1 版/);
    // Nothing was signed then: no marks, and no word of them.
    await expect(row.getByText('左侧的标记')).toHaveCount(0);
    await row.getByRole('button', { name: '回到现在的文件' }).click();
    await expect(row.getByText('现在的文件（最新一版）')).toBeVisible();
    await expect.poll(() => colourAt(page, 0.2, 0.25)).toBe('red');
  });

  test('leads from a change to its page', async ({ page }) => {
    test.skip(isPhone(), 'the layout makes no difference');
    await open(page, 'changed.pdf');
    const row = result(page, 'changed.pdf');
    await row.getByRole('button', { name: '下一页' }).click();
    await expect(row.getByText('第 2 / 2 页')).toBeVisible();
    const change = row.getByRole('listitem').filter({ hasText: '改动了页面内容' }).last();
    await expect(change.getByText('不允许')).toBeVisible();
    await change.getByRole('button', { name: '第 1 页：改动了页面内容' }).click();
    await expect(row.getByText('第 1 / 2 页')).toBeVisible();
  });

  test('leads from a mark beside the page to its signature, and from its place to the page', async ({
    page,
  }) => {
    await open(page, 'twice.pdf');
    const row = result(page, 'twice.pdf');
    const mark = row.getByRole('button', { name: `第 2 个签名，${SECOND_COMPANY}` });
    await mark.click();
    await expect(mark).toHaveAttribute('aria-pressed', 'true');
    await expect(signature(page, SECOND_COMPANY)).toBeInViewport();
    await row.getByRole('button', { name: '下一页' }).click();
    await expect(mark).toHaveCount(0);
    await signature(page, COMPANY).getByRole('button', { name: '第 1 页，距左 120 毫米' }).click();
    await expect(mark).toBeVisible();
  });

  test('marks stand outside the page', async ({ page }) => {
    await open(page, 'twice.pdf');
    const marks = page.getByRole('list', { name: '本页上的签章' }).getByRole('button');
    await expect(marks).toHaveCount(2);
    const edge = (await paper(page).boundingBox())?.x ?? 0;
    for (const mark of await marks.all()) {
      const box = await mark.boundingBox();
      expect((box?.x ?? edge) + (box?.width ?? 0)).toBeLessThanOrEqual(edge);
      expect(box?.height).toBeGreaterThanOrEqual(44);
    }
  });
});

test.describe('a picture that is pointed at', () => {
  test('tells its signature', async ({ page }) => {
    await open(page, 'twice.pdf');
    await pointAt(page, 140, 220);
    await expect(page.getByText(`此图案属于第 1 个签名：${COMPANY}`)).toBeVisible();
    await page.getByRole('button', { name: '查看该签章' }).click();
    await expect(signature(page, COMPANY)).toBeInViewport();
  });

  test('that belongs to none is called so, however much it looks like a seal', async ({ page }) => {
    await open(page, 'twice.pdf');
    await pointAt(page, 80, 80);
    await expect(page.getByText('此图案不属于任何签章')).toBeVisible();
    await expectNoFaults(page);
  });

  test('in a file without signatures belongs to none', async ({ page }) => {
    test.skip(isPhone(), 'the layout makes no difference');
    await open(page, 'picture.pdf');
    await expect(page.getByText('这个文件没有电子签章')).toBeVisible();
    await pointAt(page, 80, 80);
    await expect(page.getByText('此图案不属于任何签章')).toBeVisible();
    await pointAt(page, 180, 280);
    await expect(page.getByText('这里没有图案')).toBeVisible();
  });

  test('is found with the keyboard', async ({ page }) => {
    test.skip(test.info().project.name === 'phone', 'a phone has no arrow keys');
    await open(page, 'twice.pdf');
    await expect(paper(page).locator('canvas')).toBeVisible();
    await paper(page).focus();
    // From the middle of the page, 105 × 149 mm, to the seal at 140 × 220.
    for (let i = 0; i < 7; i += 1) await page.keyboard.press('ArrowRight');
    for (let i = 0; i < 14; i += 1) await page.keyboard.press('ArrowDown');
    await expect(page.getByText(`此图案属于第 1 个签名：${COMPANY}`)).toBeVisible();
  });
});

test('pages can be turned and made larger', async ({ page }) => {
  await open(page, 'sealed.pdf');
  await expect(paper(page).locator('canvas')).toBeVisible();
  const before = (await paper(page).boundingBox())?.width ?? 0;
  await page.getByRole('button', { name: '放大' }).click();
  await expect.poll(async () => ((await paper(page).boundingBox())?.width ?? 0) / before).toBeCloseTo(1.5, 1);
  await page.getByRole('button', { name: '缩小' }).click();
  await expect(page.getByRole('button', { name: '缩小' })).toBeDisabled();
  await page.getByRole('button', { name: '下一页' }).click();
  await expect(page.getByText('第 2 / 2 页')).toBeVisible();
  await expect(page.getByRole('button', { name: '下一页' })).toBeDisabled();
});

test('the page works by keyboard', async ({ page }) => {
  test.skip(isPhone(), 'the layout makes no difference');
  await open(page, 'sealed.pdf', 'plain.pdf');
  const details = result(page, 'sealed.pdf').getByRole('button', { name: '的签名详情' });
  await details.focus();
  await page.keyboard.press('Enter');
  await expect(result(page, 'sealed.pdf').getByRole('button', { name: '查看证书' })).toBeVisible();
  await page.keyboard.press('Enter');
  await expect(result(page, 'sealed.pdf').getByRole('button', { name: '查看证书' })).toHaveCount(0);
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await expect(result(page, 'sealed.pdf')).toHaveCount(0);
});

/** Clicks, or touches, a place of the page that is shown. */
async function pointAt(page: Page, xMm: number, yMm: number): Promise<void> {
  await expect(paper(page).locator('canvas')).toBeVisible();
  await paper(page).scrollIntoViewIfNeeded();
  const box = await paper(page).boundingBox();
  if (!box) throw new Error('no page is shown');
  const position = { x: (box.width * xMm) / 209.9, y: (box.height * yMm) / 297.04 };
  if (test.info().project.name === 'phone') await paper(page).tap({ position });
  else await paper(page).click({ position });
}

/** What the shown page is painted with at shares of its width and height. */
async function colourAt(page: Page, x: number, y: number): Promise<string> {
  const canvas = paper(page).locator('canvas');
  if ((await canvas.count()) === 0) return 'nothing';
  return canvas.evaluate(
    (element, [atX, atY]) => {
      const { width, height } = element as HTMLCanvasElement;
      const context = (element as HTMLCanvasElement).getContext('2d');
      const [r = 0, g = 0, b = 0] =
        context?.getImageData(Math.round(width * atX), Math.round(height * atY), 1, 1).data ?? [];
      if (r > 200 && g < 60 && b < 60) return 'red';
      if (b > 200 && r < 60 && g < 60) return 'blue';
      return `${r} ${g} ${b}`;
    },
    [x, y] as const,
  );
}

test.describe('trusted roots', () => {
  test('can be pasted, seen and removed', async ({ page }) => {
    await open(page, 'sealed.pdf');
    const row = result(page, 'sealed.pdf');
    await page.getByRole('button', { name: '粘贴根证书' }).click();
    const dialog = page.getByRole('dialog');
    const text = dialog.getByLabel('根证书的文字');
    await text.fill('no certificate');
    await dialog.getByRole('button', { name: '核对指纹' }).click();
    await expect(dialog.getByText('这段文字里没有根证书')).toBeVisible();
    await text.fill(await readFile(files.path('sealed.pem'), 'utf8'));
    await dialog.getByRole('button', { name: '核对指纹' }).click();
    await expect(dialog.getByText('随印体验平台 根 CA')).toBeVisible();
    await expect(dialog.getByRole('button', { name: '信任' })).toBeDisabled();
    await expectNoFaults(page);
    await dialog.getByRole('switch', { name: '逐字核对' }).check();
    await dialog.getByRole('button', { name: '信任' }).click();
    await expect(row.getByText('有效', { exact: true })).toBeVisible();

    const roots = page.getByRole('region', { name: '本机信任的根证书' });
    await roots.getByRole('button', { name: '不再信任' }).click();
    await page.getByRole('dialog').getByRole('button', { name: '不再信任' }).click();
    await expect(row.getByText('完整，签章人未受信任')).toBeVisible();
    await expect(roots.getByText('还没有。')).toBeVisible();
  });

  test('a file that is none is refused in words', async ({ page }) => {
    test.skip(isPhone(), 'the layout makes no difference');
    await page.goto('/verify');
    await page.locator('input[type=file]:not([multiple])').setInputFiles(files.path('letter.pdf'));
    await expect(page.getByText('letter.pdf 不是根证书')).toBeVisible();
  });
});
