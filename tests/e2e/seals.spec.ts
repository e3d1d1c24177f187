import AxeBuilder from '@axe-core/playwright';
import { expect, test, type Page } from '@playwright/test';
import { makeTrialIdentity } from './clerk';

const isPhone = () => test.info().project.name === 'phone';

const COMPANY = '云溪（上海）电子招标代理有限公司';

async function createIdentity(page: Page): Promise<void> {
  await makeTrialIdentity(page, COMPANY);
  await page.goto('/seals');
}

async function begin(page: Page, kind: string): Promise<void> {
  await page.getByRole('link', { name: '新建印章' }).click();
  // The radio itself is behind its label.
  await page.getByText(kind, { exact: true }).click();
  await expect(page.getByRole('radio', { name: kind })).toBeChecked();
}

async function save(page: Page): Promise<void> {
  await page.getByRole('button', { name: '保存印章' }).click();
  await expect(page.getByRole('heading', { name: '印章', level: 1, exact: true })).toBeVisible();
}

async function expectAccessible(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  const serious = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical');
  expect(serious.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([]);
}

/** A photograph of a red seal over black text on yellowish paper under uneven light, made by the page's canvas. */
async function photograph(page: Page): Promise<Buffer> {
  const base64 = await page.evaluate(async () => {
    const canvas = document.createElement('canvas');
    canvas.width = 900;
    canvas.height = 700;
    const context = canvas.getContext('2d')!;
    const light = context.createLinearGradient(0, 0, 900, 700);
    light.addColorStop(0, '#f4efe2');
    light.addColorStop(1, '#b5ad9c');
    context.fillStyle = light;
    context.fillRect(0, 0, 900, 700);
    context.fillStyle = '#222';
    for (let y = 40; y < 680; y += 60) for (let x = 30; x < 860; x += 24) context.fillRect(x, y, 14, 3);
    context.globalCompositeOperation = 'multiply';
    context.strokeStyle = '#c8203a';
    context.lineWidth = 12;
    context.beginPath();
    context.arc(450, 350, 200, 0, 7);
    context.stroke();
    return canvas.toDataURL('image/jpeg', 0.8).split(',')[1]!;
  });
  return Buffer.from(base64, 'base64');
}

test('without an identity the seals page leads to making one', async ({ page }) => {
  await page.goto('/seals');
  await page.getByRole('link', { name: '去生成体验身份' }).click();
  await expect(page.getByLabel('公司全称')).toBeVisible();
});

test('a new identity has a company seal; more are designed, changed and deleted', async ({ page }) => {
  await createIdentity(page);
  await expect(page.getByRole('heading', { level: 2 })).toHaveCount(1);
  await expectAccessible(page);

  await begin(page, '合同专用章');
  await expect(page.getByLabel('公司全称')).toHaveValue(COMPANY);
  await expect(page.getByLabel('星下文字')).toHaveValue('合同专用章');
  await expect(page.getByRole('img', { name: '合同专用章' })).toBeVisible();
  await page.getByLabel('直径').fill('42');
  await expect(page.getByText('42 × 42 mm')).toBeVisible();
  await expectAccessible(page);
  await save(page);

  await page.getByRole('link', { name: '编辑「合同专用章」' }).click();
  await expect(page.getByLabel('直径')).toHaveValue('42');
  await page.getByLabel('印章名称').fill('合同章（二）');
  await save(page);

  await page.getByRole('button', { name: '删除「合同章（二）」' }).click();
  await page.getByRole('button', { name: '删除印章', exact: true }).click();
  await expect(page.getByRole('heading', { name: '合同章（二）' })).toBeHidden();
});

test('the preview is as large as the seal', async ({ page }) => {
  await createIdentity(page);
  await begin(page, '发票专用章');
  await page.getByLabel('纳税人识别号').fill('91430600MA4L16JJ05');
  const seal = page.getByRole('img', { name: '发票专用章' });
  await expect(seal).toBeVisible();
  const box = (await seal.boundingBox())!;
  expect(box.width).toBeCloseTo((40 / 25.4) * 96, 0);
  expect(box.height).toBeCloseTo((30 / 25.4) * 96, 0);
});

test('characters that the face lacks are named, sizes out of bounds are explained', async ({ page }) => {
  test.skip(isPhone(), 'the layout makes no difference');
  await createIdentity(page);
  await begin(page, '公章');
  await page.getByLabel('公司全称').fill('云溪\u{2A6D6}公司');
  await expect(page.getByText('\u{2A6D6}。')).toBeVisible();
  await expect(page.getByRole('button', { name: '保存印章' })).toBeDisabled();
  await page.getByLabel('公司全称').fill('云溪公司');
  await expect(page.getByRole('button', { name: '保存印章' })).toBeEnabled();
  await page.getByLabel('直径').fill('400');
  await expect(page.getByText('请输入 20 至 60 之间的毫米数。')).toBeVisible();
  await expect(page.getByRole('button', { name: '保存印章' })).toBeDisabled();
});

test('a signature is written, undone, and kept', async ({ page }) => {
  await createIdentity(page);
  await begin(page, '手写签名');
  const pad = page.locator('canvas');
  await pad.scrollIntoViewIfNeeded();
  const box = (await pad.boundingBox())!;
  for (const offset of [30, 130]) {
    await page.mouse.move(box.x + offset, box.y + 40);
    await page.mouse.down();
    for (let i = 1; i <= 20; i++)
      await page.mouse.move(box.x + offset + i * 4, box.y + 40 + 60 * Math.sin(i / 4));
    await page.mouse.up();
  }
  await expect(page.getByRole('img', { name: '手写签名' })).toBeVisible();
  await expectAccessible(page);
  await page.getByRole('button', { name: '撤销一笔' }).click();
  await page.getByRole('button', { name: '撤销一笔' }).click();
  await expect(page.getByRole('button', { name: '保存印章' })).toBeDisabled();

  await page.mouse.move(box.x + 30, box.y + 40);
  await page.mouse.down();
  await page.mouse.move(box.x + 150, box.y + 90, { steps: 12 });
  await page.mouse.up();
  await save(page);
  await expect(page.getByRole('heading', { name: '手写签名' })).toBeVisible();
});

test('a photograph of a seal is cleaned: paper and text go, the seal stays', async ({ page }) => {
  test.skip(isPhone(), 'the layout makes no difference');
  await createIdentity(page);
  await begin(page, '扫描印章');
  await page
    .locator('input[type=file]')
    .setInputFiles({ name: 'seal.jpg', mimeType: 'image/jpeg', buffer: await photograph(page) });
  const seal = page.getByRole('img', { name: '扫描印章' });
  await expect(seal).toBeVisible();
  // The text fills the whole image: a square result shows that only the seal was kept.
  await expect(page.getByText(/^40 × (39\.\d|40(\.\d)?) mm/)).toBeVisible();
  await expectAccessible(page);
  await save(page);

  await page.reload();
  await page.getByRole('link', { name: '编辑「扫描印章」' }).click();
  await expect(page.getByRole('img', { name: '扫描印章' })).toBeVisible();
});

test('what is no image is refused with the reason', async ({ page }) => {
  test.skip(isPhone(), 'the layout makes no difference');
  await createIdentity(page);
  await begin(page, '扫描印章');
  await page
    .locator('input[type=file]')
    .setInputFiles({ name: 'seal.png', mimeType: 'image/png', buffer: Buffer.from('no image') });
  await expect(page.getByText('这个文件不是能识别的图片')).toBeVisible();
});

test('leaving a seal that is not saved asks first', async ({ page }) => {
  test.skip(isPhone(), 'the layout makes no difference');
  await createIdentity(page);
  await begin(page, '合同专用章');
  await page.goBack();
  await expect(page).toHaveURL('/seals');

  await page.getByRole('link', { name: '新建印章' }).click();
  await page.getByLabel('星下文字').fill('样章');
  await page.getByRole('link', { name: '首页' }).first().click();
  const dialog = page.getByRole('dialog', { name: '印章还没有保存' });
  await dialog.getByRole('button', { name: '取消' }).click();
  await expect(page.getByLabel('星下文字')).toHaveValue('样章');
  await page.getByRole('link', { name: '首页' }).first().click();
  await dialog.getByRole('button', { name: '不保存，离开' }).click();
  await expect(page).toHaveURL('/');
});
